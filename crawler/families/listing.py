"""The walk that all families share: listings lead to reports and to further listings, reports to attachments.

How to recognise it: a portal of no known platform whose lists are plain links. How it pages: by the link that says
下一页. A platform family overrides where its platform differs: ``next_pages``, ``is_sub_listing``, ``is_paging``,
``identity``.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import parse_qs, urljoin, urlsplit

from scrapy import Request
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.errors import DocumentError
from archive.model import Discovery
from archive.text.decode import decode
from crawler.blocking import Answer, body_digest, check_answer, script_move
from crawler.capture import CaptureFailedError
from crawler.discovery import Anchor, ListingLink, NotAReport, ReportLink, classify, is_article, is_file, title_year
from crawler.errors import BlockedError, DeadPageError
from crawler.expectations import BLOCKED_REASON
from crawler.families.step import Ask, Mark, Step
from crawler.ledger import Ledger, ProblemKind
from crawler.links import Frame, LinkPage, read_links
from crawler.portal import PortalSpider

# A column is year over group over organ over list (沈阳, 漳平: 3 levels, 2026); deeper means that the walk left it.
MAX_DEPTH = 5
MAX_ATTACHMENTS = 50
_LISTING_PRIORITY = 10
_NEXT = re.compile(r"^(?:下一?页|后一?页|下一頁|next|>|›|»|>>)$", re.I)
_FOLDER = re.compile(r"(?:/|/index\.\w+|/list\w*\.\w+)$")
_PAGE_KEYS = frozenset({"page", "pageno", "currentpage", "pagenum", "pageindex", "p"})
_INDEX = re.compile(r"(?<=/)index\.(?:s?html?|jsp|php|aspx)$", re.I)
_COLUMN_PATH = re.compile(r"/[\w-]*(?:gknb|gkndbg|gkgzndbg|gkndgzbg|ndbg|nianbao)[\w-]*(?:/|\.|$)", re.I)
# Both words stand in every report since 2008: the applications that arrived, and the disclosure they ask for.
_REPORT_WORDS = re.compile(r"信息公开申请|依申请公开")
_REPORT_TEXT = 800


class ListingSpider(PortalSpider, family="generic"):
    """The walk. Every page fetched is archived below, by the download handler; here only links are read."""

    marks: ClassVar[tuple[Mark, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ledger = Ledger()
        self._seen: set[str] = set()
        self._column_links: dict[str, set[str]] = {}

    # --- what a family may override -----------------------------------------------------------

    def next_pages(self, page: LinkPage, step: Step) -> list[Ask]:
        """The listing's next page, normally one; none at the end."""
        urls = [link.url for link in page.links if _NEXT.match(link.text.strip()) and link.url != step.column]
        return [Ask(url) for url in urls[:1]]

    def read_page(self, source: str, url: str) -> LinkPage:
        """The links of a page; a family whose lists come as data reads them here."""
        return read_links(source, url)

    def is_paging(self, url: str) -> bool:
        """Whether a URL is a further page of some listing: ``list.jsp?page=2``."""
        return bool(_PAGE_KEYS & {key.lower() for key in parse_qs(urlsplit(url).query)})

    def is_sub_listing(self, step: Step, url: str) -> bool:
        """Whether a URL is a folder below the seed, or another column of annual reports."""
        path = urlsplit(url).path
        if not _FOLDER.search(path):
            return False
        return is_below(step.root, url) or bool(_COLUMN_PATH.search(path))

    def identity(self, url: str) -> str:
        """What stays the same when one page has several URLs: scheme, ``www.`` and ``index.html`` do not count."""
        parts = urlsplit(url)
        host = (parts.netloc or "").lower().removeprefix("www.")
        return f"{host}{_INDEX.sub('', parts.path) or '/'}?{parts.query}"

    # --- the walk ------------------------------------------------------------------------------

    async def start(self) -> Any:
        """Ask for each seed."""
        for seed in self.seeds:
            self._seen.add(self.identity(seed))
            yield self._ask_listing(Ask(seed), Step(root=_directory(seed), column=seed))

    def parse_listing(self, response: Response, step: Step) -> Iterator[Request]:
        """Follow what one page of a listing leads to."""
        page = self._read(response, listing=True)
        if page is None:
            return
        moved = script_move(page.source, page.text)
        if moved is not None:
            yield from self._follow_listing(urljoin(page.url, moved), step, step.trail)
            return
        if step.number == 1:
            # Where redirects led is where the listing's own links start from.
            root = _directory(page.url) if step.depth == 0 else step.root
            step = replace(step, column=page.url, root=root)
        yield from self._walk(page, replace(step, digests=(*step.digests, body_digest(response.body))))

    def _walk(self, page: LinkPage, step: Step) -> Iterator[Request]:
        known = self._column_links.setdefault(self.identity(step.column), set())
        before = len(known)
        found = 0
        for anchor in page.anchors(step.trail):
            decision = classify(anchor)
            if isinstance(decision, ReportLink):
                found += 1
            if isinstance(decision, ReportLink) or is_article(anchor.url):
                known.add(self.identity(anchor.url))
            yield from self._follow(anchor, decision, step, page.url)
        if not found and step.number == 1 and _is_report_text(page.text):
            self._count_report(page.url, _year_of(page, step))
        if len(known) > before or step.number == 1:
            for ask in self.next_pages(page, step):
                key = f"{self.identity(ask.url)}{ask.form or ''}"
                if key not in self._seen and self.in_scope(ask.url):
                    self._seen.add(key)
                    yield self._ask_listing(ask, replace(step, number=step.number + 1, carry=ask.carry))

    def _follow(
        self, anchor: Anchor, decision: ReportLink | ListingLink | NotAReport, step: Step, via: str
    ) -> Iterator[Request]:
        if isinstance(decision, ReportLink):
            if decision.certain or not self.is_paging(anchor.url):
                yield from self._follow_report(decision, step, via)
            return
        if self.is_paging(anchor.url) or is_article(anchor.url) or is_file(anchor.url, anchor.text):
            if isinstance(decision, NotAReport) and is_below(step.root, anchor.url):
                self._count(f"discovery/{decision.reason}")
            return
        named = isinstance(decision, ListingLink) and (
            re.search(r"年报|年度报告|公开.*报告", decision.title) is not None or is_below(step.root, anchor.url)
        )
        if named or self.is_sub_listing(step, anchor.url):
            yield from self._follow_listing(anchor.url, step, (*step.trail, anchor.text.strip()[:60]))

    def _follow_listing(self, url: str, step: Step, trail: tuple[str, ...]) -> Iterator[Request]:
        year = title_year(trail[-1]) if trail else None
        if self.years is not None and year is not None and not self.years.may_hold(year):
            return
        if step.depth >= MAX_DEPTH or self.identity(url) in self._seen or not self.in_scope(url):
            return
        self._seen.add(self.identity(url))
        yield self._ask_listing(Ask(url), Step(step.root, url, 1, step.depth + 1, trail, step.digests))

    def _follow_report(self, link: ReportLink, step: Step, via: str) -> Iterator[Request]:
        if self.years is not None and link.expected_year is not None and link.expected_year not in self.years:
            return
        if not self.in_scope(link.url):
            self.ledger.add_elsewhere(link.url)
            return
        key = self.identity(link.url)
        if key in self._seen:
            return
        self._seen.add(key)
        discovery = Discovery(link.kind, via, link.title, link.expected_year)
        yield Request(
            link.url,
            callback=self.parse_report if link.kind == "report" else self.parse_file,
            errback=self.lost,
            meta={"discovery": discovery},
            cb_kwargs={"link": link, "step": step},
        )

    def parse_report(self, response: Response, link: ReportLink, step: Step) -> Iterator[Request]:
        """Count a report page and ask for its attachments; a page that turns out to be a listing is walked."""
        page = self._read(response, listing=False, others=step.digests)
        if page is None:
            return
        if not link.certain and not _is_report_text(page.text):
            leads_on = [a for a in page.anchors(()) if isinstance(classify(a), ReportLink)]
            if leads_on:
                yield from self._walk(page, Step(step.root, link.url, 1, step.depth + 1, (*step.trail, link.title)))
                return
        self._count_report(link.url, link.expected_year)
        files = [frame for frame in page.links if is_file(frame.url, frame.text)]
        if not files and not _is_report_text(page.text):
            # The report, or its tables, can only be in the pictures.
            files = list(page.images)
        for frame in files[:MAX_ATTACHMENTS]:
            yield from self._ask_attachment(frame, page.url, link)

    def _ask_attachment(self, frame: Frame, via: str, link: ReportLink) -> Iterator[Request]:
        key = self.identity(frame.url)
        if key in self._seen or not self.in_scope(frame.url):
            return
        self._seen.add(key)
        discovery = Discovery("attachment", via, frame.text or frame.title, link.expected_year)
        yield Request(
            frame.url, callback=self.parse_attachment, errback=self.lost, meta={"discovery": discovery}, priority=1
        )

    def parse_file(self, response: Response, link: ReportLink, step: Step) -> None:
        """Count a report that the listing links as a file."""
        if self._accept(response, "", listing=False, others=step.digests):
            self._count_report(link.url, link.expected_year)

    def parse_attachment(self, response: Response) -> None:
        """Count an attachment; its bytes are archived already."""
        self._accept(response, "", listing=False)

    def lost(self, failure: Failure) -> None:
        """Note a page that never arrived; robots.txt and the scope are no failures of the portal."""
        request: Request = failure.request  # type: ignore[attr-defined]
        error = failure.value
        if isinstance(error, CaptureFailedError):
            return  # no failure of the portal's: the session has said it, and stops the crawl
        kind: ProblemKind = "forbidden" if isinstance(error, IgnoreRequest) else "failed"
        text = str(error).replace(request.url, "").strip(" :") or type(error).__name__
        self._note(kind, f"{request.url}: {' '.join(text.split())[:200]}", listing="link" not in request.cb_kwargs)

    # --- helpers -------------------------------------------------------------------------------

    def _ask_listing(self, ask: Ask, step: Step) -> Request:
        return ask.request(self.parse_listing, self.lost, {"step": step}, priority=_LISTING_PRIORITY)

    def _read(self, response: Response, *, listing: bool, others: tuple[bytes, ...] = ()) -> LinkPage | None:
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        try:
            source = decode(response.body, content_type).text if response.body else ""
        except DocumentError as error:
            if self._accept(response, "", listing=listing, others=others):
                self._note("unreadable", f"{response.url}: {error}", listing=listing)
            return None
        page = self.read_page(source, response.url)
        return page if self._accept(response, page.text, listing=listing, others=others) else None

    def _accept(self, response: Response, visible: str, *, listing: bool, others: tuple[bytes, ...] = ()) -> bool:
        asked = response.meta.get("redirect_urls", [response.url])[0]
        self.ledger.pages += 1
        try:
            check_answer(Answer(asked, response.url, response.status, response.body, visible, others))
        except BlockedError as error:
            self._note("blocked", str(error), listing=listing)
            limit = self.settings.getint("BLOCKED_LIMIT")
            if 0 < limit <= self.ledger.blocked():
                raise CloseSpider(BLOCKED_REASON) from error
            return False
        except DeadPageError as error:
            self._note("gone" if response.status < 500 else "failed", str(error), listing=listing)
            return False
        if not response.body:
            self._note("unreadable", f"{asked}: an empty answer", listing=listing)
        return bool(response.body)

    def _note(self, kind: ProblemKind, detail: str, *, listing: bool) -> None:
        self.ledger.add_problem(kind, detail, listing=listing)
        self._count(f"problem/{kind}")
        log = self.logger.info if kind == "gone" else self.logger.warning
        log("%s %s", kind, detail)

    def _count(self, name: str) -> None:
        self.crawler.stats.inc_value(name)

    def _count_report(self, url: str, year: int | None) -> None:
        self.ledger.add_report(self.identity(url), year)


def is_below(root: str, url: str) -> bool:
    """Whether a URL lies in a folder, whatever the scheme and with or without ``www.``: portals mix them."""
    folder, page = (re.sub(r"^https?://(?:www\.)?", "", address) for address in (root, url))
    return page.startswith(folder) and page != folder


def _directory(url: str) -> str:
    """The folder that a listing's URL names: ``…/zfxxgknb/`` for itself, its ``index.html`` and ``…/zfxxgknb.htm``."""
    parts = urlsplit(url)
    path = _INDEX.sub("", parts.path) or "/"
    if not path.endswith("/"):
        path = re.sub(r"\.\w+$", "", path) + "/"
    return parts._replace(path=path, query="", fragment="").geturl()


def _is_report_text(text: str) -> bool:
    return len(text) > _REPORT_TEXT and len(_REPORT_WORDS.findall(text)) >= 3


def _year_of(page: LinkPage, step: Step) -> int | None:
    words = (*page.context, *step.trail)
    return next((year for text in reversed(words) if (year := title_year(text)) is not None), None)
