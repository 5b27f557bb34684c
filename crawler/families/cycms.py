"""cycms, a JSP system of the 邯郸 counties (成安县).

How to recognise it: ``/zfxxgk/view.jsp?id=<article>&nian=<year>``, dates as ``2022.02.21``, labels with inner blanks.

How it pages: by the 下一页 link. ``nian`` in an article's URL is the column's year, and no part of the article's
identity; the year of the report comes from its title.
"""

import re
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from crawler.families.listing import ListingSpider, is_below
from crawler.families.step import Mark, Step

_LISTING_KEYS = frozenset({"nian", "year", "lanmu", "subjectid", "xxfl"})


class CycmsSpider(ListingSpider, family="cycms"):
    """Listings are told by their query, not by a folder."""

    marks: ClassVar[tuple[Mark, ...]] = (
        Mark("article", re.compile(r"/zfxxgk/view\.jsp\?.*\bid=\d+"), "articles /zfxxgk/view.jsp?id=…&nian=…"),
    )

    def is_sub_listing(self, step: Step, url: str) -> bool:
        """``list.jsp?nian=2021`` below the seed's folder."""
        keys = {key.lower() for key in parse_qs(urlsplit(url).query)}
        return is_below(step.root, url) and bool(_LISTING_KEYS & keys) and "id" not in keys

    def identity(self, url: str) -> str:
        """The article id alone, for an article."""
        parts = urlsplit(url)
        number = parse_qs(parts.query).get("id")
        if number and re.search(r"/view\w*\.jsp$", parts.path):
            return f"{parts.netloc.lower().removeprefix('www.')}{parts.path}?id={number[0]}"
        return super().identity(url)
