"""TRS WCM, the platform of most portals (山西, 福建, 吉林, 宁夏, 重庆, 天津, 贵州, 湖北 …).

How to recognise it: articles ``/202401/t20240129_2098495.htm`` (also ``.html``, ``.shtml``; Guangxi
``/t19646926.shtml`` without a date), relative links on listings, ``createPageHTML(total, current, "index", "html")``.

How it pages (confirmed on pages of 2026): ``createPageHTML`` or ``createPage`` in five forms. A first argument that is
a number is the count of pages, the current one counts from 0, and page 2 is ``index_1``; a first argument in quotes
names a container, the current page counts from 1, and page 2 is ``index_2`` (湖南 bureaus, and all of UCAP). A name
and a suffix follow; a number at the end is the count of records. ``var countPage = N`` counts as the first form,
``pagination("setPage", current, total)`` as the second (上海 bureaus; the last two stated pages may be 404).
Fujian's station group keeps page 1 static and takes the rest from a search (WAS: ``channelid``, ``classsql``,
``prepage``, ``recordCount`` printed on page 1; the address is assumed from 2020).

A page beyond the end may be a stub of some 300 bytes, or the column again by a refresh. Years in folder names lie.
"""

import re
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode, urljoin, urlsplit

from crawler.families.family import Family, Mark, Position
from crawler.families.listing import ListingSpider
from crawler.reading.links import LinkPage
from crawler.reading.marks import PAGE
from crawler.reading.paging import Further, Paging
from crawler.reading.scripts import ScriptRequest

_CALL = re.compile(r"\bcreatePage(?:HTML)?\s*\(([^()]{3,300})\)", re.ASCII)
_ARGUMENT = re.compile(r"\s*(?:\"([^\"]*)\"|'([^']*)'|([\w.$]+))\s*(?:,|$)")
_COUNT = re.compile(r"\bcountPage\s*=\s*(\d+)", re.ASCII)
_ARTICLE_SUFFIX = re.compile(r"/t\d{6,9}(?:_\d+)?\.(s?html?)$")
_TWIN = re.compile(r"(/t\d{6,8}_\d+)_(?:app|wap)(?=\.s?html?$)")
_SET_PAGE = re.compile(r"pagination\(\s*[\"']setPage[\"']\s*,\s*\d+\s*,\s*(\d+)")
_CHANNEL = re.compile(r"\b(?:searchId|channelid)\b[\"']?\s*[:=]\s*[\"']?(\d+)", re.I | re.ASCII)
_CLASS = re.compile(r"\bchnlid\s*(?:=|%3D)\s*(\d+)", re.I | re.ASCII)
_SIZE = re.compile(r"\bprepage\b[\"']?\s*[:=]\s*[\"']?(\d+)", re.I | re.ASCII)
_RECORDS = re.compile(r"\brecordCount\b[\"']?\s*[:=]\s*[\"']?(\d+)", re.I | re.ASCII)


@dataclass(frozen=True, slots=True)
class PageCall:
    """What a ``createPageHTML`` call says. ``base`` is the number that page 1 counts as; page k is named
    ``<name>_<k - 1 + base>.<suffix>``."""

    pages: int
    base: int
    name: str
    suffix: str
    records: int | None

    def address(self, number: int) -> str:
        """The file name of page ``number``, counted from 1."""
        return f"{self.name}.{self.suffix}" if number == 1 else f"{self.name}_{number - 1 + self.base}.{self.suffix}"


def read_call(source: str) -> PageCall | None:
    """The first call on a page that states a list; None where there is none. Calls in the script's own definition
    have names for numbers and are passed over."""
    for call in _CALL.findall(source):
        words = [(found[0] or found[1], found[2]) for found in _ARGUMENT.findall(call)]
        base = 0
        if words and words[0][0]:
            base, words = 1, words[1:]
        if len(words) < 4 or not words[0][1].isdigit() or not (words[2][0] and words[3][0]):
            continue
        last = words[-1][1]
        records = int(last) if len(words) > 4 and last.isdigit() else None
        return PageCall(int(words[0][1]), base, words[2][0], words[3][0].lstrip("."), records)
    return None


class Trs(Family):
    """Pages by ``index_N``."""

    name = "trs"
    marks: ClassVar[tuple[Mark, ...]] = (
        Mark("article", re.compile(r"/t\d{4,8}_\d+(?:_\w+)?\.s?html?$"), "articles /202401/t20240129_2098495.html"),
        Mark("article", re.compile(r"/t\d{6,9}\.shtml$"), "articles /t19646926.shtml"),
        Mark("page", re.compile(r"createPage(?:HTML)?\s*\(\s*\d"), "createPageHTML(total, current, name, suffix)", 2),
        Mark("page", re.compile(r"\bTRS_(?:Editor|UEDITOR)|trs_editor_view|trs_paper", re.I), "TRS editor classes", 2),
    )

    def paging(self, page: LinkPage, at: Position) -> Paging | None:
        """All pages that the call counts; the search of a list whose page 1 alone is static."""
        call = read_call(page.source)
        if call is None and (count := _COUNT.search(page.source)) is not None and "createPage" not in page.source:
            call = PageCall(int(count[1]), 0, "index", _suffix(page, at), None)
        if call is None and (stated := _SET_PAGE.search(page.source)) is not None:
            call = PageCall(int(stated[1]), 1, "index", _suffix(page, at), None)
        if call is None:
            return _search(page) if at.number == 1 and not page.is_data else None
        folder = (
            at.column
            if urlsplit(at.column).path.endswith("/") or "." in at.column.rpartition("/")[2]
            else f"{at.column}/"
        )
        further = [Further(urljoin(folder, call.address(number)), number) for number in range(2, call.pages + 1)]
        return Paging(tuple(one for one in further if one.number != at.number), call.records, call.pages)

    def identity(self, url: str) -> str | None:
        """The plain page of an article's twins for telephones."""
        from crawler.walk.identity import identity

        plain = _TWIN.sub(r"\1", url)
        return identity(plain) if plain != url else None


class TrsSpider(ListingSpider, family="trs"):
    """A portal on TRS WCM."""

    platform = Trs()


def _suffix(page: LinkPage, at: Position) -> str:
    """The suffix of list pages where nothing states it: that of the listing's own URL, else that of its articles."""
    own = re.search(r"\.(s?html?)$", urlsplit(at.column).path)
    if own is not None:
        return own[1]
    articles = (_ARTICLE_SUFFIX.search(urlsplit(link.url).path) for link in page.links)
    return next((match[1] for match in articles if match), "html")


def _search(page: LinkPage) -> Paging | None:
    """The WAS search of a list, from its second page on."""
    found = [pattern.search(page.source) for pattern in (_CHANNEL, _CLASS, _SIZE, _RECORDS)]
    if any(match is None for match in found):
        return None
    channel, group, size, records = (int(match[1]) for match in found if match)
    if not size:
        return None
    query = urlencode({"channelid": channel, "classsql": f"chnlid={group}", "prepage": size})
    carry = ScriptRequest(urljoin(page.url, f"/was5/web/search?{query}&page={PAGE}"))
    pages = -(-records // size)
    further = tuple(Further(carry.page(number).url, number, carry=carry) for number in range(2, pages + 1))
    return Paging(further, records, pages)
