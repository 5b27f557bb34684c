"""Ask again only for what changed, and for reports that stand as they are ever more rarely: conditional requests from
the portal's own CDXJ, and stored pages in place of 304s.

The 304 itself is archived as it crossed the wire (a ``server-not-modified`` revisit); spiders get the page that the
archive holds, with the flag ``not-modified``, so that links are followed and reports counted as on a first crawl. A
copy that was cut is no page: nobody is asked about it, and no 304 stands for it.

With ``RECRAWL_REPORTS_AFTER`` a report or attachment that the archive holds is not asked for each time: the longer it
was seen to stand unchanged, the longer it is left alone. Its page then comes from the archive with the flag ``known``;
nothing is kept of that, because nothing was asked. Lists are asked for every time.
"""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from archive.model import Capture
from archive.warc.httpblock import header_text
from archive.warc.writer import Standing, Validators
from crawler.capture import session_of
from crawler.errors import NoPageError

logger = logging.getLogger(__name__)

NOT_MODIFIED = "not-modified"
KNOWN = "known"
# What stands is asked for once a year at least.
_LONGEST = timedelta(days=365)
# Set in ``request.meta``, it has a page asked for whatever the archive holds.
UNCONDITIONAL = "recrawl_unconditional"
_VALIDATORS = frozenset({b"If-None-Match", b"If-Modified-Since"})


class RecrawlMiddleware:
    """Stands next to the downloader, so that every other middleware sees the stored page and not the 304."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._session = session_of(crawler)
        self._conditional = crawler.settings.getbool("RECRAWL_CONDITIONAL") and self._session.is_recrawl
        self._reports_after = timedelta(days=crawler.settings.getfloat("RECRAWL_REPORTS_AFTER"))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make a middleware."""
        return cls(crawler)

    def process_request(self, request: Request) -> Response | None:
        """Add the validators of the newest whole capture (those of another URL, which a redirect copies along, go), or
        answer with it where its time has not come."""
        for name in _VALIDATORS:
            request.headers.pop(name, None)
        if not self._conditional or request.method != "GET" or request.meta.get(UNCONDITIONAL):
            return None
        prior = self._session.prior(_target(request))
        if prior is None:
            return None
        if self._may_rest(request):
            self._crawler.stats.inc_value("capture/known")
            return _page(prior.page, request.url, [KNOWN])
        if prior.etag:
            request.headers[b"If-None-Match"] = prior.etag.encode("utf-8")
        if prior.last_modified:
            request.headers[b"If-Modified-Since"] = prior.last_modified.encode("utf-8")
        return None

    def _may_rest(self, request: Request) -> bool:
        """Whether a request is for a report or attachment that is not to be asked for yet."""
        if not self._reports_after or "discovery" not in request.meta:
            return False
        standing = self._session.standing(_target(request))
        return standing is not None and datetime.now(UTC) < asked_next(standing, self._reports_after)

    def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002 (Scrapy's interface)
        """What failed once is asked for without a condition: a retry is to bring a page, not a word about one."""
        request.meta[UNCONDITIONAL] = True

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Replace the 304 by the stored page; where there is none, ask again without a condition.

        Raises:
            NoPageError: for a 304 to a request that had no condition.
        """
        if response.status != 304:
            return response
        sent = Validators(_text(request, b"If-None-Match"), _text(request, b"If-Modified-Since"))
        if not any(sent):
            raise NoPageError(f"{request.url}: 304 to a request without a condition, which names no page")
        prior = self._session.confirmed(_target(request), sent, _text(response, b"ETag"))
        if prior is None:
            logger.warning("%s: not modified, but no whole copy of it is kept; asking again", request.url)
            return request.replace(meta={**request.meta, UNCONDITIONAL: True}, dont_filter=True)
        self._crawler.stats.inc_value("capture/not_modified")
        flags = [*response.flags, NOT_MODIFIED]
        return _page(prior.page, response.url, flags, ip_address=response.ip_address, protocol=response.protocol)


def asked_next(standing: Standing, after: timedelta) -> datetime:
    """When a page is to be asked for again: ``after`` the last time, and once it was seen to stand longer than that,
    only when it has been left alone for as long as it had stood: 30 days, 30, 60, 120, 240, a year at most."""
    stood = standing.last - standing.since
    return standing.last + min(max(after, stood), _LONGEST)


def _target(request: Request) -> str:
    return request.url.partition("#")[0]


def _text(message: Request | Response, name: bytes) -> str | None:
    value = message.headers.get(name)
    return None if value is None else header_text(value)


def _page(stored: Capture, url: str, flags: list[str], **more: Any) -> Response:
    """The stored page as Scrapy would have built it from a 200 of this URL."""
    headers = {b"Content-Type": stored.declared_type.encode("utf-8")} if stored.declared_type else {}
    kind = responsetypes.from_args(headers=headers, url=url, body=stored.body)
    return kind(url=url, status=200, headers=headers, body=stored.body, flags=flags, **more)
