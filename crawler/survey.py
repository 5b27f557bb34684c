"""Looks for the annual-report column of a portal that nobody declared: a short walk from one page of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
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
from crawler.links import LinkPage, read_links
from crawler.platforms import Recognised, Sighting, recognise

MAX_PAGES = 60
MAX_DEPTH = 4
# The way from a home page to the column: 政务公开, then 政府信息公开 (its own site on some portals), then 年报.
_WAY = re.compile(r"^(?:政府|政务)?信息公开(?:专栏|平台|目录)?$|^政务公开$|^公开$|法定主动公开内容")
_SITE_CODE = re.compile(r"(?:网站标识码|SiteIDCode\W+content)\W{0,6}(\d{10})|sitecode=[\"'](\d{10})", re.I | re.ASCII)
_SITE_NAME = re.compile(r"<meta[^>]+name=[\"']SiteName[\"'][^>]+content=[\"']([^\"']{2,40})", re.I)
_SPONSOR = re.compile(r"主办(?:单位)?\s*[:：]\s*([\u4e00-\u9fff]{4,24})")
_MOST = 0.9


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page of the survey: where it was found, and the reports it links, by URL and year."""

    url: str
    via: str | None
    depth: int
    reports: tuple[tuple[str, int | None], ...]
    source: str


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
        yield self._ask(self.start_urls[0], None, 0, ())

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Request]:
        """Note a page and follow what leads on."""
        via, depth, trail = kwargs["via"], kwargs["depth"], kwargs["trail"]
        try:
            page = _page(response)
        except (CrawlerError, DocumentError) as error:
            self.troubles.append(str(error))
            return
        moved = script_move(page.source, page.text)
        if moved is not None:
            yield from self._follow(urljoin(page.url, moved), via, depth + 1, trail)
            return
        anchors = page.anchors(trail)
        decisions = [(anchor, classify(anchor)) for anchor in anchors]
        reports = {d.url: d.expected_year for _, d in decisions if isinstance(d, ReportLink)}
        self.pages.append(SeenPage(page.url, via, depth, tuple(reports.items()), page.source))
        for anchor, decision in decisions:
            words = anchor.text.strip()
            leads = not (reports or is_article(anchor.url) or is_file(anchor.url, words)) and _WAY.match(words)
            if isinstance(decision, ListingLink) or leads:
                yield from self._follow(anchor.url, page.url, depth + 1, (*trail, words[:60]))

    def lost(self, failure: Failure) -> None:
        """Note a page that never arrived."""
        request: Request = failure.request  # type: ignore[attr-defined]
        self.troubles.append(f"{request.url}: {' '.join(str(failure.value).split())[:200]}")

    def _follow(self, url: str, via: str | None, depth: int, trail: tuple[str, ...]) -> Iterator[Request]:
        if depth > MAX_DEPTH or len(self._asked) >= MAX_PAGES or registered_domain(url) != self._domain:
            return
        if _key(url) not in self._asked:
            self._asked.add(_key(url))
            yield self._ask(url, via, depth, trail)

    def _ask(self, url: str, via: str | None, depth: int, trail: tuple[str, ...]) -> Request:
        kwargs = {"via": via, "depth": depth, "trail": trail}
        return Request(url, self.parse, errback=self.lost, cb_kwargs=kwargs, priority=-depth)


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
    fitting = [page for page in pages if everything and len(below[page.url]) >= _MOST * len(everything)]
    seed = max(fitting, key=lambda page: page.depth, default=None)
    sources = [page.source for page in pages if page.reports] or [page.source for page in pages]
    listings = [page.url for page in pages if page.reports or page is seed]
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
