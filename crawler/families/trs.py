"""TRS WCM, the platform of most portals (山西, 福建, 吉林, 宁夏, 重庆, 天津, 贵州, 湖北 …).

How to recognise it: articles ``/202401/t20240129_2098495.htm`` (also ``.html``, ``.shtml``; Guangxi
``/t19646926.shtml`` without a date), relative links on listings, ``createPageHTML(total, current, "index", "html")``.

How it pages: ``index.html`` is page 1, ``index_1.html`` page 2, to ``index_{total-1}.html``. The total stands in
``createPageHTML`` or ``createPage`` (four arguments, current from 0) or in ``var countPage = N``. A page beyond the
end may be a stub of some 300 bytes, so the walk stops at a page that brings nothing new, not at a status. Fujian's
station group keeps page 1 static and takes the rest from a search (``trs_search.py``).
"""

import re
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

from crawler.families.listing import ListingSpider
from crawler.families.step import Ask, Mark, Step
from crawler.families.trs_search import next_search, read_search
from crawler.links import LinkPage, read_links

_CALL = re.compile(
    r"createPage(?:HTML)?\s*\(\s*(\d+)\s*,\s*\d+\s*,\s*[\"']([\w-]+)[\"']\s*,\s*[\"'](\w+)[\"']", re.ASCII
)
_COUNT = re.compile(r"\bcountPage\s*=\s*(\d+)", re.ASCII)
_PAGE = re.compile(r"/(?:index|list)_\d+\.s?html?$")
_ARTICLE_SUFFIX = re.compile(r"/t\d{6,8}(?:_\d+)?\.(s?html?)$")


class TrsSpider(ListingSpider, family="trs"):
    """Pages by ``index_N``."""

    marks: ClassVar[tuple[Mark, ...]] = (
        Mark("article", re.compile(r"/\d{6}/t\d{8}_\d+\.s?html?$"), "articles /202401/t20240129_2098495.html"),
        Mark("article", re.compile(r"/t\d{6,9}\.shtml$"), "articles /t19646926.shtml"),
        Mark("page", _CALL, "createPageHTML(total, current, name, suffix)", 2),
        Mark("page", re.compile(r"\bTRS_(?:Editor|UEDITOR)|trs_editor_view|trs_paper", re.I), "TRS editor classes", 2),
    )

    def next_pages(self, page: LinkPage, step: Step) -> list[Ask]:
        """``index_1`` after page 1, as far as the list's script counts; the 下一页 link where it is silent."""
        call = _CALL.search(page.source)
        count = _COUNT.search(page.source)
        if call is not None:
            total, name, suffix = int(call[1]), call[2], call[3]
        elif count is not None:
            total, name, suffix = int(count[1]), "index", _suffix(page, step)
        else:
            return next_search(page, step) or super().next_pages(page, step)
        if step.number >= total:
            return []
        return [Ask(urljoin(step.column, f"{name}_{step.number}.{suffix}"))]

    def read_page(self, source: str, url: str) -> LinkPage:
        """The links of a page, or of the JSON of its search."""
        return read_search(source, url) or read_links(source, url)

    def is_paging(self, url: str) -> bool:
        """``index_3.html``"""
        return bool(_PAGE.search(urlsplit(url).path))


def _suffix(page: LinkPage, step: Step) -> str:
    """The suffix of list pages where nothing states it: that of the listing's own URL, else that of its articles."""
    own = re.search(r"\.(s?html?)$", urlsplit(step.column).path)
    if own is not None:
        return own[1]
    articles = (_ARTICLE_SUFFIX.search(urlsplit(link.url).path) for link in page.links)
    return next((match[1] for match in articles if match), "html")
