"""The optional browser tier: what answers plain requests with a challenge, or with a script in place of a list, is
opened in Chromium.

Needs ``requirements/browser.txt`` and a Chromium; ``SCRAPY_PROJECT=browser`` turns it on. A browser rewrites what
crosses the wire, so what it shows and fetches is kept as ``resource`` records, never as a response: the DOM under the
page's URL, the screenshot of a challenged page under ``urn:view:<URL>``, the data of a list under its own URL. The
plain exchange stays in the archive beside them. 412 and 521 were seen to open in a person's browser; some refuse an
automated one (2026-04), and are ``blocked`` then.

The browser resolves names by itself, so the address check of the wire does not reach it; it is held to the hosts of the
crawl's scope, and a page that came from an address which is not public is dropped unless ``CONNECT_TO`` sent it there.
"""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Self
from weakref import WeakKeyDictionary

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page
from playwright.async_api import Request as BrowserRequest
from playwright.async_api import Response as BrowserResponse
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
# Set in ``request.meta`` by the walk where a listing is a script: its list is what the browser makes of it.
RENDER_LIST = "render_list"
# In the same place, of a listing that was opened so: what its scripts fetched, a tuple of Fetched.
FETCHED = "browser_fetched"
_POLL_MS = 200
_VISIBLE = "document.body ? document.body.innerText : ''"
_LINKS = "document.links.length"
# A list stands when nothing was fetched for half a second (playwright's networkidle) and its links stay as many.
_STILL = 3
# Scripts fetch lists as data or as fragments; portals show them in frames as well.
_DATA = frozenset({"xhr", "fetch", "document"})
# Of one page; what goes on for longer is a clock or a player.
_MOST_FETCHED = 100


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a page's script fetched: ``body`` as the browser handed it on, ``sent`` what a POST carried."""

    url: str
    method: str
    status: int
    content_type: str
    body: bytes
    sent: str | None


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
        if request.method != "GET" or _in_browser(request) or request.url.endswith("/robots.txt"):
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
        if not _in_browser(request):
            return await super().download_request(request)
        self._session.ensure_open()
        self._scope.check(request.url)
        if request.meta.get(RENDER_LIST):
            return await self._open_list(request)
        wait = self._crawler.settings.getfloat("RENDER_WAIT")
        screenshot = PageMethod("screenshot", full_page=True, type="png")
        response = await self._open(request, [PageMethod(_settle, wait), screenshot])
        if not isinstance(response, HtmlResponse) or _is_shell(response):
            return response
        shown = self._keep_dom(request, response)
        if isinstance(screenshot.result, bytes):
            self._session.keep_resource(f"urn:view:{request.url}", screenshot.result, "image/png")
        return shown

    async def _open_list(self, request: Request) -> Response:
        """A listing as the browser shows it, and what it was made from."""
        came: list[BrowserResponse] = []

        def note(response: BrowserResponse) -> None:
            came.append(response)

        wait = self._crawler.settings.getfloat("RENDER_WAIT")
        collect = PageMethod(partial(_collect, came=came, allowed=self._may_keep))
        response = await self._open(request, [PageMethod(_settle_list, wait), collect], response=note)
        if not isinstance(response, HtmlResponse):
            return response
        fetched: tuple[Fetched, ...] = collect.result or ()
        for one in fetched:
            facts = [("fetchedBy", f"browser, for {request.url}"), ("method", one.method), ("status", str(one.status))]
            facts += [("sent", one.sent)] if one.sent else []
            self._session.keep_resource(one.url, one.body, one.content_type, facts=facts)
        request.meta[FETCHED] = fetched
        self._crawler.stats.inc_value("rendered/fetched", len(fetched))
        return self._keep_dom(request, response)

    async def _open(self, request: Request, methods: list[PageMethod], **handlers: Any) -> Response:
        meta = {"playwright": True, "playwright_page_methods": methods, "playwright_page_event_handlers": handlers}
        asked = request.replace(meta={**request.meta, **meta})
        response: Response = await self._browser.download_request(asked)
        self._check_address(request, response)
        return response

    def _keep_dom(self, request: Request, response: HtmlResponse) -> Response:
        discovery: Discovery | None = request.meta.get("discovery")
        dom = response.text.encode("utf-8")
        self._session.keep_resource(request.url, dom, "text/html; charset=utf-8", discovery)
        self._crawler.stats.inc_value("rendered/kept")
        return HtmlResponse(
            response.url, status=200, body=dom, encoding="utf-8", request=request, flags=[*response.flags, RENDERED]
        )

    def _may_keep(self, address: str | None) -> bool:
        """Whether what came from an address may be part of a public record."""
        return bool(self._connect_to.rules) or address is None or is_public(address)

    async def close(self) -> None:
        """Close the browser, then the connections."""
        await self._browser.close()
        await super().close()

    def _check_address(self, request: Request, response: Response) -> None:
        if self._may_keep(None if response.ip_address is None else str(response.ip_address)):
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


async def _settle_list(page: Page, seconds: float) -> None:
    """Wait until a page has fetched its list and shows it."""
    end = time.monotonic() + seconds
    # What polls for news is never idle.
    with suppress(PlaywrightError):
        await page.wait_for_load_state("networkidle", timeout=seconds * 1000)
    counts: list[int] = []
    while time.monotonic() < end and (len(counts) < _STILL or len(set(counts[-_STILL:])) > 1):
        with suppress(PlaywrightError):
            counts.append(await page.evaluate(_LINKS))
        await page.wait_for_timeout(_POLL_MS)


async def _collect(
    page: Page,  # noqa: ARG001 (scrapy-playwright's interface)
    came: list[BrowserResponse],
    allowed: Callable[[str | None], bool],
) -> tuple[Fetched, ...]:
    """The data among what came, while the page that fetched it is still there."""
    found: list[Fetched] = []
    for response in came:
        request = response.request
        is_page = request.resource_type == "document" and request.frame.parent_frame is None
        if request.resource_type not in _DATA or is_page or not response.ok or len(found) >= _MOST_FETCHED:
            continue
        # A redirect, or what was given up, has no body.
        with suppress(PlaywrightError):
            server = await response.server_addr()
            if not allowed(server["ipAddress"] if server else None):
                continue
            kind = response.headers.get("content-type", "application/octet-stream")
            body = await response.body()
            found.append(Fetched(response.url, request.method, response.status, kind, body, request.post_data))
    return tuple(found)


def _in_browser(request: Request) -> bool:
    return bool(request.meta.get(RENDERED) or request.meta.get(RENDER_LIST))


def _is_shell(response: HtmlResponse) -> bool:
    return len(read_links(response.text, response.url).text.strip()) <= CHALLENGE_MAX_TEXT
