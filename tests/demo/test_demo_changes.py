"""What a recrawl makes of a portal that changed: a page without its attachment, an attachment without its page."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archive.index import content_hash, rebuild_index
from demo.attachments import attachment_bytes
from demo.model import Cell, Report, World
from demo.resource import Site
from demo.server import PortalServer
from demo.sites import sites_of
from demo.sites.common import path_of
from demo.world import build
from tests.support.portals import rows, run_demo

Change = Callable[[bytes], bytes]


def changed(site: Site, url: str, change: Change) -> Site:
    """The site with one of its pages changed."""
    resource = site.resources[path_of(url)]
    new = replace(resource, make=lambda: change(resource.make()))
    return replace(site, resources={**site.resources, path_of(url): new})


def attached(world: World) -> tuple[Site, Report]:
    """The JSP portal, and its report whose tables stand in a workbook."""
    site = next(site for site in sites_of(world) if site.host == "cycms.chengan.gov.cn")
    report = next(
        report
        for report in world.reports
        if report.portal == "chengan" and report.carrier == "xlsx" and report.form == "C"
    )
    return site, report


def stored(database: Path, report: Report) -> dict[object, object]:
    """Value by key of the newest version that is not prose."""
    (found,) = rows(database, "SELECT DISTINCT report_id FROM copies WHERE url = ?", report.urls[0])
    query = """SELECT f.key, f.value FROM figures f JOIN reports r ON r.version_id = f.version_id
        WHERE r.report_id = ? AND f.key NOT LIKE 'prose.%'"""
    return {key: None if value is None else float(str(value)) for key, value in rows(database, query, *found)}


def truth(report: Report) -> dict[object, object]:
    return {key: None if value is None else float(value) for key, value in report.figures.items()}


@pytest.fixture(scope="module")
def first_crawl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site, report = attached(build())
    archive = tmp_path_factory.mktemp("first")
    with PortalServer([site]) as server:
        run_demo(server.port, archive, "chengan")
    assert stored(archive / "archive.db", report) == truth(report)
    return archive


def crawl_again(first_crawl: Path, archive: Path, site: Site) -> str:
    shutil.copytree(first_crawl, archive, dirs_exist_ok=True)
    with PortalServer([site]) as server:
        return run_demo(server.port, archive, "chengan")


def assert_rebuilds(archive: Path) -> None:
    """From nothing, and with the newest file first."""
    before = content_hash(archive / "archive.db")
    files = sorted((archive / "warc").rglob("*.warc.gz"))
    for number, paths in enumerate((files, files[::-1])):
        other = archive / f"rebuilt-{number}.db"
        rebuild_index(other, paths, archive / "warc")
        assert content_hash(other) == before


def test_a_page_that_changed_keeps_the_figures_of_its_unchanged_attachment(first_crawl: Path, tmp_path: Path) -> None:
    site, report = attached(build())
    old_word, new_word = "我办".encode("gbk"), "本办".encode("gbk")
    new = changed(site, report.urls[0], lambda page: page.replace(old_word, new_word))
    # Other pages have other bytes at each fetch (a token in a link) and the same text, which makes no version.
    for other in build().portals[3].reports[:6]:
        new = changed(new, other.urls[0], lambda page: page.replace(b"window.close()", b"window.close(7)"))
    printed = crawl_again(first_crawl, tmp_path, new)
    assert "New reports: 0. New versions: 1. New figures: 0." in printed
    assert stored(tmp_path / "archive.db", report) == truth(report)
    assert_rebuilds(tmp_path)


def test_an_attachment_that_changed_under_an_unchanged_page_is_a_new_version(first_crawl: Path, tmp_path: Path) -> None:
    world = build()
    site, report = attached(world)
    cells = dict(report.cells) | {"t2_5.licence.decisions": Cell(123456, "123456")}
    corrected = replace(report, cells=cells)
    new = changed(site, report.urls[-1], lambda _: attachment_bytes(corrected, world.seed))
    printed = crawl_again(first_crawl, tmp_path, new)
    assert "New reports: 0. New versions: 1. New figures: 0." in printed
    database = tmp_path / "archive.db"
    assert stored(database, report) == truth(corrected)
    assert rows(database, "SELECT title FROM reports WHERE url = ?", report.urls[0]) == [(report.title,)]
    assert_rebuilds(tmp_path)
