"""A WACZ holds the files as they are, an index that leads into them, and pages with text; other tools accept it."""

import gzip
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from archive.__main__ import main
from archive.model import Capture, Issue
from archive.warc.reader import read_warc
from tests.support.wacz import needs_wacz, validate
from tests.support.warcedit import FOUND, build
from tests.support.warcs import CRAWL, START, captures, exchange, writer

PAGE = (
    "<html><head><title>清溪市2023年政府信息公开工作年度报告</title></head><body><h1>清溪市2023年政府信息公开工作年度报告</h1>"
    "<p>本年新收政府信息公开申请十二件。</p></body></html>"
).encode()


@pytest.fixture
def package(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    root = tmp_path / "warc"
    build(root)
    html = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + PAGE
    with writer(root, replace(CRAWL, crawl_id="third")) as w:
        w.write_exchange(exchange("http://www.qingxi.test/nb/2023.html", html), FOUND)
        w.write_exchange(exchange("http://www.qingxi.test/", html.replace(b"<p>", b"<p>x"), seconds=1))
        w.write_exchange(exchange("http://www.qingxi.test/gone", html.replace(b"200 OK", b"404 No"), seconds=2))
        w.write_resource("http://www.qingxi.test/saved", PAGE + b" ", "text/html", START)
    target = tmp_path / "清溪.wacz"
    assert main(["wacz", str(target), "--archive", str(tmp_path)]) == 0
    assert f"{target}: 12 captures, 3 pages with text" in capsys.readouterr().out
    return target


def test_hashes_and_storage(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        description = json.loads(archive.read("datapackage.json"))
        assert (description["profile"], description["wacz_version"]) == ("data-package", "1.1.1")
        assert description["title"] == "清溪"
        digest = json.loads(archive.read("datapackage-digest.json"))
        assert digest["hash"] == f"sha256:{hashlib.sha256(archive.read('datapackage.json')).hexdigest()}"
        listed = {resource["path"]: resource for resource in description["resources"]}
        assert set(listed) == set(archive.namelist()) - {"datapackage.json", "datapackage-digest.json"}
        assert len({resource["name"] for resource in listed.values()}) == len(listed)
        for path, resource in listed.items():
            data = archive.read(path)
            assert (resource["hash"], resource["bytes"]) == (f"sha256:{hashlib.sha256(data).hexdigest()}", len(data))
        stored = {e.filename for e in archive.infolist() if e.compress_type == zipfile.ZIP_STORED}
        assert {name for name in archive.namelist() if name.endswith(".gz")} <= stored


def test_data_follows_the_name_at_once(package: Path) -> None:
    """ReplayWeb.page 2.4 takes the place of an entry's data from the central directory, which knows of no fields that
    stand only in front of the data (ZIP64 sizes)."""
    data = package.read_bytes()
    with zipfile.ZipFile(package) as archive:
        for entry in archive.infolist():
            extra = int.from_bytes(data[entry.header_offset + 28 : entry.header_offset + 30], "little")
            assert (extra, entry.extra) == (0, b""), entry.filename


def test_index_leads_to_the_records(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        index = archive.read("indexes/index.cdx.gz")
        meta, *blocks = archive.read("indexes/index.idx").decode().splitlines()
        assert json.loads(meta.split(" ", 2)[2]) == {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
        lines = gzip.decompress(index).decode().splitlines()
        assert lines == sorted(lines, key=str.encode)
        assert len(lines) == 12
        first = json.loads(blocks[0].split(" ", 2)[2])
        assert blocks[0].startswith(" ".join(lines[0].split(" ")[:2]))
        assert gzip.decompress(index[first["offset"] : first["offset"] + first["length"]]) == gzip.decompress(index)
        for line in lines:
            values = json.loads(line.split(" ", 2)[2])
            start, end = int(values["offset"]), int(values["offset"]) + int(values["length"])
            record = gzip.decompress(archive.read(f"archive/{values['filename']}")[start:end])
            assert f"WARC-Target-URI: {values['url']}\r\n".encode() in record


def test_pages_found_come_first(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        head, *pages = [json.loads(line) for line in io.BytesIO(archive.read("pages/pages.jsonl"))]
        others = [json.loads(line) for line in io.BytesIO(archive.read("pages/extraPages.jsonl"))][1:]
    assert (head["format"], head["hasText"]) == ("json-pages-1.0", True)
    assert [(page["url"], page["ts"]) for page in pages] == [
        ("http://www.qingxi.test/nb/2023.html", "2024-03-01T08:00:00Z")
    ]
    assert pages[0]["title"] == "清溪市2023年政府信息公开工作年度报告"
    assert "十二件" in pages[0]["text"]
    assert {page["url"].rpartition("/")[2] for page in others} == {"", "saved", "2023.html"}


def test_our_reader_reads_it_where_it_lies(package: Path) -> None:
    items = list(read_warc(package, package.parent))
    assert not [item for item in items if isinstance(item, Issue)]
    inside = [item.body for item in items if isinstance(item, Capture) and item.warc_type != "revisit"]
    outside = [item.body for item in captures(package.parent / "warc") if item.warc_type != "revisit"]
    assert inside == outside


def test_no_crawl_found_pages(tmp_path: Path) -> None:
    with writer(tmp_path / "warc") as w:
        w.write_resource("http://www.qingxi.test/saved", PAGE, "text/html", START)
    assert main(["wacz", str(tmp_path / "x.wacz"), "--archive", str(tmp_path)]) == 0
    with zipfile.ZipFile(tmp_path / "x.wacz") as archive:
        assert len(archive.read("pages/pages.jsonl").splitlines()) == 2
        assert "pages/extraPages.jsonl" not in archive.namelist()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["x.zip"], "its name ends in .wacz"),
        (["x.wacz"], "no WARC files to package"),
        (["x.wacz", "nowhere"], "nowhere: there is no such file or folder"),
        (["no/folder/x.wacz", "a.warc.gz"], "x.wacz: No such file or directory"),
    ],
)
def test_what_cannot_be_packaged(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.warc.gz").write_bytes(b"")
    (tmp_path / "data" / "warc").mkdir(parents=True)
    assert main(["wacz", *arguments]) in (1, 2)  # wrongly called, or nowhere to write
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
    assert list(tmp_path.rglob("*.wacz*")) == []


@needs_wacz
def test_py_wacz_accepts_it(package: Path) -> None:
    validate(package)
