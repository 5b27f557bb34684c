"""What a recrawl makes of a portal that changed: a page without its attachment, an attachment without its page."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from archive.index import content_hash, rebuild_index
from demo.model import Report, World
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


def test_a_page_that_changed_keeps_the_figures_of_its_unchanged_attachment(tmp_path: Path) -> None:
    site, report = attached(build())
    database = tmp_path / "archive.db"
    with PortalServer([site]) as server:
        run_demo(server.port, tmp_path, "chengan")
    assert stored(database, report) == truth(report)
    new = changed(
        site, report.urls[0], lambda page: page.replace("一、总体情况".encode("gbk"), "一、总的情况".encode("gbk"))
    )
    with PortalServer([new]) as server:
        printed = run_demo(server.port, tmp_path, "chengan")
    assert "New reports: 0. New versions: 1. New figures: 0." in printed
    assert stored(database, report) == truth(report)
    before = content_hash(database)
    rebuild_index(database, [tmp_path / "warc"], tmp_path / "warc")
    assert content_hash(database) == before
    files = sorted((tmp_path / "warc").rglob("*.warc.gz"), reverse=True)
    other_order = tmp_path / "other.db"
    rebuild_index(other_order, files, tmp_path / "warc")
    assert content_hash(other_order) == before
