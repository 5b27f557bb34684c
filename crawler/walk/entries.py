"""The entries of a list: what its links are, and which of them it has."""

import re
from collections.abc import Callable

from archive.text.title_grammar import judge_title, may_carry
from crawler.discovery import Decision, NotAReport, ReportLink, classify, is_article, title_year
from crawler.reading.links import Link, LinkPage
from crawler.reading.pager import is_pager
from crawler.walk.ask import Ask
from crawler.walk.context import context_of
from crawler.walk.listing import Listing

_ABOUT = re.compile(r"信息公开|政务公开|公开工作")
COLUMN_NAME = "政府信息公开年报"
Decided = list[tuple[Link, Decision]]


def decide(page: LinkPage, ask: Ask, *, declared: bool) -> Decided:
    """What each link of a page is. A ``declared`` seed is a column of annual reports, whatever it calls itself, unless
    it has mostly other documents."""
    here = context_of(page, ask.trail).in_column
    decided = _judged(page, (*ask.trail, COLUMN_NAME) if here else ask.trail)
    if declared and not here and not _mixed(decided):
        decided = _judged(page, (*ask.trail, COLUMN_NAME))
    return decided


def doubtful(decided: Decided) -> list[ReportLink]:
    """What may be reports among the links of a page though their titles are not one's (a notice that publishes it, a
    summary): their tables decide. Only where no link names the report itself."""
    named = [judge_title(one.title, in_column=True) for _, one in decided if isinstance(one, ReportLink)]
    found = []
    for link, decision in decided:
        title = next((words for words in (link.words, link.title or "") if may_carry(words)), None)
        if title is None or not isinstance(decision, NotAReport) or not is_article(link.url):
            continue
        judged = judge_title(title)
        if not any(one.year == judged.year and _may_be_same(one.organ, judged.organ) for one in named):
            found.append(ReportLink(link.url, "report", judged.year, title, certain=False))
    return found


def _may_be_same(one: str, other: str) -> bool:
    return one in other or other in one


def names_reports(decided: Decided) -> bool:
    """Whether a page has a link that names a report."""
    return any(isinstance(one, ReportLink) for _, one in decided)


def take_entries(ask: Ask, listing: Listing, decided: Decided, key: Callable[[str], str], *, is_data: bool) -> int:
    """Note the entries of the list on this page; how many of them are new."""
    pairs = [(link, decision) for link, decision in decided if not is_pager(link)]
    listing.paths |= {link.path for link, one in pairs if isinstance(one, ReportLink) and link.path}
    before = len(listing.entries)
    for link, decision in pairs:
        if isinstance(decision, ReportLink) or is_data or link.path in listing.paths:
            listing.entries.add(key(link.url))
        if isinstance(decision, ReportLink):
            listing.last_report_page = max(listing.last_report_page, ask.number)
        elif isinstance(decision, NotAReport) and link.path in listing.paths:
            listing.refused[decision.reason] += 1
            listing.doubts |= _may_be_of(link.words, decision)
    listing.shown.setdefault(ask.number, set()).update(link.path for link, _ in pairs)
    gained = len(listing.entries) - before
    if ask.number > 1 and not gained:
        listing.misses += ask.guessed
        if not ask.guessed and listing.reports:
            listing.barren.append(ask.url)
    elif ask.number > 1 and listing.misses:
        listing.barren.append(f"a page before {ask.url}")
    return gained


def _may_be_of(words: str, decision: NotAReport) -> set[int]:
    """The years of which an entry may be the report that a list lacks: a summary of disclosure (工作总结), one that is
    called by the year of its publication."""
    if _ABOUT.search(words):
        years = {int(year) for year in re.findall(r"20\d\d", words)}
        return years | {year - 1 for year in years}
    year = None if decision.word else title_year(words)
    return set() if year is None else {year}


def _judged(page: LinkPage, trail: tuple[str, ...]) -> Decided:
    return [(link, classify(one)) for link, one in zip(page.links, page.anchors(trail), strict=True)]


def _mixed(decided: Decided) -> bool:
    """Whether a list that has reports has mostly other documents: there a bare year names no report."""
    paths = {link.path for link, one in decided if isinstance(one, ReportLink)}
    inside = [one for link, one in decided if link.path in paths and not is_pager(link)]
    return sum(isinstance(one, NotAReport) for one in inside) > len(inside) / 2
