"""``scrapy portals``: what was declared, how the last crawl ended, from the index or from the WARC files alone."""

import json
from datetime import UTC, datetime
from pathlib import Path

from archive.index import update_index
from archive.model import Crawl, CrawlOutcome, Outcome, Portal
from archive.warc.writer import WarcWriter
from crawler.status import portal_states, reports_before
from tests.support.small_portal import HOST, scrapy, write_spider

COLUMN = f"http://{HOST}/zfxxgknb/"
PORTAL = Portal("jia", "甲县人民政府", "110105", (COLUMN,), 2020, 1, "trs")
START = datetime(2026, 3, 1, 2, 3, 4, tzinfo=UTC)


def keep_crawl(archive: Path, outcome: Outcome | None, *, hour: int = 1) -> None:
    """A WARC as a crawl leaves it; without an outcome, as a killed one does."""
    started = START.replace(hour=hour)
    crawl = Crawl(f"jia-{hour}", PORTAL, started, "test")
    with WarcWriter(archive / "warc" / "jia", crawl, settings={}) as writer:
        writer.write_resource("http://www.jia.gov.cn/a", b"<p>", "text/html", started)
        if outcome is not None:
            detail = "" if outcome == "complete" else "no report for 2021"
            writer.write_outcome(CrawlOutcome(crawl.crawl_id, outcome, started, 7, 3, (2020, 2022), detail))


def test_a_portal_that_was_never_crawled(tmp_path: Path) -> None:
    (state,) = portal_states([PORTAL], tmp_path)
    assert (state.state, state.failing) == ("never", True)


def test_the_last_outcome_is_read_from_the_warc_where_there_is_no_index(tmp_path: Path) -> None:
    keep_crawl(tmp_path, "complete", hour=1)
    (state,) = portal_states([PORTAL], tmp_path)
    assert (state.state, state.failing, state.pages, state.reports, state.years) == (
        "complete",
        False,
        7,
        3,
        (2020, 2022),
    )


def test_a_killed_crawl_is_failing(tmp_path: Path) -> None:
    keep_crawl(tmp_path, None)
    (state,) = portal_states([PORTAL], tmp_path)
    assert (state.state, state.failing) == ("failed", True)
    assert "ended without an outcome" in state.detail


def test_a_file_that_is_no_index_is_passed_over(tmp_path: Path) -> None:
    keep_crawl(tmp_path, "short")
    (tmp_path / "archive.db").write_bytes(b"no database at all" * 99)
    (state,) = portal_states([PORTAL], tmp_path)
    assert (state.state, state.detail) == ("short", "no report for 2021")


def test_the_index_answers_for_files_it_has_read_and_the_newest_file_where_it_has_not(tmp_path: Path) -> None:
    keep_crawl(tmp_path, "short", hour=1)
    update_index(tmp_path / "archive.db", [tmp_path / "warc"], tmp_path / "warc")
    (state,) = portal_states([PORTAL], tmp_path)
    assert (state.state, state.years, state.detail) == ("short", (2020, 2022), "no report for 2021")
    assert reports_before("jia", tmp_path) == 3
    assert reports_before("yi", tmp_path) == 0
    for file in (tmp_path / "warc" / "jia").glob("*.warc.gz"):
        file.write_bytes(b"moved away")
    assert portal_states([PORTAL], tmp_path) == (state,), "the index alone is asked"
    keep_crawl(tmp_path, "complete", hour=2)
    (state,) = portal_states([PORTAL], tmp_path)
    assert state.state == "complete"
    newest_file = max((tmp_path / "warc" / "jia").glob("*.warc.gz"))
    update_index(tmp_path / "archive.db", [newest_file], tmp_path / "warc")
    (newest,) = portal_states([PORTAL], tmp_path)
    assert (newest.state, newest.years) == ("complete", (2020, 2022)), "of two in the index, the later one"


def test_the_command(tmp_path: Path) -> None:
    write_spider(tmp_path, ("trs", "TrsSpider"), (COLUMN,))
    fresh = scrapy(tmp_path, "portals")
    assert fresh.returncode == 0, fresh.stderr
    assert "never" in fresh.stdout
    keep_crawl(tmp_path / "data", "complete", hour=1)
    well = scrapy(tmp_path, "portals", "--failing")
    assert (well.returncode, well.stdout.strip()) == (0, "no portal is failing")
    keep_crawl(tmp_path / "data", "blocked", hour=2)
    ill = scrapy(tmp_path, "portals", "--failing", "--json")
    assert ill.returncode == 1
    (row,) = json.loads(ill.stdout)
    assert (row["name"], row["outcome"], row["years"]) == ("jia", "blocked", [2020, 2022])
    lines = scrapy(tmp_path, "portals").stdout.splitlines()
    assert lines[1].split() == ["jia", "甲县人民政府", "trs", "2026-03-01", "02:03", "blocked", "7", "3", "2020–2022"]
    assert lines[2] == "jia: no report for 2021"
    assert scrapy(tmp_path, "portals", "yi").returncode == 1
