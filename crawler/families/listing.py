"""The walk on the wire: its asks become Scrapy requests, what came goes back to it.

Every page fetched is archived below, by the download handler; what to ask next is decided in ``crawler/walk``. A
platform family is a subclass that names its ``platform``; the generic one reads pages by what they show alone.

How to recognise it: none of the platforms' marks. How it pages: by the links of a pager, 下一页 above all, or as any
platform would whose script or data a page holds after all.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from scrapy import FormRequest, Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DontCloseSpider, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.model import Discovery, LinkKind
from crawler.answers import Received, page_of, take
from crawler.capture import CaptureFailedError, session_of
from crawler.errors import ConnectFailedError, RedirectLoopError
from crawler.expectations import BLOCKED_REASON
from crawler.families.family import Family
from crawler.pacing import host_refuses
from crawler.portal import PortalSpider
from crawler.reading.links import LinkPage
from crawler.walk.ask import BESIDE_ROLES, REPORT_ROLES, Ask
from crawler.walk.ledger import MAY_PASS, Ledger
from crawler.walk.plan import Plan
from crawler.walk.records import ProblemKind
from crawler.walk.walk import Walk

# Other pages in place of those asked for, in a row: so many are no dead links any more, and each time the host is asked
# half as often.
_STANDS_IN = frozenset({3, 10, 30})


class ListingSpider(PortalSpider, family="generic"):
    """One walk from the portal's seeds."""

    platform: ClassVar[Family] = Family()
    # Whether a declaration says what to expect, and whether the crawl is judged by what it found.
    declared: ClassVar[bool] = True
    judged: ClassVar[bool] = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.walk = Walk(self.plan(), self.in_scope, self.families())
        # Hosts out of the portal that serve files of its reports: part of the crawl's scope from then on.
        self.file_hosts: set[str] = set()
        self._blocked: Counter[str] = Counter()
        self._again_at = 0.0
        self._in_place: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's way to make a spider."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.idle, signals.spider_idle)
        spider.walk.browser = crawler.settings.getbool("RENDER_LISTS")
        return spider

    @property
    def ledger(self) -> Ledger:
        """What the walk found so far."""
        return self.walk.ledger

    def plan(self) -> Plan:
        """What the walk is for: here all reports from the declared seeds."""
        return Plan(self.seeds, years=self.years)

    def families(self) -> tuple[Family, ...]:
        """The platforms to read with, this portal's own first."""
        from crawler.platforms import PLATFORMS

        return (self.platform, *(one for one in PLATFORMS if one is not self.platform))

    async def start(self) -> Any:
        """Ask for each seed."""
        for ask in self.walk.start():
            yield self.request(ask)

    def parse(self, response: Response, ask: Ask) -> Iterator[Request]:
        """Hand an answer to the walk, as a page, as a file, or as what could not be had. A page at which the crawler
        itself fails is lost by name: what it would have led to is not known."""
        got = _received(response)
        try:
            yield from list(self._take(ask, got, page_of(ask, got)))
        except CloseSpider:
            raise
        except Exception as error:
            self.logger.exception("a fault of the crawler's own at %s; please report it", got.url)
            yield from self._requests(self._note("unreadable", ask, f"{got.url}: not read, {type(error).__name__}"))

    def lost(self, failure: Failure) -> Iterator[Request]:
        """Note a page that never arrived; robots.txt and the scope are no failures of the portal."""
        request: Request = failure.request  # type: ignore[attr-defined]
        ask: Ask = request.cb_kwargs["ask"]
        error = failure.value
        if isinstance(error, CaptureFailedError):
            return  # no failure of the portal's: the session has said it, and stops the crawl
        text = str(error).replace(request.url, "").strip(" :") or type(error).__name__
        detail = f"{request.url}: {' '.join(text.split())[:200]}"
        if isinstance(error, IgnoreRequest) and "redirections" in str(error):
            looped = RedirectLoopError(f"{request.url}: redirects in a circle, as of a cookie that is never accepted")
            yield from self._requests(self._note("blocked", ask, str(looped)))
            self._refused(ask)
        elif isinstance(error, IgnoreRequest):
            yield from self._requests(self._note("forbidden", ask, detail))
        elif isinstance(error, ConnectFailedError) and (other := self.walk.asked.other_scheme(ask)) is not None:
            yield self.request(other)
        else:
            yield from self._requests(self._note("failed", ask, detail))

    def idle(self, spider: PortalSpider) -> None:  # noqa: ARG002 -- the signal names it
        """Nothing is under way: follow leads of unknown worth, then ask again for what was lost.

        Raises:
            DontCloseSpider: while there is more to ask.
        """
        asks = self.walk.idle()
        if not asks and self.ledger.second_chance_wanted():
            if not self._again_at:
                self._again_at = time.monotonic() + self.settings.getfloat("ASK_AGAIN_AFTER")
            if time.monotonic() < self._again_at:
                raise DontCloseSpider
            self._again_at = 0.0
            self._blocked.clear()
            asks = self.ledger.second_chance(self.settings.getint("ASK_AGAIN_MOST"))
        if not asks:
            return
        for ask in asks:
            self.crawler.engine.crawl(self.request(ask))
        raise DontCloseSpider

    def request(self, ask: Ask) -> Request:
        """The request for an ask."""
        meta: dict[str, Any] = {}
        if (discovery := _discovery(ask)) is not None:
            meta["discovery"] = discovery
        if ask.rendered:
            meta["render_list"] = True
        if not self.in_scope(ask.url) and self.walk.asked.may_lie(ask):
            self.file_hosts.add(urlsplit(ask.url).hostname or "")
        headers = {"Referer": ask.via} if ask.via else {}
        if ask.ajax or ask.form or ask.body:
            headers["X-Requested-With"] = "XMLHttpRequest"
        common: dict[str, Any] = {
            "callback": self.parse,
            "errback": self.lost,
            "cb_kwargs": {"ask": ask},
            "meta": meta,
            "priority": int(ask.score * 10),
            "dont_filter": True,
        }
        if ask.form:
            return FormRequest(ask.url, formdata=ask.form, headers=headers, **common)
        if ask.body:
            headers["Content-Type"] = "application/json;charset=UTF-8"
            return Request(ask.url, method="POST", body=ask.body, headers=headers, **common)
        return Request(ask.url, headers=headers, **common)

    # --- helpers -------------------------------------------------------------------------------

    def _requests(self, asks: Iterable[Ask]) -> Iterator[Request]:
        return (self.request(ask) for ask in asks if not (ask.had and self._told(ask)))

    def _told(self, ask: Ask) -> bool:
        """Have the capture that came for another role say what it is; False where it has to be asked for after all."""
        discovery = _discovery(ask)
        try:
            return discovery is not None and session_of(self.crawler).keep_discovery(ask.url, discovery)
        except CaptureFailedError:
            return True  # the session has said it, and stops the crawl

    def _take(self, ask: Ask, got: Received, page: LinkPage | None) -> Iterator[Request]:
        stood_in = self.ledger.stood_in
        taken = take(self.walk, ask, got, page)
        self._watch(urlsplit(got.url).hostname or "", in_place=self.ledger.stood_in > stood_in)
        if taken.problem is not None:
            self._say(taken.problem, ask, taken.detail)
        if taken.problem == "blocked":
            self._refused(ask)
        return self._requests(taken.asks)

    def _watch(self, host: str, *, in_place: bool) -> None:
        """Other pages in place of those asked for, one after the other, are a host's way to ask for patience."""
        self._in_place[host] = self._in_place[host] + 1 if in_place else 0
        if self._in_place[host] in _STANDS_IN:
            self.crawler.signals.send_catch_log(host_refuses, host=host)

    def _refused(self, ask: Ask) -> None:
        """A host that refuses again and again is left alone; where it is the portal's own, the crawl ends.

        Raises:
            CloseSpider: in the latter case.
        """
        host = urlsplit(ask.url).netloc
        self._blocked[host] += 1
        limit = self.settings.getint("BLOCKED_LIMIT")
        if 0 < limit <= self._blocked[host] and host in {urlsplit(seed).netloc for seed in self.walk.plan.seeds}:
            raise CloseSpider(BLOCKED_REASON)

    def _note(self, kind: ProblemKind, ask: Ask, detail: str) -> list[Ask]:
        self._say(kind, ask, detail)
        return self.walk.lost(ask, kind, detail)

    def _say(self, kind: ProblemKind, ask: Ask, detail: str) -> None:
        self.crawler.stats.inc_value(f"problem/{kind}")
        # What is asked for once more is said when that has failed too.
        later = not ask.again and kind in MAY_PASS
        quiet = kind == "gone" or ask.role in {"unknown", "home"} or later
        log = self.logger.info if quiet else self.logger.warning
        log("%s %s", kind, detail)


def _discovery(ask: Ask) -> Discovery | None:
    """What the archive keeps of an ask; None for what is no part of a report."""
    if ask.role not in REPORT_ROLES | BESIDE_ROLES:
        return None
    kind: LinkKind = "report" if ask.role in {"report", "unclear"} else "attachment"
    return Discovery(kind, ask.via, ask.title, ask.year)


def _received(response: Response) -> Received:
    asked = response.meta.get("redirect_urls", [response.url])[0]
    declared = (response.headers.get("Content-Type") or b"").decode("latin-1")
    refresh = (response.headers.get("Refresh") or b"").decode("latin-1")
    return Received(asked, response.url, response.status, declared, response.body, refresh)
