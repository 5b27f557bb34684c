"""A file is closed when it is large or old enough; the next goes on where it ended."""

import time
from datetime import timedelta
from pathlib import Path

import pytest

from archive.verify import verify
from archive.warc.manifest import parse_entry, read_lines
from archive.warc.writer import WarcWriter
from tests.support.warcs import CRAWL, captures, exchange, warcs


def _answer(number: int) -> bytes:
    return b"HTTP/1.1 200 OK\r\n\r\n" + bytes((number * 7 + at * at) % 251 for at in range(4000))


def _write(w: WarcWriter, number: int) -> None:
    w.write_exchange(exchange(f"http://www.qingxi.test/{number}", _answer(number), seconds=number))


def _is_sound(root: Path, files: int, pages: int) -> None:
    assert len(warcs(root)) == files
    assert verify([], root).faults == ()
    assert sorted(c.url for c in captures(root)) == [f"http://www.qingxi.test/{number}" for number in range(pages)]
    assert [parse_entry(line).number for line in read_lines(root)] == list(range(1, files + 1))
    assert list(root.rglob("*.open")) == []


def test_by_size(tmp_path: Path) -> None:
    with WarcWriter(tmp_path / "qingxi", CRAWL, settings={}, max_bytes=1500) as w:
        for number in range(6):
            _write(w, number)
            assert len(warcs(tmp_path)) <= number, "a group is never parted: the file is closed before the next"
    _is_sound(tmp_path, files=len(warcs(tmp_path)), pages=6)
    assert 2 <= len(warcs(tmp_path)) <= 6
    assert all(path.stat().st_size >= 1500 for path in warcs(tmp_path)[:-1])


def test_by_age(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    with WarcWriter(tmp_path / "qingxi", CRAWL, settings={}, max_age=timedelta(minutes=10)) as w:
        for number, minutes in enumerate((0, 9, 11, 12, 30)):
            now[0] = 1000.0 + 60 * minutes
            _write(w, number)
    _is_sound(tmp_path, files=3, pages=5)
    per_file = [sum(c.location.file.endswith(path.name) for c in captures(tmp_path)) for path in warcs(tmp_path)]
    assert per_file == [2, 2, 1]


def test_a_revisit_finds_its_original_in_the_file_before(tmp_path: Path) -> None:
    with WarcWriter(tmp_path / "qingxi", CRAWL, settings={}, max_bytes=1) as w:
        _write(w, 0)
        w.write_exchange(exchange("http://www.qingxi.test/copy", _answer(0), seconds=1))
    assert [c.warc_type for c in captures(tmp_path)] == ["response", "revisit"]
    assert len(warcs(tmp_path)) == 2
    assert verify([], tmp_path).faults == ()
