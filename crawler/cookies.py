"""Cookies within bounds: Scrapy's middleware keeps whatever it is given, and sends all of it with each request.

A portal that sets new names on each page made a header of 2 MB after 151 pages (2026); no server takes such a request.
"""

from collections.abc import Iterable
from http.cookiejar import Cookie

from scrapy import Request
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http.cookies import CookieJar

# RFC 6265 §6.1: a user agent keeps at least 4096 bytes of a cookie, and 50 cookies of a domain. Browsers keep no more
# of one cookie.
MAX_COOKIE = 4096
MAX_COOKIES = 50
# Bytes of all cookies of a domain: Apache and nginx refuse a header line of more than 8 KiB.
MAX_DOMAIN = 8000


class BoundedCookiesMiddleware(CookiesMiddleware):
    """Keeps of each domain the cookies that were set last, as far as they fit."""

    def _process_cookies(self, cookies: Iterable[Cookie], *, jar: CookieJar, request: Request) -> None:
        kept = [cookie for cookie in cookies if _size(cookie) <= MAX_COOKIE]
        for cookie in kept:
            # What is set again is the newest again: a dictionary would leave it in its old place.
            jar._cookies.get(cookie.domain, {}).get(cookie.path, {}).pop(cookie.name, None)
        super()._process_cookies(kept, jar=jar, request=request)
        for domain in {cookie.domain for cookie in kept}:
            _shorten(jar, domain)


def _size(cookie: Cookie) -> int:
    return len(cookie.name) + len(cookie.value or "")


def _shorten(jar: CookieJar, domain: str) -> None:
    """Forget the oldest cookies of a domain, path by path, until the rest fits."""
    paths = jar._cookies.get(domain, {})
    held = [cookie for names in paths.values() for cookie in names.values()]
    size = sum(map(_size, held))
    while len(held) > MAX_COOKIES or size > MAX_DOMAIN:
        oldest = held.pop(0)
        size -= _size(oldest)
        del paths[oldest.path][oldest.name]
