"""The walk over a replica in memory: no socket, no Scrapy, so that hundreds of broken portals are walked in a test.

Answers and the pages read from them are kept by request, since most of a broken portal is as the sound one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

from archive.model import Portal
from crawler.answers import Received, page_of, take
from crawler.domains import registered_domain
from crawler.expectations import Verdict, judge
from crawler.platforms import PLATFORMS
from crawler.reading.links import LinkPage
from crawler.seeds import candidates
from crawler.walk.ask import Ask
from crawler.walk.plan import Plan
from crawler.walk.records import Findings
from crawler.walk.walk import Walk
from tests.support.replicas.model import Answer, Replica, Request, key_of

_REDIRECTS = 8
_BUDGET = 600


@dataclass
class Walked:
    """A finished walk: what it found, how it is judged, every request in order, the URLs that were had whole,
    the key of what each request amounts to."""

    replica: Replica
    findings: Findings
    verdict: Verdict
    asked: list[str]
    whole: set[str]
    keys: list[str]
    walk: Walk

    @property
    def missed(self) -> list[str]:
        """The replica's reports that were not had, or not to their end."""
        had = {key_of(url) for url in self.whole}
        return [
            f"{one.year} {one.title}"
            for one in self.replica.reports
            if not any(key_of(url) in had for url in (one.files or one.urls))
            or not all(key_of(url) in had for url in one.parts)
        ]

    @property
    def false(self) -> list[str]:
        """What was taken for a report and is none of the replica's."""
        real = {key_of(url) for one in self.replica.reports for url in (*one.urls, *one.files)}
        return [one.url for one in self.findings.found if key_of(one.url) not in real]


@dataclass
class Walker:
    """Walks one replica, sound or broken; ``kept`` are the answers and pages of the sound one."""

    replica: Replica
    kept: dict[tuple[str, str, bytes, str], Answer] = field(default_factory=dict)
    pages: dict[tuple[str, bytes, bool], LinkPage | None] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)

    def search(self, start: str = "") -> Walked:
        """What ``scrapy crawl auto`` does: from a page, the home page by itself, along leads of unknown worth too."""
        return self._walk(self.replica, (start or self.replica.home,), explore=True, reports=True, declared=False)

    def seeds(self) -> tuple[str, ...]:
        """What ``scrapy discover`` proposes: the first candidate that finds what the search saw."""
        survey = self._walk(self.replica, (self.replica.home,), explore=True, reports=False, declared=False)
        wanted = set(survey.walk.ledger.found)
        best: tuple[int, tuple[str, ...]] = (-1, ())
        for one in candidates(survey.walk.ledger, self.replica.home):
            tried = self._walk(self.replica, one.seeds, explore=False, reports=False, declared=False)
            found = len(set(tried.walk.ledger.found) & wanted)
            if found > best[0]:
                best = (found, one.seeds)
            if found == len(wanted):
                break
        return best[1]

    def crawl(self, seeds: tuple[str, ...], broken: Replica | None = None) -> Walked:
        """What ``scrapy crawl NAME`` does, on the sound portal or on a broken one."""
        return self._walk(broken or self.replica, seeds, explore=False, reports=True, declared=True)

    # --- one walk ------------------------------------------------------------------------------

    def _walk(
        self, replica: Replica, seeds: tuple[str, ...], *, explore: bool, reports: bool, declared: bool
    ) -> Walked:
        domains = {registered_domain(url) for url in seeds}
        plan = Plan(seeds, explore, reports, budget=_BUDGET if explore else 0)
        walk = Walk(plan, lambda url: registered_domain(url) in domains, PLATFORMS)
        asked: list[str] = []
        whole: set[str] = set()
        self._run(walk, walk.start(), replica, asked, whole)
        while asks := walk.idle():
            self._run(walk, asks, replica, asked, whole)
        while asks := walk.ledger.second_chance(200):
            self._run(walk, asks, replica, asked, whole)
        findings = walk.findings()
        first = findings.years[0] if findings.years else 2008
        portal = Portal(replica.name, "某机关", "100000", seeds, first, 1, "generic")
        verdict = judge(portal if declared else None, findings, None, "finished")
        keys, self.keys = self.keys, []
        return Walked(replica, findings, verdict, asked, whole, keys, walk)

    def _run(self, walk: Walk, asks: Iterable[Ask], replica: Replica, asked: list[str], whole: set[str]) -> None:
        waiting = [ask for ask in asks if not ask.had]
        while waiting:
            ask = max(waiting, key=lambda one: one.score)
            waiting.remove(ask)
            got = self._fetch(ask, replica, asked, whole)
            if got is not None:
                taken = take(walk, ask, got, self._page(ask, got)).asks
                waiting.extend(one for one in taken if not one.had)
            elif (other := walk.asked.other_scheme(ask)) is not None:
                waiting.append(other)
            else:
                waiting.extend(walk.lost(ask, "failed", f"{ask.url}: no whole answer"))

    def _page(self, ask: Ask, got: Received) -> LinkPage | None:
        key = (got.url, got.body, ask.role in {"file", "attachment"} and ask.certain)
        if key not in self.pages:
            self.pages[key] = page_of(ask, got)
        return self.pages[key]

    def _fetch(self, ask: Ask, replica: Replica, asked: list[str], whole: set[str]) -> Received | None:
        url, method = ask.url.partition("#")[0], "POST" if ask.form or ask.body else "GET"
        body = ask.body.encode() if ask.body else urlencode(ask.form).encode() if ask.form else b""
        for _ in range(_REDIRECTS):
            asked.append(f"{method} {url} {body.decode()}".strip())
            answer = self._answer(replica, method, url, body, ask)
            if answer.hang or answer.drop or answer.cut is not None:
                return None
            named = {name.lower(): value for name, value in answer.headers}
            if answer.status in {301, 302, 303, 307} and "location" in named:
                url, method, body = urljoin(url, named["location"]), "GET", b""
                continue
            if answer.whole:
                whole.add(url)
            kind, refresh = named.get("content-type", ""), named.get("refresh", "")
            return Received(ask.url, url, answer.status, kind, answer.body, refresh)
        return None

    def _answer(self, replica: Replica, method: str, url: str, body: bytes, ask: Ask) -> Answer:
        headers = {"user-agent": "Mozilla/5.0"} | ({"referer": ask.via} if ask.via else {})
        if ask.ajax or body:
            headers["x-requested-with"] = "XMLHttpRequest"
        if body:
            headers["content-type"] = "application/json" if ask.body else "application/x-www-form-urlencoded"
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        request = Request(method, parts.scheme, parts.netloc, path, headers, body)
        self.keys.append(replica.alias(request))
        if replica is not self.replica:
            return replica.answer(request)
        key = (method, url, body, headers.get("referer", ""))
        if key not in self.kept:
            self.kept[key] = replica.answer(request)
        return self.kept[key]
