"""Longsun 龙讯 (安徽; also 甘肃陇南, 青海, 湖北, 湖南, 四川).

How to recognise it: listings ``/public/column/<organ>?type=3`` (1 制度, 2 指南, 3 年报, 4 主动公开, 5 依申请公开; a
site id or a folder may stand before ``/public``), articles ``/public/<organ>/<id>.html`` and ``/public/content/<id>``,
which are one page under two addresses.

How it pages (read in the system's source of 2018): a column of type 3 is a plain GET with ``&pageIndex=N``, counted
from 1; ``Ls.pagination(…, {pageCount: N})`` is printed only where N > 1. Where the list is filled by a script, it is a
fragment from ``/site/label/8888?labelName=publicInfoList&…&pageIndex=N``. ``action=rel`` lists every organ; an organ's
``?type=4`` or ``changeUnit(<organ>)`` gives its reports with ``type=3``. These portals answer 521 or 412 often.
"""

import re
from typing import ClassVar
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from crawler.families.family import Family, Mark, Position
from crawler.families.listing import ListingSpider
from crawler.reading.links import Link, LinkPage
from crawler.reading.marks import PAGE
from crawler.reading.paging import Further, Paging
from crawler.reading.scripts import ScriptRequest

_ROWS = 15
_LABEL = "/site/label/8888"
_ORGAN = re.compile(r"/public/column/(\d+)")
_ARTICLE = re.compile(r"/public/(?:content|\d+)/(\d{5,})(?:\.html)?$")
_FILE = re.compile(r"\bfile[\"']?\s*[:=]\s*[\"'](/[\w/]+)[\"']")
_PAGES = re.compile(r"\bpageCount[\"']?\s*[:=]\s*[\"']?(\d+)")
_UNIT = re.compile(
    r"<a[^>]*\b(?:changeUnit\(\s*['\"]?(\d+)['\"]?\s*\)|id=[\"'](\d+)[\"'][^>]*name=[\"']units[\"'])[^>]*>(.*?)</a>",
    re.S,
)


class Longsun(Family):
    """Pages by ``pageIndex``, on the column itself or on its fragment."""

    name = "longsun"
    marks: ClassVar[tuple[Mark, ...]] = (
        Mark("article", re.compile(r"/public/(?:content/\d+|\d+/\d+\.html)$"), "articles /public/content/38194471"),
        Mark("listing", _ORGAN, "listings /public/column/<organ>"),
        Mark("page", re.compile(r"/site/label/8888|publicInfoList|Ls\.pagination"), "the publicInfoList label"),
    )

    def links(self, page: LinkPage) -> tuple[Link, ...]:
        """The report column of each organ that the page names."""
        found: dict[str, Link] = {}
        for link in page.links:
            organ = _ORGAN.search(urlsplit(link.url).path)
            if organ is not None and parse_qs(urlsplit(link.url).query).get("type", ["4"])[0] in {"4"}:
                base = link.url.partition("?")[0]
                found.setdefault(organ[1], Link(f"{base}?type=3&action=list", link.text, kind="data"))
        for first, second, words in _UNIT.findall(page.source):
            text = re.sub(r"<[^>]+>", "", words).strip()
            base = page.url.partition("/public/")[0] if "/public/" in page.url else urljoin(page.url, "/").rstrip("/")
            number = first or second
            found.setdefault(number, Link(f"{base}/public/column/{number}?type=3&action=list", text, kind="data"))
        return tuple(found.values())

    def paging(self, page: LinkPage, at: Position) -> Paging | None:
        """The pages that the pager counts; the fragment of a list that a script fills."""
        organ = _ORGAN.search(at.column)
        if organ is None or page.is_data:
            return None
        if _LABEL in page.url:
            return Paging(tuple(_next_fragment(at)), guessed=True)
        pages = _PAGES.search(page.source)
        if at.entries and (pages is not None or "pageIndex" not in page.source):
            total = int(pages[1]) if pages else 1
            query = {name: values[0] for name, values in parse_qs(urlsplit(at.column).query).items()} | {
                "pageIndex": "0"
            }
            further = [
                Further(f"{at.column.partition('?')[0]}?{urlencode(query | {'pageIndex': str(number)})}", number)
                for number in range(2, total + 1)
                if number != at.number
            ]
            return Paging(tuple(further), page.totals.records, total if pages else None)
        site = _number("siteId", page.source)
        if site is None or at.number > 1:
            return None
        return Paging((_fragment(page, at, organ[1], site),), guessed=True)

    def identity(self, url: str) -> str | None:
        """The host and the content's id, under either address."""
        parts = urlsplit(url)
        found = _ARTICLE.search(parts.path)
        return f"{parts.netloc.lower().removeprefix('www.')}/public/content/{found[1]}" if found else None


class LongsunSpider(ListingSpider, family="longsun"):
    """A portal on Longsun."""

    platform = Longsun()


def _fragment(page: LinkPage, at: Position, organ: str, site: str) -> Further:
    asked = parse_qs(urlsplit(at.column).query)
    query = {
        "IsAjax": "1",
        "dataType": "html",
        "labelName": "publicInfoList",
        "siteId": site,
        "pageSize": str(_ROWS),
        "pageIndex": "1",
        "action": "list",
        "isDate": "true",
        "dateFormat": "yyyy-MM-dd",
        "length": "50",
        "organId": organ,
        "type": asked.get("type", ["3"])[0],
        "catId": asked.get("catId", [_number("catId", page.source) or ""])[0],
    }
    template = _FILE.search(page.source)
    if template is not None:
        query["file"] = template[1]
    url = urljoin(page.url, f"{_LABEL}?{urlencode(query)}")
    carry = ScriptRequest(url.replace("pageIndex=1&", f"pageIndex={PAGE}&"))
    return Further(url, 1, ajax=True, carry=carry)


def _next_fragment(at: Position) -> list[Further]:
    if not isinstance(at.carry, ScriptRequest):
        return []
    return [Further(at.carry.page(at.number + 1).url, at.number + 1, ajax=True, carry=at.carry)]


def _number(name: str, source: str) -> str | None:
    found = re.search(rf"\b{name}\b[\"']?\s*[:=]\s*[\"']?(\d+)", source)
    return found[1] if found else None
