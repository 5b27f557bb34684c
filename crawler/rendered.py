"""The optional browser tier: pages that answer plain requests with a challenge are opened in Chromium.

Needs ``requirements/browser.txt`` and a Chromium; ``SCRAPY_PROJECT=browser`` turns it on. A browser rewrites what
crosses the wire, so what it shows is kept as ``resource`` records, never as a response: the DOM under the page's URL,
the screenshot under ``urn:view:<URL>``. The refused plain exchange stays in the archive beside them. 412 and 521 were
seen to open in a person's browser; some refuse an automated one (2026-04), and are ``blocked`` then.

The browser resolves names by itself, so the address check of the wire does not reach it; it is held to the hosts of the
crawl's scope, and a page that came from an address which is not public is dropped unless ``CONNECT_TO`` sent it there.
"""

import logging
import time
from contextlib import suppress
from typing import Any, Self
from weakref import WeakKeyDictionary

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page
from playwright.async_api import Request as BrowserRequest
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler  # type: ignore[import-untyped]
from scrapy_playwright.page import PageMethod  # type: ignore[import-untyped]

from archive.model import Discovery
from crawler.blocking import CHALLENGE_MAX_TEXT, Answer, may_open_in_browser
from crawler.connect_to import ConnectTo
from crawler.reading.links import read_links
from crawler.scope import OutOfScopeError, is_public, scope_of
from crawler.wire import WireHandler

logger = logging.getLogger(__name__)

RENDERED = "rendered"
_POLL_MS = 200
_VISIBLE = "document.body ? document.body.innerText : ''"


class RenderMiddleware:
    """Sends a challenged request once more, through the browser."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make a middleware."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """A challenge becomes a request for the browser; everything else passes."""
        if request.method != "GET" or request.meta.get(RENDERED) or request.url.endswith("/robots.txt"):
            return response
        visible = read_links(response.text, response.url).text if isinstance(response, HtmlResponse) else ""
        answer = Answer(request.url, response.url, response.status, response.body, visible)
        if not may_open_in_browser(answer):
            return response
        self._crawler.stats.inc_value("rendered/asked")
        return request.replace(meta={**request.meta, RENDERED: True}, dont_filter=True)


class RenderedHandler(WireHandler):
    """The wire handler, with a browser beside it for the requests that are marked for it."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._browser = _browser_of(crawler, self._connect_to)

    async def download_request(self, request: Request) -> Response:
        """Download over the wire, or open in the browser and keep what it shows.

        Raises:
            OutOfScopeError: for a URL or an address outside the crawl's scope.
        """
        if not request.meta.get(RENDERED):
            return await super().download_request(request)
        self._session.ensure_open()
        self._scope.check(request.url)
        wait = self._crawler.settings.getfloat("RENDER_WAIT")
        screenshot = PageMethod("screenshot", full_page=True, type="png")
        methods = [PageMethod(_settle, wait), screenshot]
        asked = request.replace(meta={**request.meta, "playwright": True, "playwright_page_methods": methods})
        response: Response = await self._browser.download_request(asked)
        self._check_address(request, response)
        if not isinstance(response, HtmlResponse) or _is_shell(response):
            return response
        discovery: Discovery | None = request.meta.get("discovery")
        dom = response.text.encode("utf-8")
        self._session.keep_resource(request.url, dom, "text/html; charset=utf-8", discovery)
        if isinstance(screenshot.result, bytes):
            self._session.keep_resource(f"urn:view:{request.url}", screenshot.result, "image/png")
        self._crawler.stats.inc_value("rendered/kept")
        return HtmlResponse(
            response.url, status=200, body=dom, encoding="utf-8", request=request, flags=[*response.flags, RENDERED]
        )

    async def close(self) -> None:
        """Close the browser, then the connections."""
        await self._browser.close()
        await super().close()

    def _check_address(self, request: Request, response: Response) -> None:
        if self._connect_to.rules or response.ip_address is None or is_public(str(response.ip_address)):
            return
        error = OutOfScopeError(f"{request.url}: the browser was led to {response.ip_address}, which is not public")
        self._session.count_refusal(error)
        raise error


_browsers: WeakKeyDictionary[Crawler, Any] = WeakKeyDictionary()


def _browser_of(crawler: Crawler, connect_to: ConnectTo) -> Any:
    """The one browser of a crawl, for both schemes."""
    if crawler not in _browsers:
        browser = ScrapyPlaywrightDownloadHandler(crawler)
        options = browser.config.launch_options
        browser.config.launch_options = {**options, "args": [*options.get("args", ()), *_resolver_rules(connect_to)]}
        if crawler.spider is None:
            raise RuntimeError("a browser opens after its spider")
        scope = scope_of(crawler.spider, crawler.settings.getlist("ATTACHMENT_HOSTS"))

        def outside(request: BrowserRequest) -> bool:
            return scope.refusal(request.url) is not None and not request.url.startswith(("data:", "blob:"))

        browser.abort_request = outside
        _browsers[crawler] = browser
    return _browsers[crawler]


def _resolver_rules(connect_to: ConnectTo) -> list[str]:
    """``CONNECT_TO`` in Chromium's words; rules that keep the host have nothing to say to a resolver."""
    maps = []
    for rule in connect_to.rules:
        if rule.to_host is not None:
            asked = f"{rule.host or '*'}{f':{rule.port}' if rule.port else ''}"
            maps.append(f"MAP {asked} {rule.to_host}{f':{rule.to_port}' if rule.to_port else ''}")
    return [f"--host-resolver-rules={', '.join(maps)}"] if maps else []


async def _settle(page: Page, seconds: float) -> None:
    """Wait until the page shows more than a challenge does; a challenge reloads the page when its script is done."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        # The page may be on its way to the next one.
        with suppress(PlaywrightError):
            if len((await page.evaluate(_VISIBLE)).strip()) > CHALLENGE_MAX_TEXT:
                return
        await page.wait_for_timeout(_POLL_MS)


def _is_shell(response: HtmlResponse) -> bool:
    return len(read_links(response.text, response.url).text.strip()) <= CHALLENGE_MAX_TEXT
