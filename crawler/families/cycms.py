"""cycms, a JSP system of the 邯郸 counties (成安县).

How to recognise it: ``/zfxxgk/view.jsp?id=<article>&nian=<year>``, dates as ``2022.02.21``, labels with inner blanks.

How it pages: by the 下一页 link. ``nian`` in an article's URL is the column's year, and no part of the article's
identity; the year of the report comes from its title.
"""

import re
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from crawler.families.family import Family, Mark
from crawler.families.listing import ListingSpider


class Cycms(Family):
    """An article is its id."""

    name = "cycms"
    marks: ClassVar[tuple[Mark, ...]] = (
        Mark("article", re.compile(r"/zfxxgk/view\.jsp\?.*\bid=\d+"), "articles /zfxxgk/view.jsp?id=…&nian=…"),
    )

    def identity(self, url: str) -> str | None:
        """The article id alone, for an article."""
        parts = urlsplit(url)
        number = parse_qs(parts.query).get("id")
        if number and re.search(r"/zfxxgk/view\w*\.jsp$", parts.path):
            return f"{parts.netloc.lower().removeprefix('www.')}{parts.path}?id={number[0]}"
        return None


class CycmsSpider(ListingSpider, family="cycms"):
    """A portal on cycms."""

    platform = Cycms()
