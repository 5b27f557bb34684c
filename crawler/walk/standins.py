"""Bodies that stand in for a page: the home page, the column, a notice or another page under the address asked for.

A body is told by its words, since tokens and counters change its bytes with each fetch. Throttled portals answer 200
with their index page (CSRC, 2026), dead columns with the home page (门头沟, 2026).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha1

from crawler.reading.links import LinkPage

# With fewer Han letters two pages may be alike by chance.
_ENOUGH = 24
# Links of a page that are looked at to know its site again.
_FRAME = 300
_NOT_HAN = re.compile(r"[^\u3400-\u9fff]+")


def fingerprint(page: LinkPage, body: bytes) -> bytes:
    """What pages are compared by: their Han letters, or their bytes where these are few."""
    words = _NOT_HAN.sub("", page.text)
    data = words.encode() if len(words) >= _ENOUGH and not page.is_data else body
    return sha1(data, usedforsecurity=False).digest()


@dataclass(frozen=True, slots=True)
class Frame:
    """What the pages of one list have in common: data or markup, a whole page or a piece of one, the links around the
    list."""

    is_data: bool = False
    is_whole: bool = False
    links: frozenset[str] = frozenset()

    def fits(self, page: LinkPage) -> bool:
        """Whether a page without entries can be the end of the list, and is not another page under its address."""
        other = frame_of(page)
        if (other.is_data, other.is_whole) != (self.is_data, self.is_whole):
            return not (other.is_whole and not self.is_whole) and not (self.is_data and not other.is_data and page.text)
        return not (self.is_whole and self.links) or bool(self.links & other.links)

    def shared(self, pages: Mapping[str, int]) -> "Frame":
        """The frame with only the links that other pages have too: a site without a menu has none."""
        return replace(self, links=frozenset(link for link in self.links if pages.get(link, 0) > 1))


def frame_of(page: LinkPage) -> Frame:
    """The frame of a page, as seen of one of them."""
    is_whole = not page.is_data and "<html" in page.source[:4000].lower()
    return Frame(
        page.is_data, is_whole, frozenset(link.url for link in page.links[:_FRAME]) if is_whole else frozenset()
    )


class Bodies:
    """The bodies seen so far, by fingerprint, with the first address that showed each."""

    def __init__(self) -> None:
        self._first: dict[bytes, str] = {}

    def first(self, mark: bytes, identity: str) -> str | None:
        """The other address that showed the same body before; None for a new one. Remembers it."""
        seen = self._first.setdefault(mark, identity)
        return None if seen == identity else seen
