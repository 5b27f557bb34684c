"""What a page of a column names, whatever its link leads to: reports, organs, years, older columns. Pure.

A name is a promise: a report under that name has to be found in the end, or the listing does not balance. A link that
is followed answers for itself (an organ's column without a report, a report's page that is another); here are the names
whose links lead nowhere, out of the portal, to the page itself or to where another name leads.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from crawler.discovery import Anchor, Decision, NotAReport, ReportLink, classify, is_file, title_year
from crawler.reading.links import Link, LinkPage
from crawler.registry import portal_at
from crawler.walk.proof import organ_of
from crawler.walk.records import Found
from crawler.walk.score import best_words, is_group, is_organ_name, says_column

_OLDER = re.compile(
    r"(?:历年|往年|往届|以前年度|历史|旧版|更早).{0,12}(?:年报|报告)|(?:年报|报告).{0,6}(?:历年|往年|归档)"
)
_REPORT = re.compile(r"公开|年报|报告")
_PUBLISHED = re.compile(
    r"(?=.*(?:公布|发布|公告|公示|通告))(?!.*(?:通知|召开|解读|图解)).*(20\d\d)年?度?[^年]{0,12}信息公开.{0,8}(?:年度报告|年报)"
)
_LIST = re.compile(r"目录|清单|一览|索引|名录")
_MOSTLY = 0.5
_SHORT_YEAR = 12

# rest: older columns, and lists in a file, which no report elsewhere makes up for.
PromiseKind = Literal["report", "organ", "year", "column", "rest"]


@dataclass(frozen=True, slots=True)
class Promise:
    """A name. ``organ`` and ``year`` are what it names; ``url`` where its link leads, "" for nowhere."""

    kind: PromiseKind
    words: str
    organ: str = ""
    year: int | None = None
    url: str = ""

    @property
    def broken(self) -> str:
        """The clause that says so."""
        where = f"leads to {self.url}, which is not followed" if self.url else "leads nowhere that can be followed"
        return f"{self.words} {where}"


def promises(
    page: LinkPage, decided: Sequence[tuple[Link, Decision]], trail: tuple[str, ...], follows: Callable[[Link], str]
) -> Iterator[Promise]:
    """What a page of a column promises. ``follows`` gives the identity of what a link leads to, "" where it is not
    followed."""
    context = (*page.context, *trail)
    for label in page.labels:
        promise = _promise(Link("", label.words), classify(Anchor("", label.words, None, context)), label.beside, trail)
        if promise is not None:
            yield promise
    beside: dict[int, list[str]] = {}
    for link, _ in decided:
        beside.setdefault(link.block, []).append(best_words(link))
    led: dict[str, Promise] = {}
    for link, decision in decided:
        promise = _promise(link, decision, beside[link.block], trail)
        if promise is None or _is_anothers(promise):
            continue
        key = (
            ""
            if (isinstance(decision, NotAReport) and promise.kind == "report") or _is_list_file(link)
            else follows(link)
        )
        first = led.setdefault(f"{promise.kind} {key}", promise) if key else None
        if first is None or (first.year, first.organ) != (promise.year, promise.organ):
            yield promise


def _promise(link: Link, decision: Decision, beside: Iterable[str], trail: tuple[str, ...]) -> Promise | None:
    words, near = best_words(link), list(beside)
    if isinstance(decision, ReportLink) and _REPORT.search(decision.title) and title_year(decision.title) is not None:
        return Promise("report", words, organ_of(decision.title, trail), decision.expected_year, link.url)
    if isinstance(decision, NotAReport) and (named := _PUBLISHED.search(words)) and (organ := organ_of(words)):
        # A notice may be the report that it publishes: where no other is found, somebody has to look.
        return Promise("report", words, organ, int(named[1]), link.url)
    if is_organ_name(words) and not is_group(words):
        organs = sum(is_organ_name(one) for one in near)
        return Promise("organ", words, words, None, link.url) if organs > _MOSTLY * len(near) and organs > 1 else None
    if (year := title_year(words)) is not None and len(words) <= _SHORT_YEAR:
        years = sum(title_year(one) is not None for one in near)
        return Promise("year", words, "", year, link.url) if years > _MOSTLY * len(near) and years > 1 else None
    if _is_list_file(link) or _OLDER.search(words):
        return Promise("rest", words, url=link.url)
    return Promise("column", words, url=link.url) if says_column(words) and not is_file(link.url, link.text) else None


def _is_list_file(link: Link) -> bool:
    """Whether a file holds a list of reports (各乡镇年报目录.xlsx), whose links nobody reads."""
    words = best_words(link)
    return is_file(link.url, link.text) and says_column(words) and bool(_LIST.search(words))


def broken(named: Iterable[Promise], found: Iterable[Found], own: Iterable[Found]) -> Promise | None:
    """The first promise that no report keeps; ``own`` are the reports of the listing and of those below it."""
    everything, here = tuple(found), tuple(own)
    return next((one for one in named if not _kept(one, everything, here)), None)


def _kept(promise: Promise, found: tuple[Found, ...], own: tuple[Found, ...]) -> bool:
    if promise.kind == "organ":
        return any(same_organ(promise.organ, one.organ) for one in found)
    if promise.kind == "year":
        # A column's year may be that of publication.
        reports = found if promise.url else own
        return promise.year is not None and any(one.year in {promise.year, promise.year - 1} for one in reports)
    if promise.kind in {"column", "rest"}:
        return promise.kind == "column" and bool(found)
    return any(
        one.year == promise.year and (not promise.organ or not one.organ or same_organ(promise.organ, one.organ))
        for one in found
    )


def same_organ(one: str, other: str) -> bool:
    """Whether two names may be one organ's: the longer has the signs of the other in their order (人社局)."""
    short, long = sorted((one, other), key=len)
    signs = iter(long)
    return bool(short) and all(sign in signs for sign in short)


def _is_anothers(promise: Promise) -> bool:
    """Whether a link leads to the portal of the very government that it names: that is a portal of its own."""
    entry = portal_at(promise.url) if promise.url else None
    return entry is not None and entry.path[-1][:2] in promise.words
