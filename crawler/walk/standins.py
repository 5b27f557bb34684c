"""Bodies that stand in for a page: the home page, the column, a notice or another page under the address asked for.

A body is told by its words, since tokens and counters change its bytes with each fetch. Throttled portals answer 200
with their index page (CSRC, 2026), dead columns with the home page (门头沟, 2026).
"""

import re
from hashlib import sha1

from crawler.reading.links import LinkPage

# With fewer Han letters two pages may be alike by chance.
_ENOUGH = 24
_NOT_HAN = re.compile(r"[^\u3400-\u9fff]+")


def fingerprint(page: LinkPage, body: bytes) -> bytes:
    """What pages are compared by: their Han letters, or their bytes where these are few."""
    words = _NOT_HAN.sub("", page.text)
    data = words.encode() if len(words) >= _ENOUGH and not page.is_data else body
    return sha1(data, usedforsecurity=False).digest()


class Bodies:
    """The bodies seen so far, by fingerprint, with the first address that showed each."""

    def __init__(self) -> None:
        self._first: dict[bytes, str] = {}

    def first(self, mark: bytes, identity: str) -> str | None:
        """The other address that showed the same body before; None for a new one. Remembers it."""
        seen = self._first.setdefault(mark, identity)
        return None if seen == identity else seen
