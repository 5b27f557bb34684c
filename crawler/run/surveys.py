"""What a process of a survey does: look for the columns of one portal, and leave a row and, where there are some, the
spider file that they are proposed in (crawler/survey_rows.py)."""

import sys
from pathlib import Path

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from scrapy.utils.asyncio import create_looping_call

from archive.runs import MovedRow, RunFolder
from crawler.capture import CLOSE_REASON, session_of
from crawler.outcome import INTERRUPTED
from crawler.proposal import propose
from crawler.registry import RegistryEntry
from crawler.run.crawls import Closed
from crawler.run.pool import NO_ROOM, UNFINISHED, Line
from crawler.survey import Survey, SurveySpider
from crawler.survey_rows import row_of, write_row

_BEAT = 1.0


def survey_portal(line: Line, settings: Settings, folder: Path, entry: RegistryEntry) -> None:
    """Survey a portal of the registry into the folder of its province."""
    survey, reason = _survey(line, settings, entry.home)
    row, proposal = row_of(entry, survey, reason)
    write_row(folder, row, proposal)


def survey_moved(line: Line, settings: Settings, run: RunFolder, name: str, home: str, seeds: tuple[str, ...]) -> None:
    """Survey a declared portal whose columns gave nothing: other columns are proposed, never followed."""
    survey, _ = _survey(line, settings, home)
    file = ""
    if survey.seeds and not survey.blocked and set(survey.seeds) != set(seeds):
        proposal = propose(survey, name=name)
        path = run.path.parent.parent / "proposals" / "moved" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(proposal.text, encoding="utf-8")
        file = str(path)
    run.keep(MovedRow(name, file, survey.promised))


def _survey(line: Line, settings: Settings, home: str) -> tuple[Survey, str]:
    """Survey from a home page to its end; else the process ends, and what it was for is done again."""
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(SurveySpider)
    closed, pages = Closed(crawler), _Pages(line, crawler)
    crawler.signals.connect(pages.opened, signals.spider_opened)
    line.watch()
    process.crawl(crawler, url=home)
    process.start()
    spider = crawler.spider
    if spider is not None and session_of(crawler).failure is not None:
        sys.exit(NO_ROOM)
    if not isinstance(spider, SurveySpider) or closed.reason in {"", INTERRUPTED, CLOSE_REASON}:
        sys.exit(UNFINISHED)
    return spider.survey(), closed.reason


class _Pages:
    """Tells how many pages a survey has read."""

    def __init__(self, line: Line, crawler: Crawler) -> None:
        self._line = line
        self._crawler = crawler

    def opened(self) -> None:
        create_looping_call(self._tell).start(_BEAT, now=False)

    def _tell(self) -> None:
        spider = self._crawler.spider
        self._line.tell(spider.search.ledger.pages if isinstance(spider, SurveySpider) else 0)
