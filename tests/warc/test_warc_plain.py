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
from archive.warc.plain import is_date, plain_head
from archive.warc.record import ParsedRecord, WarcRecord, parse, parse_date
from archive.warc.verify import verify
from tests.support.warcedit import build, members, records, splice
from tests.support.warcs import warcs

_ID = "<urn:uuid:2db43c43-d64a-4d33-a0f4-9a8b3c1f0e55>"
_SHA = f"sha256:{'0' * 64}"
_HEAD = [
    ("WARC-Type", "response"),
    ("WARC-Record-ID", _ID),
    ("WARC-Target-URI", "http://www.qingxi.test/1"),
    ("WARC-Date", "2024-03-01T08:00:00Z"),
    ("WARC-Warcinfo-ID", _ID),
    ("WARC-IP-Address", "127.0.0.1"),
    ("WARC-Protocol", "http/1.1"),
    ("WARC-Concurrent-To", _ID),
    ("WARC-Refers-To", _ID),
    ("Content-Type", "application/http;msgtype=response"),
    ("WARC-Block-Digest", _SHA),
    ("WARC-Payload-Digest", _SHA),
]
_VALUES = [
    "request",
    _ID,
    f"{_ID} ",
    _ID[:-2] + "\r>",
    _ID[:-2] + "é>",
    "3",
    "a: b",
    "",
    "年报",
    "a\nb",
    "a\r\n b",
    _SHA,
]


@st.composite
def _heads(draw: st.DrawFn) -> str:
    """The lines that our writer writes, some of them left out, repeated or written otherwise."""
    chosen = [pair for pair in _HEAD if draw(st.integers(0, 9))]
    lines = [f"{name}: {value}\r\n" for name, value in chosen]
    for _ in range(draw(st.integers(0, 2))):
        name, value = draw(st.sampled_from(_HEAD))
        line = draw(st.sampled_from([f"{name}{colon}" for colon in (": ", ":", " : ", ":  ")]))
        line += draw(st.sampled_from([value, *_VALUES])) + draw(st.sampled_from(["\r\n", "\n"]))
        at = draw(st.integers(0, len(lines)))
        lines[at : at + draw(st.integers(0, 1))] = [line]
    return "".join(lines)


@example(lines="".join(f"{name}: {value}\r\n" for name, value in _HEAD), block=b"abc", rest=b"")
@given(lines=_heads(), block=st.sampled_from([b"abc", b"", b"\r\n\r\n"]), rest=st.sampled_from([b"", b"", b"\n", b"x"]))
def test_a_plain_head_is_what_the_parser_reads(lines: str, block: bytes, rest: bytes) -> None:
    data = f"WARC/1.1\r\n{lines}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n" + rest
    plain = plain_head(data)
    if plain is None:
        return
    head, start = plain
    parsed = parse(data)
    record = parsed.record
    assert (parsed.flaw, parsed.end, record.block) == (None, len(data), data[start:-4])
    names = [name for name, _ in record.fields]
    assert len(names) == len(set(names)) + max(0, names.count("WARC-Protocol") - 1)
    stated = {name: record.get(name) for name in ("WARC-Date", "WARC-Target-URI")}
    assert stated == {"WARC-Date": head.date.decode(), "WARC-Target-URI": head.url.decode()}
    assert (record.type, record.id) == (head.kind.decode(), head.record_id.decode("utf-8", "replace"))
    for name, value in (("WARC-Warcinfo-ID", head.warcinfo), ("WARC-Concurrent-To", head.concurrent)):
        assert record.get(name) == f"<{value.decode('utf-8', 'replace')}>"
    assert record.get("WARC-Block-Digest") == head.block_digest.decode()
    assert record.get("WARC-Payload-Digest") == (head.payload_digest and head.payload_digest.decode())
    assert record.content_type.startswith("application/http") == head.is_http


@given(
    st.from_regex(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\.[0-9]{1,10})?Z? ?", fullmatch=True)
)
def test_plain_dates_are_dates(value: str) -> None:
    lines = "".join(f"{name}: {value if name == 'WARC-Date' else stated}\r\n" for name, stated in _HEAD)
    plain = plain_head(f"WARC/1.1\r\n{lines}Content-Length: 0\r\n\r\n\r\n\r\n".encode())
    taken = plain is not None and is_date(plain[0].date.decode())
    try:
        parse_date(value)
    except WarcError:
        assert not taken
    else:
        assert taken == (value == value.strip())


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
    """By all requests and answers of a clean archive and what is known of how they were found; not by the outcome."""
    build(tmp_path)
    long_way: list[WarcRecord] = []

    def noting(data: bytes) -> ParsedRecord:
        long_way.append(parse(data).record)
        return parse(data)

    monkeypatch.setattr(filecheck, "parse", noting)
    assert verify([], tmp_path).faults == ()
    kinds = {record.type for path in warcs(tmp_path) for record in records(path)}
    aside = [record for record in long_way if record.type == "metadata"]
    assert [record.target_uri for record in aside] == [None, None], "the 304 of a revisit, and the outcome"
    assert {record.type for record in long_way} == kinds - {"request", "response"}


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
            patch.setattr(filecheck, "plain_head", lambda data: None)
            assert filecheck.check_file(changed, changed.name, ours=True) == short
        found += bool(short.faults)
    assert found
