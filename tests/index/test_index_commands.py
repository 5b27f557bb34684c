"""The commands as a user runs them: what they print, where they complain, what they exit with."""

import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from archive.__main__ import COMMANDS, main
from archive.cli.browse import choose
from archive.errors import ArchiveError
from archive.index import content_hash, update_index
from archive.index import database as index_database
from archive.index.database import writer
from archive.site.app import create_site
from archive.site.context import context_of
from tests.support.archives import Crawling, index, tell

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
REPORT = """<html><head><title>清溪县2022年政府信息公开工作年度报告</title></head><body><div class="article">
<h1>清溪县2022年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>2022年,清溪县主动公开政府信息1200条。</p>
<p>三、收到和处理政府信息公开申请情况</p><p>全年收到政府信息公开申请12件。</p>
<p>五、存在的主要问题及改进情况</p><p>解读形式较为单一,下一步将拓展渠道。</p></div></body></html>"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive with one real page, read by the real pipeline."""
    crawl = Crawling(tmp_path / "warc", portal=None)
    crawl.page("http://www.qingxi.test/2022.html", REPORT.encode())
    crawl.page("http://www.qingxi.test/", b"<html><body><p>welcome</p></body></html>")
    crawl.end()
    return tmp_path


def test_index_then_nothing_new_then_rebuild(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = archive / "archive.db"
    assert main(["index", "--database", str(database)]) == 0
    assert "2 new captures, 2 documents read, 1 new reports" in capsys.readouterr().out
    before = content_hash(database)
    assert main(["index", "--database", str(database)]) == 0
    assert "nothing new in 1 WARC files; 1 reports" in capsys.readouterr().out
    assert main(["rebuild", "--database", str(database)]) == 0
    assert content_hash(database) == before


def test_the_archive_or_the_index_itself_may_be_named(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index", "--archive", str(archive)]) == 0
    assert "1 new reports" in capsys.readouterr().out
    assert main(["rebuild", "--archive", str(archive)]) == 0
    assert main(["export", str(archive / "out"), "--archive", str(archive), "--format", "csv"]) == 0
    capsys.readouterr()
    assert main(["index", "--database", str(archive / "archive.db")]) == 0
    assert "nothing new in 1 WARC files" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["index", "rebuild"])
def test_an_index_that_another_program_holds_is_one_line(
    archive: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    assert main(["index", "--archive", str(archive)]) == 0
    before = content_hash(archive / "archive.db")
    Crawling(archive / "warc", "2", portal=None, day=1).end()
    monkeypatch.setattr(index_database, "WAIT_SECONDS", 0.1)
    capsys.readouterr()
    with closing(sqlite3.connect(archive / "archive.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert main([command, "--archive", str(archive)]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "archive.db (database is locked): end it, or wait, then run the command again" in said[0]
    assert content_hash(archive / "archive.db") == before


@pytest.mark.parametrize("command", ["index", "rebuild"])
def test_a_full_disk_is_one_line_and_leaves_the_index_as_it_was(archive: Path, command: str) -> None:
    """No file of the process may grow, which is how a full disk looks to it."""
    assert main(["index", "--archive", str(archive)]) == 0
    before = content_hash(archive / "archive.db")
    crawl = Crawling(archive / "warc", "2", portal=None, day=1)
    for number in range(40):
        crawl.page(f"http://www.qingxi.test/{number}.html", REPORT.replace("1200", str(number)).encode())
    crawl.end()
    limit = 200_000
    done = subprocess.run(
        [sys.executable, "-m", "archive", command, "--archive", str(archive)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    said = done.stderr.splitlines()
    assert (done.returncode, len(said)) == (1, 1), done.stderr
    assert "cannot be written" in said[0]
    assert "make room, then run the command again" in said[0]
    assert content_hash(archive / "archive.db") == before
    assert main([command, "--archive", str(archive)]) == 0


def test_a_broken_file_is_one_line_and_exit_status_1(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = archive / "bad.warc.gz"
    bad.write_bytes(b"no WARC")
    assert main(["index", str(bad), str(archive / "warc"), "--database", str(archive / "archive.db")]) == 1
    out = capsys.readouterr()
    assert "1 new reports" in out.out
    assert out.err.count("error: ") == 1
    assert "bad.warc.gz" in out.err


def test_a_file_that_a_dead_process_left_open_is_named(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left = archive / "warc" / "other" / "x.warc.gz.open"
    left.write_bytes(b"\x1f\x8b")
    for command in ("index", "rebuild"):
        assert main([command, "--archive", str(archive)]) == 0
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith("warning: left_over: other/x.warc.gz: left open by a process that died; ")
        assert main([command, str(left), "--archive", str(archive)]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith(f"error: {left}: is not finished; ")


def test_a_path_that_is_not_there(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index", str(archive / "none"), "--database", str(archive / "archive.db")]) == 2
    assert "there is no such file or folder" in capsys.readouterr().err


def test_files_that_lie_elsewhere_survive_a_rebuild(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    database = tmp_path_factory.mktemp("other") / "archive.db"
    assert main(["index", str(archive / "warc"), "--database", str(database)]) == 0
    before = content_hash(database)
    assert main(["rebuild", "--database", str(database)]) == 0
    assert content_hash(database) == before


def test_a_killed_run_leaves_whole_files_only(archive: Path) -> None:
    """An interruption in the middle of a file: nothing of it stays, and the next run reads it."""

    def interrupted(*arguments: object) -> object:
        raise KeyboardInterrupt

    database = archive / "archive.db"
    with pytest.raises(KeyboardInterrupt):
        update_index(database, [archive / "warc"], archive / "warc", extractor=interrupted)  # type: ignore[arg-type]
    report = update_index(database, [archive / "warc"], archive / "warc", extractor=tell)
    assert report.captures == 2


def test_browse_prefers_data_and_falls_back_to_the_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ArchiveError, match="run make demo"):
        choose(None)
    (tmp_path / "data" / "demo").mkdir(parents=True)
    (tmp_path / "data" / "demo" / "archive.db").touch()
    assert choose(None) == Path("data/demo")
    (tmp_path / "data" / "archive.db").touch()
    assert choose(None) == Path("data")


@pytest.mark.parametrize(
    ("connect_to", "demo"),
    [("::127.0.0.1:32973", True), ("['www.qingxi.test:80:[::1]:80']", True), ("::proxy.test:80", False), ("[]", False)],
)
def test_an_index_of_replica_portals_says_so_wherever_it_lies(tmp_path: Path, connect_to: str, demo: bool) -> None:
    crawl = Crawling(tmp_path / "warc", CONNECT_TO=connect_to)
    crawl.page("http://www.qingxi.test/", b"<html>list</html>")
    crawl.end()
    index(tmp_path / "warc")
    context = context_of(create_site(tmp_path / "archive.db", tmp_path / "warc"))
    assert context is not None
    assert context.demo is demo


def test_browse_serves_on_loopback_until_interrupted(archive: Path) -> None:
    import socket

    assert main(["index", "--database", str(archive / "archive.db")]) == 0
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "archive", "browse", str(archive), "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        assert f"http://127.0.0.1:{port}/" in server.stdout.readline()
        answer = None
        while answer is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as response:
                    answer = response.read().decode()
            except OSError:
                with pytest.raises(subprocess.TimeoutExpired):  # still starting, not gone
                    server.wait(0.1)
        assert "清溪县" in answer
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=20)


@pytest.mark.parametrize("port", ["0", "70000", "http"])
def test_a_port_out_of_range(archive: Path, port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["browse", str(archive), "--port", port]) == 2
    assert "from 1 to 65535" in capsys.readouterr().err


def test_a_port_in_use_is_one_line_with_the_remedy(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index", "--archive", str(archive)]) == 0
    capsys.readouterr()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["browse", str(archive), "--port", str(port)]) == 1
        said = capsys.readouterr().err
        assert said.count("\n") == 1
        assert "--port auto" in said


def test_an_index_with_reports_comes_before_an_empty_one(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writer(tmp_path / "archive.db"):
        pass
    assert main(["index", "--archive", str(archive)]) == 0
    monkeypatch.setattr("archive.cli.browse.CANDIDATES", (tmp_path, archive))
    assert choose(None) == archive
    assert choose(tmp_path) == tmp_path


@pytest.mark.parametrize("command", ["index", "rebuild"])
def test_nothing_to_read_leaves_no_empty_index(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--archive", str(tmp_path)]) == 1
    assert "no WARC files found" in capsys.readouterr().err
    assert not list(tmp_path.glob("archive.db*"))


def test_a_rebuild_of_nothing_leaves_the_index_as_it_is(archive: Path, tmp_path: Path) -> None:
    assert main(["index", "--archive", str(archive)]) == 0
    (archive / "warc").rename(tmp_path / "away")
    before = (archive / "archive.db").read_bytes()
    assert main(["rebuild", "--archive", str(archive)]) == 1
    assert (archive / "archive.db").read_bytes() == before


def test_nothing_is_no_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with writer(tmp_path / "archive.db"):
        pass
    assert main(["export", str(tmp_path / "out"), "--archive", str(tmp_path)]) == 1
    assert "nothing to export" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    (tmp_path / "warc").mkdir()
    assert main(["verify", "--archive", str(tmp_path)]) == 1
    assert "nothing to verify" in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_has_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"example: python -m archive {command} " in capsys.readouterr().out


@pytest.mark.shared
def test_real_pages_pingtan_is_read_whole_and_no_other_page_is_a_report(tmp_path: Path) -> None:
    page = SHARED / "corpus" / "real" / "pingtan_2024.html"
    others = sorted((SHARED / "corpus" / "other_pages").glob("*.html"))
    files = [str(page), *map(str, others)]
    urls = [f"--url=http://{path.stem}/index.html" for path in (page, *others)]
    assert main(["import", *files, *urls, "--archive", str(tmp_path)]) == 0
    assert main(["index", "--database", str(tmp_path / "archive.db")]) == 0
    connection = sqlite3.connect(tmp_path / "archive.db")
    assert connection.execute("SELECT report_year FROM reports").fetchall() == [(2024,)]
    tables = "SELECT count(*) FROM figures WHERE key NOT LIKE 'prose.%'"
    assert connection.execute(tables).fetchone() == (200,)
    assert connection.execute("SELECT count(*) FROM issues WHERE code = 'not_a_report'").fetchone() == (len(others),)
    connection.close()
