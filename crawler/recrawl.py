"""Ask again only for what changed: conditional requests from the portal's own CDXJ, and stored pages in place of 304s.

The 304 itself is archived as it crossed the wire (a ``server-not-modified`` revisit); spiders get the page that the
archive holds, with the flag ``not-modified``, so that links are followed and reports counted as on a first crawl.
"""

import logging
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from archive.errors import WarcError
from archive.model import Capture
from crawler.capture import session_of

logger = logging.getLogger(__name__)

NOT_MODIFIED = "not-modified"
_VALIDATORS = frozenset({b"If-None-Match", b"If-Modified-Since"})
_UNCONDITIONAL = "recrawl_unconditional"


class RecrawlMiddleware:
    """Stands next to the downloader, so that every other middleware sees the stored page and not the 304."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("RECRAWL_CONDITIONAL"):
            raise NotConfigured("RECRAWL_CONDITIONAL is off")
        if not session_of(crawler).is_recrawl:
            raise NotConfigured
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Add the validators of the newest good capture. Those of another URL, which a redirect copies along, go."""
        for name in _VALIDATORS:
            request.headers.pop(name, None)
        if request.method != "GET" or request.meta.get(_UNCONDITIONAL):
            return
        prior = session_of(self._crawler).prior(_target(request))
        if prior is None:
            return
        if prior.etag:
            request.headers[b"If-None-Match"] = prior.etag.encode("utf-8")
        if prior.last_modified:
            request.headers[b"If-Modified-Since"] = prior.last_modified.encode("utf-8")

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Replace the 304 by the stored page; where that cannot be read, ask again without a condition."""
        if response.status != 304 or not (_VALIDATORS & set(request.headers)):
            return response
        from archive.warc.reader import read_capture

        etag = response.headers.get(b"ETag")
        session = session_of(self._crawler)
        prior = session.prior(_target(request), None if etag is None else etag.decode("utf-8", "replace"))
        try:
            stored = None if prior is None else read_capture(prior.location, session.warc_root)
        except WarcError as error:
            logger.warning(
                "%s: not modified, but the stored page cannot be read (%s); asking again", request.url, error
            )
            stored = None
        if stored is None:
            return request.replace(meta={**request.meta, _UNCONDITIONAL: True}, dont_filter=True)
        self._crawler.stats.inc_value("capture/not_modified")
        return _stored_response(stored, response)


def _target(request: Request) -> str:
    return request.url.partition("#")[0]


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
