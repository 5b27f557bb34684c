"""Local files become resource records; other people's WARC files are linked in where they lie."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from archive.__main__ import main
from archive.model import Capture, Crawl, Issue
from archive.warc.external import adopt
from archive.warc.local import guess_type
from archive.warc.reader import read_capture, read_record, read_warc
from tests.support.warcs import captures, exchange, warcs, writer

PAGE = "<!doctype html><title>年报</title><p>清溪市2023年政府信息公开工作年度报告</p>".encode("gb18030")
URL = "https://www.qingxi.test/nb/2023.html"


def test_saved_page_is_a_resource(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "2023.html"
    page.write_bytes(PAGE)
    arguments = [
        "import",
        str(page),
        "--url",
        URL,
        "--archive",
        str(tmp_path),
        "--captured-at",
        "2024-03-01T16:00+08:00",
    ]
    assert main(arguments) == 0
    assert f"kept {page} as {URL} (text/html, {len(PAGE)} bytes)" in capsys.readouterr().out
    (capture,) = captures(tmp_path / "warc")
    assert (capture.warc_type, capture.url, capture.body, capture.status) == ("resource", URL, PAGE, None)
    assert capture.captured_at.isoformat() == "2024-03-01T08:00:00+00:00"
    assert main(arguments) == 0
    assert "already" in capsys.readouterr().out
    assert len(captures(tmp_path / "warc")) == 1


def test_folder_with_its_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "a.bin").write_bytes(b"%PDF-1.7 report")
    (folder / "b.doc").write_bytes(b"\xd0\xcf\x11\xe0 report")
    (folder / "c.htm").write_bytes(b"")
    rows = [f"a.bin\t{URL}?a", f"b.doc\t{URL}?b\tapplication/msword\t2020-01-31", f"c.htm\t{URL}?c"]
    (folder / "list.tsv").write_text("# file\turl\n" + "\n".join(rows) + "\n", encoding="utf-8-sig")
    assert main(["import", "--list", str(folder / "list.tsv"), "--archive", str(tmp_path)]) == 1
    assert "c.htm: the file is empty; nothing is kept of it" in capsys.readouterr().err
    kept = {c.url[-1]: c for c in captures(tmp_path / "warc")}
    assert sorted(kept) == ["a", "b"]
    assert kept["a"].declared_type == "application/pdf"
    assert (kept["b"].declared_type, kept["b"].captured_at.year) == ("application/msword", 2020)


def test_folder_that_mirrors_a_site(tmp_path: Path) -> None:
    (tmp_path / "saved" / "附件").mkdir(parents=True)
    (tmp_path / "saved" / "附件" / "年报 1.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "saved" / "index.html").write_bytes(PAGE)
    (tmp_path / "saved" / ".DS_Store").write_bytes(b"x")
    folder = str(tmp_path / "saved")
    assert main(["import", folder, "--url", "https://www.qingxi.test/nb/", "--archive", str(tmp_path)]) == 0
    assert sorted((c.url, c.declared_type) for c in captures(tmp_path / "warc")) == [
        ("https://www.qingxi.test/nb/%E9%99%84%E4%BB%B6/%E5%B9%B4%E6%8A%A5%201.pdf", "application/pdf"),
        ("https://www.qingxi.test/nb/index.html", "text/html"),
    ]
    assert main(["import", folder, "--url", "https://www.qingxi.test/nb", "--archive", str(tmp_path)]) == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["page.html"], "1 files and 0 --url"),
        ([], "nothing to import"),
        (["page.html", "--url", "page.html"], "'page.html' is no URL to keep a file under"),
        (["page.html", "--url", URL, "--captured-at", "in March"], "'in March' is no instant"),
        (["missing.html", "--url", URL], "missing.html: No such file or directory"),
        (["missing.warc.gz"], "missing.warc.gz: No such file or directory"),
    ],
)
def test_what_cannot_be_kept_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert main(["import", *arguments, "--archive", str(tmp_path)]) in (1, 2)  # wrongly called, or not there
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
    assert warcs(tmp_path) == []


def test_type_from_name_then_signature() -> None:
    assert guess_type(Path("x.DOCX"), b"PK\x03\x04").endswith("wordprocessingml.document")
    assert guess_type(Path("x"), b"  <HTML><body>") == "text/html"
    assert guess_type(Path("x"), b"\x00\x01") == "application/octet-stream"


def test_adopted_file_is_read_through_its_link(tmp_path: Path) -> None:
    elsewhere, root = tmp_path / "elsewhere", tmp_path / "data" / "warc"
    with writer(elsewhere) as w:
        w.write_exchange(exchange())
    (path,) = warcs(elsewhere)
    link = adopt(path, root)
    assert link == adopt(path, root), "a second time makes no second link"
    (capture,) = captures(root)
    assert capture.location.file == f"external/{path.name}"
    assert read_capture(capture.location, root).body == capture.body != b""
    other = tmp_path / "other" / path.name
    other.parent.mkdir()
    shutil.copy(path, other)
    assert adopt(other, root).name.endswith(f"-{path.name}"), "another file of the same name gets another link"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A folder served on loopback."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_bytes(b"<a href=2023.html>2023</a>")
    (folder / "2023.html").write_bytes(PAGE)

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            return

        def __init__(self, *args: object) -> None:
            super().__init__(*args, directory=str(folder))  # type: ignore[arg-type]

    server = ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
def test_wget_warc_reads(tmp_path: Path, site: str) -> None:
    command = ["wget", "-q", "-r", "--no-config", "--delete-after", "--warc-cdx", "--warc-file=wget", site]
    subprocess.run(command, cwd=tmp_path, check=False, timeout=60)
    items = list(read_warc(tmp_path / "wget.warc.gz", tmp_path))
    assert not [item for item in items if isinstance(item, Issue)]
    assert next(item for item in items if isinstance(item, Crawl)).portal is None
    pages = {c.url.rpartition("/")[2]: c for c in items if isinstance(c, Capture) and c.warc_type == "response"}
    assert pages["2023.html"].body == PAGE
    assert pages["robots.txt"].status == 404
    assert pages["2023.html"].status == 200
    record = read_record(pages["2023.html"].location, tmp_path)
    assert record.block.startswith(b"HTTP/1.0 200 OK\r\n")
