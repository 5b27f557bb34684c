"""Files of Heritrix, Common Crawl and Browsertrix are indexed and checked where they lie."""

import sqlite3
from pathlib import Path

import pytest

from archive.__main__ import main
from tests.support.foreign import FOREIGN, URL


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
    assert main(["rebuild", "--archive", str(archive)]) == 0
    assert "1 new reports" in capsys.readouterr().out


@pytest.mark.parametrize("name", FOREIGN)
def test_a_changed_byte_of_it_is_a_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    path = tmp_path / name
    data = FOREIGN[name]()
    at = data.index(b"\x1f\x8b", 400) + 60
    path.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
    assert main(["verify", str(path), "--archive", str(tmp_path / "data")]) == 1
    assert f"{name} at " in capsys.readouterr().out
