"""The openness platform of 安徽 (亳州, 宣州, 阜南; 呼伦贝尔 uses it as well).

How to recognise it: a namespace of its own for annual reports: ``/XxgkAnnualReport/show/<id>.html``,
``/OpennessAnnualReport/show/<id>.html``, ``/xxgkAnnualReport/detail/<24 hex>.html``.

How it pages: ``/XxgkAnnualReport/showList/<organ>/page_1.html``, ``page_2.html`` and so on until a page brings nothing
new (read off the same platform's policy lists; not verified for annual reports).
"""

import re
from typing import ClassVar
from urllib.parse import urlsplit

from crawler.families.listing import ListingSpider
from crawler.families.step import Ask, Mark, Step
from crawler.links import LinkPage

_PAGE = re.compile(r"/page_(\d+)(?=\.html?$)")


class OpennessSpider(ListingSpider, family="openness"):
    """Pages by ``page_N``."""

    marks: ClassVar[tuple[Mark, ...]] = (
        Mark(
            "article",
            re.compile(r"AnnualReport/(?:show|detail)/", re.I),
            "articles /XxgkAnnualReport/show/5773.html",
            5,
        ),
        Mark("listing", re.compile(r"AnnualReport/showList/", re.I), "listings /XxgkAnnualReport/showList/"),
    )

    def next_pages(self, page: LinkPage, step: Step) -> list[Ask]:
        """One more, counted from 1; the link to the next page where the URL has no number."""
        current = _PAGE.search(page.url)
        if current is None:
            return super().next_pages(page, step)
        return [Ask(_PAGE.sub(f"/page_{int(current[1]) + 1}", page.url))]

    def is_paging(self, url: str) -> bool:
        """``page_2.html``"""
        return bool(_PAGE.search(urlsplit(url).path)) or super().is_paging(url)
