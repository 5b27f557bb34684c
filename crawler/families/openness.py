"""The openness platform of 安徽 (亳州, 宣州, 阜南, 铜陵; 呼伦贝尔 uses it as well).

How to recognise it: a namespace of its own for annual reports: ``/XxgkAnnualReport/show/<id>.html``,
``/OpennessAnnualReport/show/<id>.html`` (``/download/<id>.html`` where the report is a file),
``/xxgkAnnualReport/detail/<24 hex>.html``, ``/openness/detail/annual_report/<id>.html``.

How it pages: an organ's reports are ``/opennessAnnualReport/?branch_id=<id>``, 15 a page, ``&page=N`` on the same
address (read in the system's source of 2019); ``/XxgkAnnualReport/showList/<organ>/page_1.html``, ``page_2.html`` and
so on (read off the same platform's policy lists; assumed for annual reports). Each organ's block of links on the list
of organs names its reports; one that has a website of its own is a link to that host.
"""

import re
from typing import ClassVar

from crawler.families.family import Family, Mark, Position
from crawler.families.listing import ListingSpider
from crawler.reading.links import LinkPage
from crawler.reading.pager import read_paging
from crawler.reading.paging import Further, Paging

_PAGE = re.compile(r"/page_(\d+)(?=\.html?$)")


class Openness(Family):
    """Pages by ``page_N``."""

    name = "openness"
    marks: ClassVar[tuple[Mark, ...]] = (
        Mark(
            "article",
            re.compile(r"AnnualReport/(?:show|detail|download)/|/openness/detail/annual_report/", re.I),
            "articles /XxgkAnnualReport/show/5773.html",
            5,
        ),
        Mark(
            "listing",
            re.compile(r"AnnualReport/(?:showList/|\?branch_id=)", re.I),
            "listings /XxgkAnnualReport/showList/",
        ),
    )

    def paging(self, page: LinkPage, at: Position) -> Paging | None:
        """One more, counted from 1, where the address has a number and the page shows no pager."""
        current = _PAGE.search(page.url)
        if current is None:
            return None
        shown = read_paging(page, at.number)
        if shown.further or shown.pages is not None:
            return shown
        number = int(current[1]) + 1
        return Paging((Further(_PAGE.sub(f"/page_{number}", page.url), number),), shown.records, guessed=True)


class OpennessSpider(ListingSpider, family="openness"):
    """A portal on openness."""

    platform = Openness()
