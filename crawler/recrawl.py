"""Ask again only for what changed: conditional requests from the portal's own CDXJ, and stored pages in place of 304s.

The 304 itself is archived as it crossed the wire (a ``server-not-modified`` revisit); spiders get the page that the
archive holds, with the flag ``not-modified``, so that links are followed and reports counted as on a first crawl. A
copy that was cut is no page: nobody is asked about it, and no 304 stands for it.
"""

import logging
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from archive.model import Capture
from archive.warc.httpblock import header_text
from archive.warc.writer import Validators
from crawler.capture import session_of
from crawler.errors import NoPageError

logger = logging.getLogger(__name__)

NOT_MODIFIED = "not-modified"
# Set in ``request.meta``, it has a page asked for whatever the archive holds.
UNCONDITIONAL = "recrawl_unconditional"
_VALIDATORS = frozenset({b"If-None-Match", b"If-Modified-Since"})


class RecrawlMiddleware:
    """Stands next to the downloader, so that every other middleware sees the stored page and not the 304."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._session = session_of(crawler)
        self._conditional = crawler.settings.getbool("RECRAWL_CONDITIONAL") and self._session.is_recrawl

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make a middleware."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Add the validators of the newest whole capture. Those of another URL, which a redirect copies along, go."""
        for name in _VALIDATORS:
            request.headers.pop(name, None)
        if not self._conditional or request.method != "GET" or request.meta.get(UNCONDITIONAL):
            return
        prior = self._session.prior(_target(request))
        if prior is None:
            return
        if prior.etag:
            request.headers[b"If-None-Match"] = prior.etag.encode("utf-8")
        if prior.last_modified:
            request.headers[b"If-Modified-Since"] = prior.last_modified.encode("utf-8")

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
        return _stored_response(prior.page, response)


def _target(request: Request) -> str:
    return request.url.partition("#")[0]


def _text(message: Request | Response, name: bytes) -> str | None:
    value = message.headers.get(name)
    return None if value is None else header_text(value)


def _stored_response(stored: Capture, answer: Response) -> Response:
    """The stored page as Scrapy would have built it from a 200, at the URL and address of the 304."""
    headers = {b"Content-Type": stored.declared_type.encode("utf-8")} if stored.declared_type else {}
    kind = responsetypes.from_args(headers=headers, url=answer.url, body=stored.body)
    return kind(
        url=answer.url,
        status=200,
        headers=headers,
        body=stored.body,
        flags=[*answer.flags, NOT_MODIFIED],
        ip_address=answer.ip_address,
        protocol=answer.protocol,
    )
