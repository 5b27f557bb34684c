"""The page of runs: how the archive stands."""

from pathlib import Path
from xml.etree import ElementTree as ET

from archive.runs import DueLine, RunFolder, keep_dues
from archive.site.pages import runs
from tests.run.test_run_files import PLAN, REPORT
from tests.support.sites import Get


def test_the_page_of_runs(get: Get, folder: Path) -> None:
    runs._seen.clear()
    empty = get("/runs?lang=en")
    assert empty.status_code == 200
    assert "Not asked yet: scrapy portals --due" in empty.text
    RunFolder(folder / "runs" / PLAN.run).keep(PLAN)
    RunFolder(folder / "runs" / PLAN.run).keep(REPORT)
    keep_dues(folder, "2026-03-02T00:00:00+00:00", [DueLine("jia", "2026-03-01T00:00:00+00:00", "<failed once>")])
    runs._seen.clear()
    for language, paused, due in (("en", "paused", "As of"), ("zh", "已暂停", "截至")):
        page = get(f"/runs?lang={language}").text
        assert f'<td>{paused}</td><td class="num">0 / 2</td>' in page
        assert "short (before: complete): 2019 is missing" in page
        assert "&lt;failed once&gt;" in page
        assert f"{due} 2026-03-02 00:00 UTC" in page
    feed = get("/runs.atom")
    assert feed.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert len(list(ET.fromstring(feed.content).iter("{http://www.w3.org/2005/Atom}entry"))) == 1
