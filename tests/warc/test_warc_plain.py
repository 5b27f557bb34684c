"""The short way through verify, and through SURT, says what the long way says."""

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from isal import igzip_lib

from archive.errors import WarcError
from archive.warc import filecheck, surt
from archive.warc.plain import is_plain_date, plain_fields
from archive.warc.record import ParsedRecord, WarcRecord, parse, parse_date
from archive.warc.verify import verify
from tests.support.warcedit import build, members, records, splice
from tests.support.warcs import warcs

_NAMES = ["WARC-Type", "WARC-Record-ID", "WARC-Date", "WARC-Protocol", "Content-Length", "content-length", "X"]
_LINES = st.builds(
    lambda name, colon, value, end: f"{name}{colon}{value}{end}",
    st.sampled_from(_NAMES),
    st.sampled_from([": ", ": ", ": ", ":", " : ", ":  ", ""]),
    st.sampled_from(["request", "<urn:uuid:1>", "3", "3 ", "a: b", "WARC-Date: 3", "", "年报", "a\nb", "a\r\n b"]),
    st.sampled_from(["\r\n", "\r\n", "\r\n", "\n"]),
)


@example(lines=["WARC-Date: a\nb\r\n"], block=b"", rest=b"")
@given(
    lines=st.lists(_LINES, max_size=6), block=st.sampled_from([b"abc", b"", b"\r\n\r\n"]), rest=st.binary(max_size=2)
)
def test_plain_fields_are_those_of_the_parser(lines: list[str], block: bytes, rest: bytes) -> None:
    data = f"WARC/1.1\r\n{''.join(lines)}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n" + rest
    plain = plain_fields(data)
    if plain is None:
        return
    fields, start = plain
    parsed = parse(data)
    assert (parsed.flaw, parsed.end, parsed.record.block) == (None, len(data), data[start:-4])
    assert {name.lower() for name, _ in parsed.record.fields} | {n.lower() for n, v in fields.items() if not v} == {
        name.lower() for name in fields
    }
    for name, value in fields.items():
        if name != "WARC-Protocol":
            assert (parsed.record.get(name) or "") == value.strip()


@given(
    st.from_regex(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\.[0-9]{1,10})?Z? ?", fullmatch=True)
)
def test_plain_dates_are_dates(value: str) -> None:
    try:
        parse_date(value)
    except WarcError:
        assert not is_plain_date(value)
    else:
        assert is_plain_date(value) == (value == value.strip())


@example("http://www.cn/a")
@example("http://www.www2.gov.cn/a")
@given(
    st.from_regex(
        r"https?://(www[0-9]?\.)*[a-zA-Z]{1,3}(\.[a-z-]{1,3}){0,2}(:80)?(/[a-zA-Z0-9_.%-]{0,4}){0,4}", fullmatch=True
    )
)
def test_plain_urls_have_the_same_key(url: str) -> None:
    short = surt.surt(url)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(surt, "_PLAIN", re.compile(r"(?!)"))
        assert surt.surt(url) == short


def test_the_short_way_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All requests, answers and metadata of a clean archive, TLS with its two WARC-Protocol included."""
    build(tmp_path)
    long_way: list[WarcRecord] = []

    def noting(data: bytes) -> ParsedRecord:
        long_way.append(parse(data).record)
        return parse(data)

    monkeypatch.setattr(filecheck, "parse", noting)
    assert verify([], tmp_path).faults == ()
    kinds = {record.type for path in warcs(tmp_path) for record in records(path)}
    assert {record.type for record in long_way} == kinds - {"request", "response", "metadata"}


@pytest.mark.parametrize("step", range(5))
def test_changed_bytes_are_judged_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Bytes of a record are changed under a sound gzip member: the short way never passes what the long way reports
    (what no digest covers, such as WARC-IP-Address, neither does: that is the chain's to tell)."""
    source = tmp_path / "source"
    build(source)
    path = warcs(source)[0]
    root = tmp_path / "root"
    shutil.copytree(source, root)
    changed = warcs(root)[0]
    good = path.read_bytes()
    place, found = members(path)[1 + step], 0
    for at in range(step, len(place.data), 5):
        data = bytearray(place.data)
        data[at] ^= 0x21
        changed.write_bytes(good)
        splice(changed, place.offset, place.length, igzip_lib.compress(bytes(data), 2, igzip_lib.COMP_GZIP))
        short = filecheck.check_file(changed, changed.name, ours=True)
        with monkeypatch.context() as patch:
            patch.setattr(filecheck, "plain_fields", lambda data: None)
            assert filecheck.check_file(changed, changed.name, ours=True) == short
        found += bool(short.faults)
    assert found
