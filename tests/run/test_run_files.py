"""The files of a run: what is kept is read again, and a damaged one is one line."""

from dataclasses import replace
from pathlib import Path

import pytest

from archive.runs import Begun, CrawlRow, IndexRow, Plan, RunFileError, RunFolder, RunReport, runs_of

PLAN = Plan(
    "20260301T000000000Z", "all", "2026-03-01T00:00:00+00:00", ("a", "b"), ("never", "short"), ("never crawled", "a")
)
ROW = CrawlRow(
    "a", "甲县人民政府", "a-1", "short", "2019 is missing", 9, 4, (2020, 2021), "complete", 12, 3, 999, 1.5,
    "2026-03-01T01:00:00+00:00", ("http://a.gov.cn/1.html",),
)  # fmt: skip
READ = IndexRow("a", 12, new=(("110105-2021", "甲县2021年报"),), gone=(("110105-2019", "甲县2019年报"),))
REPORT = RunReport(PLAN, "paused", "the window is closed", "2026-03-01T02:00:00+00:00", (ROW,), (READ,), ("b",))


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "runs" / PLAN.run)
    begun = Begun("a", "a-1", "2026-03-01T00:00:01+00:00")
    assert (folder.begun("a"), folder.crawl("a"), folder.index("a"), folder.report()) == (None, None, None, None)
    for one in (PLAN, begun, ROW, READ, REPORT):
        folder.keep(one)
    assert (folder.plan(), folder.begun("a"), folder.crawl("a"), folder.index("a"), folder.report()) == (
        PLAN, begun, ROW, READ, REPORT,
    )  # fmt: skip
    assert list(runs_of(tmp_path)) == [folder]
    assert not list(folder.path.glob("*.part"))


def test_a_damaged_file_is_one_line(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    for text in ("", "[1]", '{"portal": "a"}'):
        (tmp_path / "a.crawl.json").write_text(text)
        with pytest.raises(RunFileError, match=r"a\.crawl\.json: is no file of a run"):
            folder.crawl("a")


@pytest.mark.parametrize(
    ("before", "outcome", "good", "news"),
    [
        ("complete", "short", True, True),
        ("failed", "short", True, False),
        ("never", "failed", False, False),
        ("blocked", "blocked", False, False),
        ("empty", "blocked", False, True),
        ("short", "complete", True, False),
    ],
)
def test_what_is_worse_than_it_was_is_news(before: str, outcome: str, good: bool, news: bool) -> None:
    row = replace(ROW, before=before, outcome=outcome)
    assert (row.good, row.newly_bad) == (good, news)


def test_a_run_is_healthy_where_nobody_has_to_look() -> None:
    assert REPORT.healthy
    assert not replace(REPORT, state="stopped").healthy
    assert not replace(REPORT, indexed=(replace(READ, failure="locked"),)).healthy
    assert not replace(REPORT, crawls=(replace(ROW, outcome="empty"),)).healthy
