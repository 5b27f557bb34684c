"""Damaged and foreign files: an Issue that says where, and reading goes on."""

import gzip
import io
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.errors import WarcError
from archive.model import Capture, Crawl, Issue, Location
from archive.warc.members import scan
from archive.warc.paths import resolve
from archive.warc.reader import read_capture, read_member, read_warc
from archive.warc.record import WarcRecord
from archive.warc.source import opened
from tests.support.warcedit import build, members, rewrite, splice, with_field
from tests.support.warcs import ROOT, exchange, warcs, writer


@pytest.fixture
def path(tmp_path: Path) -> Path:
    build(tmp_path)
    return warcs(tmp_path)[0]


def read(path: Path) -> tuple[list[Issue], list[str]]:
    """The issues of a file, and the last step of each captured URL."""
    items = list(read_warc(path, path.parent.parent))
    captures = [item.url.rpartition("/")[2] for item in items if isinstance(item, Capture)]
    return [item for item in items if isinstance(item, Issue)], captures


def offset_of_answer(path: Path, number: int) -> int:
    (member,) = [m for m in members(path) if m.record.type == "response" and b"<html>%d<" % number in m.record.block]
    return member.offset


def test_a_damaged_member_is_stepped_over(path: Path) -> None:
    at = offset_of_answer(path, 2)
    splice(path, at + 60, 8, b"\xff" * 8)
    (issue,), pages = read(path)
    assert (issue.stage, issue.code) == ("capture", "damaged")
    assert issue.detail.startswith(f"qingxi/{path.name} at {at}: ")
    assert pages == ["0", "1", "3", "4"]


def test_garbage_in_the_middle(path: Path) -> None:
    at = offset_of_answer(path, 1)
    splice(path, at, 0, b"\x1f\x8b\x08 garbage, WARC/ and \x1f\x8b\x08" * 50)
    issues, pages = read(path)
    assert {issue.code for issue in issues} == {"damaged"}
    assert pages == ["0", "1", "2", "3", "4"]


def test_cut_short(path: Path) -> None:
    at = offset_of_answer(path, 4)
    path.write_bytes(path.read_bytes()[: at + 40])
    (issue,), pages = read(path)
    assert (issue.code, pages) == ("cut_short", ["0", "1", "2", "3"])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"<html>no WARC</html>", "damaged"),
        (b"\x1f\x8b", "damaged"),
        (b"\0" * 5_000_000, "damaged"),
    ],
)
def test_what_is_no_warc(path: Path, data: bytes, code: str) -> None:
    path.write_bytes(data)
    (issue,), pages = read(path)
    assert (issue.code, pages) == (code, [])
    assert "\n" not in issue.detail


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(WarcError, match=r"no\.warc\.gz: No such file or directory"):
        list(read_warc(tmp_path / "no.warc.gz", tmp_path))
    with pytest.raises(WarcError, match="Is a directory"):
        list(read_warc(tmp_path, tmp_path))


@pytest.mark.parametrize(
    ("field", "value", "detail"),
    [
        ("WARC-Date", "yesterday", "no UTC instant"),
        ("WARC-Date", "2024-02-30T00:00:00Z", "day is out of range"),
        ("WARC-Target-URI", None, "without WARC-Target-URI"),
    ],
)
def test_a_record_that_makes_no_sense(path: Path, field: str, value: str | None, detail: str) -> None:
    rewrite(path, lambda found: [with_field(r, field, value) if b"<html>3<" in r.block else r for r in found])
    (issue,), pages = read(path)
    assert detail in issue.detail
    assert pages == ["0", "1", "2", "4"]


def test_bodies_with_flaws_are_captures_with_an_issue(tmp_path: Path) -> None:
    cut = gzip.compress(b"page " * 10_000)[:-30]
    answers = {
        "bad_content_encoding": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + cut,
        "bad_chunking": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\npage \r\nxx",
    }
    with writer(tmp_path) as w:
        for code, answer in answers.items():
            w.write_exchange(exchange(f"http://a.test/{code}", answer))
    issues, pages = read(warcs(tmp_path)[0])
    assert [issue.code for issue in issues] == pages == list(answers)


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_any_change_of_bytes_is_read_without_raising(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    root = tmp_path_factory.getbasetemp() / "changed"
    if not root.exists():
        build(root)
    good = warcs(root)[0].read_bytes()
    at = data.draw(st.integers(0, len(good)))
    cut = data.draw(st.integers(0, 300))
    changed = root / "qingxi" / "changed.warc"
    changed.write_bytes(good[:at] + data.draw(st.binary(max_size=200)) + good[at + cut :])
    list(read_warc(changed, root))
    with opened(changed) as source:
        items = list(scan(source, 0, source.size))
    assert sum(item.length for item in items) == changed.stat().st_size, "every byte belongs to one result"
    changed.unlink()


# --- files of other tools ---------------------------------------------------------------------


def _warcio(*, gzip: bool) -> bytes:
    out = io.BytesIO()
    w = WARCWriter(out, gzip=gzip)
    w.write_record(w.create_warcinfo_record("x.warc", {"software": "warcio"}))
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    for number in range(3):
        page = io.BytesIO(b"<html>%d</html>" % number)
        w.write_record(w.create_warc_record(f"http://a.test/{number}", "response", payload=page, http_headers=headers))
    return out.getvalue()


def _whole_gzip() -> bytes:
    return gzip.compress(_warcio(gzip=False))


def _wacz(method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("datapackage.json", b"{}" * 40)
        archive.writestr("archive/a.warc.gz", _warcio(gzip=True))
        archive.writestr("archive/b.warc", _warcio(gzip=False))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "make", "pages"),
    [
        ("x.warc.gz", lambda: _warcio(gzip=True), 3),
        ("x.warc", lambda: _warcio(gzip=False), 3),
        ("x.wacz", lambda: _wacz(zipfile.ZIP_STORED), 6),
    ],
)
def test_other_layouts(tmp_path: Path, name: str, make: Callable[[], bytes], pages: int) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    items = list(read_warc(path, tmp_path))
    captures = [item for item in items if isinstance(item, Capture)]
    assert not [item for item in items if isinstance(item, Issue)]
    assert [item.software for item in items if isinstance(item, Crawl)] == ["warcio"] * (pages // 3)
    assert [capture.body for capture in captures] == [b"<html>%d</html>" % (n % 3) for n in range(pages)]
    for capture in captures:
        assert read_capture(capture.location, tmp_path).body == capture.body
        assert b"WARC-Type: response" in (_unpack(read_member(capture.location, tmp_path)))


def _unpack(member: bytes) -> bytes:
    return gzip.decompress(member) if member.startswith(b"\x1f\x8b") else member


def test_layouts_that_cannot_be_addressed(tmp_path: Path) -> None:
    whole = tmp_path / "x.warc.gz"
    whole.write_bytes(_whole_gzip())
    issues = [item for item in read_warc(whole, tmp_path) if isinstance(item, Issue)]
    assert [issue.code for issue in issues] == ["not_record_compressed"]
    assert "fastwarc recompress" in issues[0].detail
    packed = tmp_path / "x.wacz"
    packed.write_bytes(_wacz(zipfile.ZIP_DEFLATED))
    with pytest.raises(WarcError, match=r"archive/a\.warc\.gz is compressed inside the WACZ"):
        list(read_warc(packed, tmp_path))
    sound = _wacz(zipfile.ZIP_STORED)
    directory = sound.index(b"PK\x01\x02")
    no_utf8 = bytearray(sound)
    no_utf8[directory + 9] |= 0x08  # the names are UTF-8, and this one is not
    no_utf8[directory + 46] = 0xFF
    newer = bytearray(sound)
    newer[directory + 6] = 99  # a version of the format that nobody knows
    for broken in (b"PK\x03\x04 broken", no_utf8, newer):
        packed.write_bytes(broken)
        with pytest.raises(WarcError, match="not a readable WACZ"):
            list(read_warc(packed, tmp_path))


def test_brackets_and_zones_of_other_tools(tmp_path: Path) -> None:
    """wget puts the target into angle brackets; WARC 1.0 dates have seconds only."""
    build(tmp_path)
    path = warcs(tmp_path)[0]

    def edit(found: list[WarcRecord]) -> list[WarcRecord]:
        target = "<http://www.qingxi.test/0>"
        return [
            with_field(with_field(r, "WARC-Target-URI", target), "WARC-Date", "2024-03-01T08:00:00Z") for r in found
        ]

    rewrite(path, edit)
    captures = [item for item in read_warc(path, tmp_path) if isinstance(item, Capture)]
    assert {capture.url for capture in captures} == {"http://www.qingxi.test/0"}


# --- paths, memory ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "file",
    [
        "/etc/passwd",
        "../secret.warc.gz",
        "a/../../secret.warc.gz",
        "a\\..\\secret.warc.gz",
        "C:/secret.warc.gz",
        "",
        "a\0.warc.gz",
        "manifest.jsonl",
        "missing.warc.gz",
    ],
)
def test_locations_lead_nowhere_else(tmp_path: Path, file: str) -> None:
    root = tmp_path / "warc"
    build(root)
    (tmp_path / "secret.warc.gz").write_bytes(warcs(root)[0].read_bytes())
    with pytest.raises(WarcError):
        resolve(file, root)
    with pytest.raises(WarcError):
        read_capture(Location(file, 0, 10), root)


@pytest.mark.parametrize(("offset", "length"), [(-1, 10), (0, 0), (1, 100), (10**12, 5), (0, 10**12)])
def test_places_that_hold_no_capture(path: Path, offset: int, length: int) -> None:
    root = path.parent.parent
    with pytest.raises(WarcError):
        read_capture(Location(f"qingxi/{path.name}", offset, length), root)


def test_memory_is_flat(tmp_path: Path) -> None:
    """A file of 120 MB is read with the memory of a small one."""
    record = members_of_one_page(tmp_path)
    program = (
        "import resource, sys; from pathlib import Path; from archive.warc.reader import read_warc\n"
        "n = sum(1 for _ in read_warc(Path(sys.argv[1]), Path(sys.argv[2])))\n"
        "print(n, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    used = []
    for copies in (10, 2400):
        path = tmp_path / f"{copies}.warc.gz"
        with path.open("wb") as file:
            for _ in range(copies):
                file.write(record)
        command = [sys.executable, "-c", program, str(path), str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
        count, memory = map(int, done.stdout.split())
        assert count == copies
        used.append(memory)
    assert used[1] < used[0] + 6_000, "KiB"


def members_of_one_page(tmp_path: Path) -> bytes:
    """The member of one answer of 50 KB."""
    with writer(tmp_path / "one") as w:
        body = random.Random(1).randbytes(50_000)
        place = w.write_exchange(exchange(response=b"HTTP/1.1 200 OK\r\n\r\n" + body))
    return read_member(place, tmp_path / "one")
