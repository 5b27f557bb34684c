"""VSB 博达 (甘肃, 云南, 青海, 陕西 …).

How to recognise it: articles ``/info/<tree>/<id>.htm`` or ``/content.jsp?…wbtreeid=…&wbnewsid=…``, their body in
``#vsb_content``, ``_simple_list_gotopage_fun(N,…)`` at a list's end, files at ``/system/_content/download.jsp``.

How it pages (confirmed): page 1 of N is ``list.htm``, page 2 ``list/<N-1>.htm``, the last ``list/1.htm``: numbers count
down and shift when an article is added, so they are no keys to resume from. N stands in the call, as ``共N页`` or as
``1/N``. An article id stands under several tree ids; a tree is an organ's column or a year's.
"""

import re
from typing import ClassVar
from urllib.parse import parse_qs, urljoin, urlsplit

from crawler.families.family import Family, Mark, Position
from crawler.families.listing import ListingSpider
from crawler.reading.links import LinkPage
from crawler.reading.paging import Further, Paging

_TOTAL = re.compile(r"gotopage_fun\(\s*(\d+)", re.ASCII)
_SIGNS = re.compile(r"_simple_list_gotopage_fun|gotopage_fun|/system/resource/js/|vsb_content|p_no_d|p_next")
_ARTICLE = re.compile(r"/info/\d+/(\d+)\.htm$", re.ASCII)


class Vsb(Family):
    """Pages downwards; one article under several trees is one."""

    name = "vsb"
    marks: ClassVar[tuple[Mark, ...]] = (
        Mark("article", re.compile(r"/info/\d+/\d+\.htm$"), "articles /info/<tree>/<id>.htm"),
        Mark("article", re.compile(r"[?&]wbnewsid=\d+"), "articles content.jsp?…wbnewsid=…"),
        Mark("page", re.compile(r"gotopage_fun|/system/resource/js/|vsb_content"), "VSB scripts and ids", 3),
    )

    def paging(self, page: LinkPage, at: Position) -> Paging | None:
        """``list/<N-1>.htm`` for page 2, down to ``list/1.htm``."""
        call = _TOTAL.search(page.source)
        total = int(call[1]) if call else page.totals.pages if _SIGNS.search(page.source) else None
        if total is None or not urlsplit(at.column).path.endswith(".htm"):
            return None
        stem = re.sub(r"\.\w+$", "", urlsplit(at.column).path.rpartition("/")[2])
        pages = [
            Further(urljoin(at.column, f"{stem}/{total + 1 - number}.htm"), number) for number in range(2, total + 1)
        ]
        return Paging(tuple(one for one in pages if one.number != at.number), page.totals.records, total)

    def identity(self, url: str) -> str | None:
        """The host and the article id, whatever the tree."""
        parts = urlsplit(url)
        article = _ARTICLE.search(parts.path)
        number = article[1] if article else next(iter(parse_qs(parts.query).get("wbnewsid", [])), None)
        return None if number is None else f"{parts.netloc.lower().removeprefix('www.')}/info/{number}"


class VsbSpider(ListingSpider, family="vsb"):
    """A portal on VSB."""

    platform = Vsb()
