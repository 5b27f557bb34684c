"""UCAP 开普云 and cousins (黑龙江, 新疆, 西藏, 四川, 江西, 湖南, 海南 …).

How to recognise it: articles ``/<site>/c<channel>/<YYYYMM>/<32 hex>.shtml`` (Harbin ``…/202309/c01_925848.shtml``),
the elements ``<ucaptitle>`` and ``<ucapcontent>``, ``createPageHTML('page_div',8,1,'list','shtml',118)``.

How it pages: ``list.shtml`` is page 1, ``list_2.shtml`` page 2 (TRS would call it ``_1``). Some columns are shells
without links and take JSON from ``/common/search/<channel>?page=1&_pageSize=15&_isAgg=true&_isJson=true``. Some show
the newest report itself, with a tab a year.
"""

import json
import re
from typing import Any, ClassVar
from urllib.parse import parse_qs, urljoin, urlsplit

from crawler.families.listing import ListingSpider
from crawler.families.step import Ask, Mark, Step
from crawler.links import Frame, LinkPage, read_links

_CALL = re.compile(
    r"createPageHTML\s*\(\s*[\"'][\w-]+[\"']\s*,\s*(\d+)\s*,\s*\d+\s*,\s*[\"']([\w-]+)[\"']\s*,\s*[\"'](\w+)[\"']",
    re.ASCII,
)
_SEARCH = re.compile(r"/common/search/([0-9a-zA-Z]+)")
_PAGE = re.compile(r"/\w*list\w*_\d+\.s?html?$")
_ROWS = 15


class UcapSpider(ListingSpider, family="ucap"):
    """Pages by ``list_N`` counted from 1, or by a JSON search."""

    marks: ClassVar[tuple[Mark, ...]] = (
        Mark("article", re.compile(r"/\d{6}/[0-9a-f]{32}\.s?html$"), "articles /202301/<32 hex>.shtml"),
        Mark("article", re.compile(r"/\d{6}/c01_\d+\.shtml$"), "articles /202309/c01_925848.shtml"),
        Mark("page", _CALL, "createPageHTML with six arguments"),
        Mark("page", re.compile(r"<ucapcontent|ucap-content|/common/search/", re.I), "UCAP elements"),
        Mark("listing", re.compile(r"/c\d{6}\w?/"), "listings /c107687/", 2),
    )

    def read_page(self, source: str, url: str) -> LinkPage:
        """The links of a page, or of the JSON of its search."""
        results = _results(source)
        if results is None:
            return read_links(source, url)
        links = tuple(
            Frame(urljoin(url, str(item["url"])), str(item.get("title", "")), None)
            for item in results
            if item.get("url")
        )
        return LinkPage(url, source, links, (), "")

    def next_pages(self, page: LinkPage, step: Step) -> list[Ask]:
        """``list_2`` after page 1; the JSON search of a shell; the search's next page while it brings results."""
        results = _results(page.source)
        if results is not None:
            number = int(parse_qs(urlsplit(page.url).query).get("page", ["1"])[0])
            return [Ask(_search(page.url, step.carry, number + 1), carry=step.carry)] if len(results) >= _ROWS else []
        call = _CALL.search(page.source)
        if call is not None:
            following = step.number + 1
            if following > int(call[1]):
                return []
            return [Ask(urljoin(step.column, f"{call[2]}_{following}.{call[3]}"))]
        search = _SEARCH.search(page.source)
        if search is not None and step.number == 1:
            return [Ask(_search(page.url, search[1], 1), carry=search[1])]
        return super().next_pages(page, step)

    def is_paging(self, url: str) -> bool:
        """``zfxxgknb_list_2.shtml``"""
        return bool(_PAGE.search(urlsplit(url).path)) or super().is_paging(url)


def _search(url: str, channel: str, number: int) -> str:
    query = f"page={number}&_pageSize={_ROWS}&_isAgg=true&_isJson=true&_template=index"
    return urljoin(url, f"/common/search/{channel}?{query}")


def _results(source: str) -> list[dict[str, Any]] | None:
    """The results of a JSON search; None for a page."""
    if not source.lstrip().startswith("{"):
        return None
    try:
        found = json.loads(source)["data"]["results"]
    except (ValueError, KeyError, TypeError):
        return None
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else None
