"""Which page of a portal this is, and what the blocks of links on it are. Pure."""

import re
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.discovery import title_year
from crawler.reading.links import Link, LinkPage
from crawler.walk.identity import below, folder_of
from crawler.walk.score import Place, best_words, is_organ_name, says_column, says_disclosure

_FOOT = re.compile(r"foot|friend|yqlj|copyright|bottom|[.\b]links?\b|wzdt|share|bq\b", re.I)
_HOME = re.compile(r"^/?(?:(?:index|default|home|main)\.\w+)?$", re.I)
_MANY = 3
_MOST = 0.5


@dataclass(frozen=True, slots=True)
class PageContext:
    """What a page says of itself: a column of annual reports, an area of disclosure; the numbers of its blocks that
    are mostly names of organs, and of those that are mostly years."""

    in_column: bool
    in_disclosure: bool
    organs: frozenset[int]
    years: frozenset[int]
    host: str = ""
    folder: str = ""

    def place(self, link: Link) -> Place:
        """Where a link stands."""
        return Place(
            in_column=self.in_column,
            in_disclosure=self.in_disclosure,
            organs=link.block in self.organs,
            years=link.block in self.years,
            foot=bool(_FOOT.search(link.path)),
            home=is_home(link.url) and _host(link.url) == self.host,
            below=below(self.folder, link.url),
        )


def context_of(page: LinkPage, trail: tuple[str, ...]) -> PageContext:
    """Read a page with the words of the links that led to it."""
    own = [*page.context, *trail[-2:]]
    blocks: defaultdict[int, list[Link]] = defaultdict(list)
    for link in page.links:
        if link.block:
            blocks[link.block].append(link)
    organs, years = set(), set()
    for number, links in blocks.items():
        words = [best_words(link) for link in links]
        named = sum(is_organ_name(word) for word in words)
        dated = sum(title_year(word) is not None and len(word) <= 12 for word in words)
        if named >= _MANY and named >= _MOST * len(words):
            organs.add(number)
        if dated >= 2 and dated >= _MOST * len(words):
            years.add(number)
    return PageContext(
        in_column=any(says_column(words) for words in own),
        in_disclosure=any(says_disclosure(words) for words in own),
        organs=frozenset(organs),
        years=frozenset(years),
        host=_host(page.url),
        folder=folder_of(page.url),
    )


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")


def is_home(url: str) -> bool:
    """Whether a URL is a host's home page."""
    parts = urlsplit(url)
    return bool(_HOME.match(parts.path)) and not parts.query
