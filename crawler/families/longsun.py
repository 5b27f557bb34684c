"""Longsun (安徽; also 甘肃陇南, 青海, 湖北, 湖南, 四川).

How to recognise it: listings ``/public/column/<organ>?type=3`` (1 制度, 2 指南, 3 年报, 4 主动公开, 5 依申请公开),
articles ``/public/<organ>/<id>.html`` or ``/public/content/<id>``.

How it pages: the list is a fragment from ``/site/label/8888?labelName=publicInfoList&…&pageIndex=N``, asked with the
site, organ and category ids that the column prints, as an XMLHttpRequest. These portals answer 521 or 412 often.
"""

import re
from typing import ClassVar
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from crawler.families.listing import ListingSpider
from crawler.families.step import Ask, Mark, Step
from crawler.links import LinkPage

_ROWS = 15
_LABEL = "/site/label/8888"
_ORGAN = re.compile(r"/public/column/(\d+)")
_FILE = re.compile(r"\bfile[\"']?\s*[:=]\s*[\"'](/[\w/]+)[\"']")


class LongsunSpider(ListingSpider, family="longsun"):
    """Pages by a fragment."""

    marks: ClassVar[tuple[Mark, ...]] = (
        Mark("article", re.compile(r"/public/(?:content/\d+|\d+/\d+\.html)$"), "articles /public/content/38194471"),
        Mark("listing", _ORGAN, "listings /public/column/<organ>"),
        Mark("page", re.compile(r"/site/label/8888|publicInfoList"), "the publicInfoList label"),
    )

    def next_pages(self, page: LinkPage, step: Step) -> list[Ask]:
        """Fragment 1 after the column, then one more; the walk stops at one that brings nothing new."""
        if _LABEL in page.url:
            number = int(parse_qs(urlsplit(page.url).query).get("pageIndex", ["1"])[0])
            return [Ask(re.sub(r"\bpageIndex=\d+", f"pageIndex={number + 1}", page.url), ajax=True)]
        organ = _ORGAN.search(step.column)
        site = _number("siteId", page.source)
        if organ is None or site is None:
            return super().next_pages(page, step)
        asked = parse_qs(urlsplit(step.column).query)
        query = {
            "IsAjax": "1",
            "dataType": "html",
            "labelName": "publicInfoList",
            "siteId": site,
            "pageSize": _ROWS,
            "pageIndex": 1,
            "action": "list",
            "isDate": "true",
            "dateFormat": "yyyy-MM-dd",
            "length": 50,
            "organId": organ[1],
            "type": asked.get("type", ["3"])[0],
            "catId": asked.get("catId", [_number("catId", page.source) or ""])[0],
        }
        template = _FILE.search(page.source)
        if template is not None:
            query["file"] = template[1]
        return [Ask(urljoin(page.url, f"{_LABEL}?{urlencode(query)}"), ajax=True)]


def _number(name: str, source: str) -> str | None:
    found = re.search(rf"\b{name}\b[\"']?\s*[:=]\s*[\"']?(\d+)", source)
    return found[1] if found else None
