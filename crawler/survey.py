"""Looks for the annual-report columns of a portal that nobody declared, and tries the proposal before it is printed.

First a search from one page (``crawler/walk``, no report asked for). Then its columns become candidate seeds, and the
crawl's own walk is run from them, over the pages that the search had and over what it lacks: a candidate that does not
find what the search saw is put aside for the next one.
"""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from scrapy import Request
from scrapy.exceptions import DontCloseSpider

from crawler.answers import Received, take
from crawler.platforms import Recognised, Sighting, recognise
from crawler.portal import PortalSpider
from crawler.reading.links import LinkPage
from crawler.seeds import Candidate, candidates
from crawler.undeclared import UndeclaredSpider
from crawler.walk.ask import Ask
from crawler.walk.plan import Plan
from crawler.walk.records import Findings, ProblemKind
from crawler.walk.walk import Walk

_SITE_CODE = re.compile(r"(?:网站标识码|SiteIDCode\W+content)\W{0,6}(\d{10})|sitecode=[\"'](\d{10})", re.I | re.ASCII)
_SITE_NAME = re.compile(r"<meta[^>]+name=[\"']SiteName[\"'][^>]+content=[\"']([^\"']{2,40})", re.I)
_SPONSOR = re.compile(r"主办(?:单位)?\s*[:：]\s*([\u4e00-\u9fff]{4,24})")
# Pages of the site that are read for its name and code.
_IDENTITY_PAGES = 20


@dataclass(frozen=True, slots=True)
class Trial:
    """One candidate, tried: which reports of the search the crawl's walk found, by identity, and what it had to
    open."""

    candidate: Candidate
    found: frozenset[str]
    missing: int
    findings: Findings


@dataclass(frozen=True, slots=True)
class Survey:
    """What the survey says. ``seeds`` is empty where no listing of reports was found; ``promised`` are the reports
    that the crawl's own walk finds from them, ``sure`` those of them whose link says it all, ``reports`` those that
    the search saw; ``columns`` the listings with reports; ``pages`` are answers, ``opened`` those of them that
    could be searched; ``troubles``, ``left`` and ``unread``, the lists that do not balance, are one line each."""

    url: str
    seeds: tuple[str, ...]
    recognised: Recognised
    reports: int
    promised: int
    sure: int
    organs: int
    columns: int
    years: tuple[int, ...]
    site_name: str | None
    site_code: str | None
    pages: int
    opened: int
    tried: tuple[str, ...]
    troubles: tuple[str, ...]
    left: tuple[str, ...]
    unread: tuple[str, ...] = ()
    blocked: str = ""


@dataclass(frozen=True, slots=True)
class _Had:
    ask: Ask
    got: Received
    page: LinkPage


class SurveySpider(UndeclaredSpider, family="survey"):
    """The search and the trials. Its exchanges are archived too."""

    name = "survey"
    judged = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = f"survey-{self.name}"
        self.search = self.walk
        self.trials: list[Trial] = []
        self._had: dict[str, _Had] = {}
        self._lost: dict[str, tuple[ProblemKind, str]] = {}
        self._waiting: list[Candidate] | None = None
        self._now: Candidate | None = None

    def plan(self) -> Plan:
        """A search that asks for no report."""
        return Plan(self.seeds, explore=True, reports=False, budget=self.budget)

    def _take(self, ask: Ask, got: Received, page: LinkPage | None) -> Iterator[Request]:
        """Keep the page for the trials, and hand it to the walk under way."""
        if page is not None:
            self._had[_key(ask)] = _Had(ask, got, page)
        return super()._take(ask, got, page)

    def _requests(self, asks: Iterable[Ask]) -> Iterator[Request]:
        return super()._requests(asks if self._now is None else self._not_had(asks))

    def _note(self, kind: ProblemKind, ask: Ask, detail: str) -> list[Ask]:
        self._lost[_key(ask)] = (kind, detail)
        return super()._note(kind, ask, detail)

    def idle(self, spider: PortalSpider) -> None:
        """At the end of the search, try the candidates one by one.

        Raises:
            DontCloseSpider: while there is more to ask.
        """
        if self._now is None and self._waiting is None:
            super().idle(spider)
            self._waiting = candidates(self.search.ledger, self.url)
        while self._next_trial():
            requests = list(super()._requests(self._not_had(self.walk.start())))
            for request in requests:
                self.crawler.engine.crawl(request)
            if requests:
                raise DontCloseSpider

    def survey(self) -> Survey:
        """What came of it."""
        saw = self.search.findings()
        best = max(self.trials, key=lambda one: (len(one.found), -len(one.candidate.seeds)), default=None)
        urls = [one.url for one in saw.found]
        listings = [one for one in saw.listings if one.reports]
        sources = [had.page.source for had in self._had.values() if had.page.url in {one.url for one in listings}]
        code, name = self._identity()
        blocked = next((one.detail for one in saw.problems if one.kind == "blocked"), "")
        return Survey(
            url=self.url,
            seeds=best.candidate.seeds if best is not None and best.found else (),
            recognised=recognise(Sighting(urls, [one.url for one in listings], sources)),
            reports=saw.reports,
            promised=best.findings.reports if best is not None else 0,
            sure=sum(one.opened for one in best.findings.found) if best is not None else 0,
            organs=len({one.organ for one in saw.found if one.organ}),
            columns=len(listings),
            years=saw.years,
            site_name=name,
            site_code=code,
            pages=saw.pages,
            opened=self._opened({_key(one.ask) for one in saw.problems}),
            tried=tuple(f"{one.candidate.name}: {len(one.found)} of {saw.reports} reports" for one in self.trials),
            troubles=tuple(one.detail for one in saw.problems if one.ask.role != "unknown"),
            left=saw.left,
            unread=tuple(one.fault for one in saw.listings if one.fault is not None),
            blocked=blocked if not saw.reports else "",
        )

    # --- helpers -------------------------------------------------------------------------------

    def _next_trial(self) -> bool:
        """Close the trial under way and open the next one; False where none is wanted any more."""
        wanted = set(self.search.ledger.found)
        if self._now is not None:
            found = frozenset(self.walk.ledger.found) & wanted
            self.trials.append(Trial(self._now, found, len(wanted) - len(found), self.walk.findings()))
            self._now = None
            if len(found) == len(wanted):
                return False
        if not wanted or not self._waiting:
            return False
        self._now = self._waiting.pop(0)
        self.walk = Walk(Plan(self._now.seeds, reports=False), self.in_scope, self.families())
        return True

    def _not_had(self, asks: Iterable[Ask]) -> Iterator[Ask]:
        """Answer from what the search had; what it lacks is asked for."""
        waiting = list(asks)
        while waiting:
            ask = waiting.pop(0)
            key = _key(ask)
            if key in self._had:
                waiting.extend(take(self.walk, ask, self._had[key].got, self._had[key].page).asks)
            elif key in self._lost:
                waiting.extend(self.walk.lost(ask, *self._lost[key]))
            else:
                yield ask

    def _opened(self, lost: Container[str]) -> int:
        """Pages that came as what they were asked for; a home page that only shows what stands in for others does not
        count."""
        return sum(key not in lost and had.ask.role != "home" for key, had in self._had.items())

    def _identity(self) -> tuple[str | None, str | None]:
        """The site's code and name, from the first pages that carry them."""
        everywhere = "\n".join(had.page.source for had in list(self._had.values())[:_IDENTITY_PAGES])
        code, name = _SITE_CODE.search(everywhere), _SITE_NAME.search(everywhere) or _SPONSOR.search(everywhere)
        return (code[1] or code[2]) if code else None, name[1] if name else None


def _key(ask: Ask) -> str:
    return f"{ask.url} {ask.form or ''}{ask.body}"
