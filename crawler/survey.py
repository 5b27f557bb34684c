"""Looks for the annual-report column of a portal that nobody declared: a short walk from one page of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.errors import DocumentError
from archive.text.decode import decode
from crawler.blocking import Answer, check_answer, script_move
from crawler.discovery import ListingLink, ReportLink, classify, is_article, is_file
from crawler.domains import registered_domain
from crawler.errors import CrawlerError
from crawler.families.listing import ListingSpider
from crawler.families.step import Ask, Step
from crawler.links import LinkPage, read_links
from crawler.platforms import Recognised, Sighting, recognise

MAX_PAGES = 60
MAX_DEPTH = 4
_PARTS = 3
# The way from a home page to the column: 政务公开, then 政府信息公开 (its own site on some portals), then 年报.
_WAY = re.compile(r"^(?:政府|政务)?信息公开(?:专栏|平台|目录)?$|^政务公开$|^公开$|法定主动公开内容")
_SITE_CODE = re.compile(r"(?:网站标识码|SiteIDCode\W+content)\W{0,6}(\d{10})|sitecode=[\"'](\d{10})", re.I | re.ASCII)
_SITE_NAME = re.compile(r"<meta[^>]+name=[\"']SiteName[\"'][^>]+content=[\"']([^\"']{2,40})", re.I)
_SPONSOR = re.compile(r"主办(?:单位)?\s*[:：]\s*([\u4e00-\u9fff]{4,24})")
_MOST = 0.9


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page of the survey: where it was found, and the reports it links, by URL and year. ``part`` tells the data
    of a listing (JSON, a fragment), which is no page to begin a crawl from."""

    url: str
    via: str | None
    depth: int
    reports: tuple[tuple[str, int | None], ...]
    source: str
    part: bool = False


@dataclass(frozen=True, slots=True)
class _Hop:
    """How the survey came to a page; ``reader`` reads a part of that family's listing."""

    via: str | None
    depth: int
    trail: tuple[str, ...]
    reader: type[ListingSpider] | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """What the survey says. ``seed`` is None where no listing of reports was found; ``troubles`` are one line each."""

    seed: str | None
    recognised: Recognised
    reports: int
    years: tuple[int, ...]
    site_name: str | None
    site_code: str | None
    pages: int
    troubles: tuple[str, ...]


class SurveySpider(Spider):
    """Follows links that lead towards annual reports; asks for no report itself. Its exchanges are archived too."""

    name = "survey"

    def __init__(self, url: str, **kwargs: Any) -> None:
        super().__init__(name=f"survey-{urlsplit(url).hostname}", **kwargs)
        self.start_urls = [url]
        self.pages: list[SeenPage] = []
        self.troubles: list[str] = []
        self._domain = registered_domain(url)
        self._asked = {_key(url)}

    async def start(self) -> Any:
        """Ask for the one page."""
        yield self._ask(Ask(self.start_urls[0]), _Hop(None, 0, ()))

    def parse(self, response: Response, hop: _Hop) -> Iterator[Request]:
        """Note a page and follow what leads on."""
        try:
            page = _page(response)
        except (CrawlerError, DocumentError) as error:
            self.troubles.append(str(error))
            return
        moved = script_move(page.source, page.text)
        if moved is not None:
            yield from self._follow(Ask(urljoin(page.url, moved)), replace(hop, depth=hop.depth + 1))
            return
        family = hop.reader or recognise(Sighting([], [page.url], [page.source])).family
        reader = family("survey")
        page = reader.read_page(page.source, page.url)
        decisions = [(anchor, classify(anchor)) for anchor in page.anchors(hop.trail)]
        reports = {d.url: d.expected_year for _, d in decisions if isinstance(d, ReportLink)}
        part = hop.reader is not None
        self.pages.append(SeenPage(page.url, hop.via, hop.depth, tuple(reports.items()), page.source, part))
        for anchor, decision in decisions:
            words = anchor.text.strip()
            leads = not (reports or is_article(anchor.url) or is_file(anchor.url, words)) and _WAY.match(words)
            if isinstance(decision, ListingLink) or leads:
                yield from self._follow(Ask(anchor.url), _Hop(page.url, hop.depth + 1, (*hop.trail, words[:60])))
        if not reports and not part and family is not ListingSpider:
            # A shell: its list comes as data, which the family knows how to ask for.
            for ask in reader.next_pages(page, Step(page.url, page.url))[:_PARTS]:
                yield from self._follow(ask, _Hop(page.url, hop.depth + 1, hop.trail, family))

    def lost(self, failure: Failure) -> None:
        """Note a page that never arrived."""
        request: Request = failure.request  # type: ignore[attr-defined]
        self.troubles.append(f"{request.url}: {' '.join(str(failure.value).split())[:200]}")

    def _follow(self, ask: Ask, hop: _Hop) -> Iterator[Request]:
        full = hop.depth > MAX_DEPTH or len(self._asked) >= MAX_PAGES
        if not full and registered_domain(ask.url) == self._domain and _key(ask.url) not in self._asked:
            self._asked.add(_key(ask.url))
            yield self._ask(ask, hop)

    def _ask(self, ask: Ask, hop: _Hop) -> Request:
        return ask.request(self.parse, self.lost, {"hop": hop}, priority=-hop.depth)


def _key(url: str) -> str:
    return re.sub(r"(?<=/)index\.s?html?$", "", url.partition("#")[0].partition("://")[2].removeprefix("www."))


def _page(response: Response) -> LinkPage:
    declared = (response.headers.get("Content-Type") or b"").decode("latin-1")
    source = decode(response.body, declared).text
    page = read_links(source, response.url)
    asked = response.meta.get("redirect_urls", [response.url])[0]
    check_answer(Answer(asked, response.url, response.status, response.body, page.text))
    return page


def conclude(pages: list[SeenPage], troubles: list[str]) -> Survey:
    """The column is the deepest page under which nearly all reports lie that the survey saw."""
    below = {page.url: {url for url, _ in page.reports} for page in pages}
    parent = {page.url: page.via for page in pages}
    for page in sorted(pages, key=lambda page: -page.depth):
        above = parent.get(page.url)
        if above in below and above is not None:
            below[above] |= below[page.url]
    everything = {url: year for page in pages for url, year in page.reports}
    whole = [page for page in pages if not page.part]
    fitting = [page for page in whole if everything and len(below[page.url]) >= _MOST * len(everything)]
    seed = max(fitting, key=lambda page: page.depth, default=None)
    sources = [page.source for page in pages if page.reports or page is seed] or [page.source for page in pages]
    listings = [page.url for page in whole if page.reports or page is seed]
    everywhere = "\n".join(page.source for page in pages)
    code, name = _SITE_CODE.search(everywhere), _SITE_NAME.search(everywhere) or _SPONSOR.search(everywhere)
    return Survey(
        seed=seed.url if seed is not None else None,
        recognised=recognise(Sighting(list(everything), listings, sources)),
        reports=len(everything),
        years=tuple(sorted({year for year in everything.values() if year is not None})),
        site_name=name[1] if name else None,
        site_code=(code[1] or code[2]) if code else None,
        pages=len(pages),
        troubles=tuple(troubles),
    )
