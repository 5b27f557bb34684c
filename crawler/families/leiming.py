"""Leiming 雷铭.

How to recognise it: ``newsListController.do?newsList&catId=<32 hex>`` under ``/leimingtech-admin/front/`` or
``/cms-core/front/``, static columns ``/zwgk/zfxxgknb/list.shtml``, a page box ``#pageBar``.

How it pages (read in the system's source): the static page is page 1 of the dynamic address, ``&PageIndex=N`` the
others; 10 entries a page. Where the page states no count, one more is asked for until nothing comes.
"""

import re
from html import unescape
from typing import ClassVar
from urllib.parse import urljoin

from crawler.families.family import Family, Mark, Position
from crawler.families.listing import ListingSpider
from crawler.reading.links import LinkPage
from crawler.reading.marks import PAGE
from crawler.reading.paging import Further, Paging
from crawler.reading.scripts import ScriptRequest

_ADDRESS = re.compile(r"[\w./:-]*newsListController\.do\?newsList[^\"'\s<]*")
_CATEGORY = re.compile(r"\bcatId\b[\"']?\s*[:=]\s*[\"']?([0-9a-f]{32})")
_MOUNT = re.compile(r"/(?:leimingtech-admin|cms-core)/front/")


class Leiming(Family):
    """Pages by ``PageIndex``."""

    name = "leiming"
    marks: ClassVar[tuple[Mark, ...]] = (
        Mark("page", re.compile(r"newsListController\.do|leimingtech"), "newsListController.do", 5),
    )

    def paging(self, page: LinkPage, at: Position) -> Paging | None:
        """The dynamic address of the column, page by page."""
        if isinstance(at.carry, ScriptRequest) and "newsListController" in at.carry.url:
            carry = at.carry
        else:
            address, category = _ADDRESS.search(unescape(page.source)), _CATEGORY.search(page.source)
            if page.is_data or at.number > 1 or address is None or category is None:
                return None
            base = re.sub(r"&(?:PageIndex|catId)=[^&]*", "", address[0])
            carry = ScriptRequest(f"{urljoin(page.url, base)}&catId={category[1]}&PageIndex={PAGE}")
        pages = page.totals.pages
        numbers = range(2, pages + 1) if pages else [at.number + 1]
        further = [Further(carry.page(n).url, n, carry=carry) for n in numbers if n != at.number]
        if not at.entries and at.number > 1:
            further = []
        return Paging(tuple(further), page.totals.records, pages, guessed=pages is None)


class LeimingSpider(ListingSpider, family="leiming"):
    """A portal on Leiming."""

    platform = Leiming()
