"""Files of Heritrix, Common Crawl and Browsertrix are indexed and checked where they lie."""

import gzip
import re
import sqlite3
from pathlib import Path

import pytest

from archive.__main__ import main
from archive.model import Capture, Crawl
from archive.verify import verify
from archive.warc.lookup import cdxj_lines
from archive.warc.reader import read_capture, read_warc
from tests.support.foreign import FOREIGN, REPORT, URL, heritrix, unpacked


@pytest.mark.parametrize("name", FOREIGN)
def test_it_is_indexed_where_it_lies(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    path = tmp_path / "elsewhere" / name
    path.parent.mkdir()
    path.write_bytes(FOREIGN[name]())
    archive = tmp_path / "data"
    assert main(["import", str(path), "--archive", str(archive)]) == 0
    assert main(["index", "--archive", str(archive)]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "1 new reports" in said.out
    with sqlite3.connect(archive / "archive.db") as database:
        assert {url for (url,) in database.execute("SELECT url FROM copies")} == {URL}
        figures = database.execute("SELECT count(*) FROM figures WHERE value IS NOT NULL").fetchone()[0]
    database.close()
    assert figures > 100
    assert (archive / "warc" / "external" / name).resolve() == path
    assert main(["verify", "--archive", str(archive)]) == 0, capsys.readouterr().out
    assert main(["verify", str(path)]) == 0, capsys.readouterr().out
    assert main(["rebuild", "--archive", str(archive)]) == 0
    assert "1 new reports" in capsys.readouterr().out


@pytest.mark.parametrize("name", [name for name in FOREIGN if not name.endswith(".arc")])
def test_a_changed_byte_of_it_is_a_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Of an uncompressed ARC nothing tells: it has neither check sums nor digests."""
    path = tmp_path / name
    data = FOREIGN[name]()
    if name == "wget.warc":
        at = data.rfind(b"<td>")
    else:
        at = len(data) // 2 if name.endswith(".zst") else data.index(b"\x1f\x8b", 100) + 60
    path.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
    assert main(["verify", str(path), "--archive", str(tmp_path / "data")]) == 1
    assert f"{name} at " in capsys.readouterr().out


def test_an_arc_says_what_a_warc_would(tmp_path: Path) -> None:
    path = tmp_path / "IAH-20080301.arc.gz"
    path.write_bytes(FOREIGN[path.name]())
    crawl, page = read_warc(path, tmp_path)
    assert isinstance(crawl, Crawl)
    assert isinstance(page, Capture)
    assert (page.url, page.captured_at.isoformat(), page.status) == (URL, "2008-03-01T08:00:01+00:00", 200)
    assert read_capture(page.location, tmp_path).body == page.body == REPORT
    assert [page] == [item for item in read_warc(path, tmp_path) if isinstance(item, Capture)], "its id is the same"


@pytest.mark.parametrize("name", FOREIGN)
def test_a_container_is_never_kept_as_a_document(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Neither under its own name, nor under one that does not tell."""
    for file in (tmp_path / name, tmp_path / "saved.bin"):
        file.write_bytes(FOREIGN[name]())
        assert main(["import", str(file), "--url", URL, "--archive", str(tmp_path / "data")]) in (
            1,
            2,
        )  # wrongly called, or a container in disguise
        error = capsys.readouterr().err
        assert (error.count("\n"), str(file) in error, "captures" in error) == (1, True, True)
    assert not list((tmp_path / "data").rglob("*.warc*"))


def test_a_neighbour_of_the_same_second_is_not_taken_for_the_target(tmp_path: Path) -> None:
    """Revisits of WARC 1.0 name their target by URL and second, and two files may hold such a capture."""
    data = heritrix()
    for name in ("a.warc.gz", "c.warc.gz"):
        (tmp_path / name).write_bytes(data)
    other = b"".join(gzip.compress(_with_other_digest(record)) for record in unpacked(data)[:3])
    (tmp_path / "b.warc.gz").write_bytes(other)
    (tmp_path / "b.cdxj").write_text("".join(f"{line}\n" for line in cdxj_lines(tmp_path / "b.warc.gz", "b.warc.gz")))
    for path in ([tmp_path / "c.warc.gz"], [tmp_path]):
        faults = verify(path, tmp_path / "data").faults
        assert [fault.code for fault in faults if fault.code == "revisit_target"] == []


def _with_other_digest(record: bytes) -> bytes:
    return re.sub(rb"WARC-Payload-Digest: sha1:\w+", b"WARC-Payload-Digest: sha1:" + b"A" * 32, record)


def test_fields_that_are_no_utf8_show_as_such(tmp_path: Path) -> None:
    """Some tools write the address as the page had it, in GBK."""
    path = tmp_path / "odd.warc.gz"
    records = unpacked(heritrix())
    records[2] = records[2].replace(b"\r\nWARC-", "\r\nX-Title: 年报\r\nWARC-".encode("gbk"), 1)
    path.write_bytes(b"".join(map(gzip.compress, records)))
    before = tmp_path / "plain.warc.gz"
    before.write_bytes(heritrix())
    read, expected = ([item for item in read_warc(p, tmp_path) if isinstance(item, Capture)] for p in (path, before))
    assert [(one.record_id, one.body) for one in read] == [(one.record_id, one.body) for one in expected]
