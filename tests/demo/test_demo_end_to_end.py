"""The whole way with the real commands: crawl the replicas, index, compare with the truth figure by figure."""

import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest

from archive.index import content_hash
from archive.model import Capture
from archive.warc.reader import read_warc
from demo.model import Report, World
from demo.run import NOTHING, ROOT, Holdings, holdings, run
from demo.server import PortalServer
from demo.sites import sites_of
from demo.world import build
from tests.support.portals import rows, run_demo
from tests.support.pywb import Replay, needs_pywb, pywb
from tests.support.wacz import needs_wacz, validate

SUMS = ("t3.row_sum", "t3.col_sum", "t3.balance", "t4.sum", "a.", "fj.received", "fj.replied")


@dataclass(frozen=True)
class Crawled:
    """A world, the archive that the first crawl left, what the index held after it and after a second crawl."""

    world: World
    archive: Path
    first: Holdings
    second: Holdings
    printed: str


# One portal of stored pages with validators, one whose pages are made anew for each request.
AGAIN = ("maiji", "chengan")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    world = build()
    archive = tmp_path_factory.mktemp("demo")
    with PortalServer(sites_of(world)) as server:
        run_demo(server.port, archive)
        first = holdings(archive / "archive.db")
        printed = run_demo(server.port, archive, *AGAIN)
    return Crawled(world, archive, first, holdings(archive / "archive.db"), printed)


def report_id(database: Path, report: Report) -> str | None:
    """The index's id of the report that stands at one of its URLs."""
    marks = ",".join("?" * len(report.urls))
    found = rows(database, f"SELECT DISTINCT report_id FROM copies WHERE url IN ({marks})", *report.urls)
    assert len(found) <= 1, (report.title, found)
    return str(found[0][0]) if found else None


def test_every_report_is_found_and_nothing_else(crawled: Crawled) -> None:
    database = crawled.archive / "archive.db"
    found = {
        (organ, year)
        for organ, year in rows(database, "SELECT o.name, r.report_year FROM reports r JOIN organs o USING (organ_id)")
    }
    wanted = {(report.organ.name, report.year) for report in crawled.world.reports}
    named = {report.organ.name: {report.organ.name, *report.organ.aliases} for report in crawled.world.reports}
    missing = [(name, year) for name, year in wanted if not any((other, year) in found for other in named[name])]
    assert missing == []
    assert len(found) == len(wanted)


def test_every_figure_is_the_truth(crawled: Crawled) -> None:
    database = crawled.archive / "archive.db"
    wrong, compared = [], 0
    for report in crawled.world.reports:
        identifier = report_id(database, report)
        assert identifier is not None, report.title
        read = {
            str(key): (None if value is None else Decimal(str(value)), status)
            for key, value, status in rows(
                database, "SELECT key, value, status FROM figures WHERE report_id = ?", identifier
            )
            if not str(key).startswith("prose.")
        }
        for key in sorted({*read, *report.figures}):
            compared += 1
            truth = report.figures.get(key, "no such figure")
            value, status = read.get(key, ("missing", None))
            if value != truth or (status != "printed" and truth is not None) or (status != "blank" and truth is None):
                wrong.append((report.title, report.layout, report.carrier, key, truth, value, status))
    assert wrong[:10] == []
    assert compared > 4000


def test_the_sums_that_fail_are_those_that_are_there_to_fail(crawled: Crawled) -> None:
    database = crawled.archive / "archive.db"
    for report in crawled.world.reports:
        failed = {
            frozenset(str(cells).split())
            for check, cells in rows(
                database,
                "SELECT check_id, cells FROM checks WHERE outcome = 'fail' AND report_id = ?",
                report_id(database, report),
            )
            if str(check).startswith(SUMS)
        }
        assert failed == {failure.cells for failure in report.fails}, report.title


def test_codes_and_days_are_the_truth(crawled: Crawled) -> None:
    database = crawled.archive / "archive.db"
    query = """SELECT o.adcode, r.published_on, r.form FROM reports r JOIN organs o USING (organ_id)
        WHERE r.report_id = ?"""
    for report in crawled.world.reports:
        ((adcode, published, form),) = rows(database, query, report_id(database, report))
        assert adcode == report.organ.adcode, report.title
        assert form == report.form, report.title
        if report.shown_on == report.published_on:
            assert published == report.published_on.isoformat(), report.title


def test_a_second_crawl_adds_nothing_and_says_so(crawled: Crawled) -> None:
    assert crawled.first != NOTHING
    assert len(crawled.second.crawls - crawled.first.crawls) == len(AGAIN)
    for name in ("reports", "versions", "figures"):
        assert getattr(crawled.first, name) == getattr(crawled.second, name)
    assert "New reports: 0. New versions: 0. New figures: 0. Nothing was added." in crawled.printed


def test_verify_finds_no_fault(crawled: Crawled) -> None:
    command = [sys.executable, "-m", "archive", "verify", "--archive", str(crawled.archive)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@needs_pywb
def test_pywb_replays_every_capture(crawled: Crawled, tmp_path: Path) -> None:
    """Pages, lists, files, robots.txt, redirects, errors, and the revisits of the second crawl: byte for byte."""
    root = crawled.archive / "warc"
    files = sorted(root.rglob("*.warc.gz"))
    captures = [item for path in files for item in read_warc(path, root) if isinstance(item, Capture)]
    assert {(c.warc_type, c.status) for c in captures} >= {
        *(("response", status) for status in (200, 302, 404)),
        *(("revisit", status) for status in (200, 302, 304, 404)),
    }
    with pywb(files, tmp_path) as server:
        wrong = [
            (capture.url, capture.status, shown.status, len(shown.body))
            for capture, shown in server.replay(captures)
            if shown != _expected(capture)
        ]
    assert wrong == []


def _expected(capture: Capture) -> Replay:
    """The page itself; pywb 2.10 shows that of a 304 as the 200 it stands for, and leaves out the body of a redirect
    that is a revisit, which no browser shows."""
    status = capture.status or 0
    if capture.warc_type == "revisit" and status == 302:
        return Replay(status, b"")
    return Replay(200 if status == 304 else status, capture.body)


@needs_wacz
def test_py_wacz_accepts_the_package(crawled: Crawled, tmp_path: Path) -> None:
    package = tmp_path / "demo.wacz"
    command = [sys.executable, "-m", "archive", "wacz", str(package), "--archive", str(crawled.archive)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    validate(package)


def test_rebuilding_gives_the_same_rows(crawled: Crawled) -> None:
    database = crawled.archive / "archive.db"
    before = content_hash(database)
    database.unlink()
    command = [sys.executable, "-m", "archive", "rebuild", "--database", str(database)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert content_hash(database) == before


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
def test_a_warc_of_wget_is_indexed(tmp_path: Path) -> None:
    world = build(organs_per_portal=1, years=(2020,))
    reports = [report for report in world.reports if report.carrier == "page"]
    with PortalServer(sites_of(world)) as server:
        for number, report in enumerate(reports):
            host = report.urls[0].split("/")[2]
            local = report.urls[0].replace(f"http://{host}", f"http://127.0.0.1:{server.port}")
            command = ["wget", "-q", f"--header=Host: {host}", f"--warc-file=other-{number}", "-O", "page.html", local]
            subprocess.run(command, cwd=tmp_path, check=True, timeout=30)
    database = tmp_path / "archive.db"
    command = [sys.executable, "-m", "archive", "index", "--database", str(database), *map(str, tmp_path.glob("*.gz"))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == "", "its log and its arguments are no documents"
    found = rows(database, "SELECT title FROM reports")
    assert sorted(str(title) for (title,) in found) == sorted(report.title for report in reports)


def test_the_run_fails_in_one_line_where_a_portal_does_not_answer(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    world = build(organs_per_portal=1, years=(2020,))
    with PortalServer(()) as nobody:
        status = run(replace(world, portals=world.portals[:1]), nobody.port, str(tmp_path))
    assert status == 1
    assert capfd.readouterr().err.splitlines()[-1].startswith("error: not complete: liaoning; ")
