"""jpaas, Hanweb's newer publishing service (浙江, 甘肃, 工信部, 市场监管总局).

How to recognise it: ``/api-gateway/jpaas-publish-server/`` in the page, articles ``/art/2025/art_<32 hex>.html``.

How it pages (confirmed 2026): ``GET …/front/page/build/unit`` with the parameters that the column prints as
``querydata`` (``tagId`` differs from site to site, so all are copied) and ``paramJson={"pageNo":N,"pageSize":M}``: a
bare ``pageNo`` is ignored. The answer's ``data.html`` ends with ``<table class="pagination" … count= rows= pageno=>``:
records, page size, and the page that was really served. It wants a Referer.
"""

import json
import re
from html import unescape
from typing import ClassVar
from urllib.parse import parse_qsl, quote, urlencode, urljoin

from crawler.families.family import Family, Mark, Position
from crawler.families.listing import ListingSpider
from crawler.reading.links import LinkPage
from crawler.reading.marks import PAGE
from crawler.reading.paging import Further, Paging
from crawler.reading.scripts import ScriptRequest

_SIGN = re.compile(r"jpaas-publish-server")
_QUERY = re.compile(r"querydata\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)
_UNIT = re.compile(r"\b(?:uniturl|url)\s*=\s*[\"']([^\"']*build/unit[^\"']*)[\"']", re.I)
_PAIR = re.compile(r"['\"](\w+)['\"]\s*:\s*['\"]([^'\"]*)['\"]")
_COUNT = re.compile(r"<[^>]*\bpagination\b[^>]*>")
_PATH = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_ROWS = 15


class Jpaas(Family):
    """Pages by ``paramJson``."""

    name = "jpaas"
    marks: ClassVar[tuple[Mark, ...]] = (
        Mark("page", _SIGN, "jpaas-publish-server", 4),
        Mark("article", re.compile(r"/art/20\d\d/art_[0-9a-f]{32}\.html?$"), "articles /art/2025/art_<32 hex>.html", 2),
    )

    def paging(self, page: LinkPage, at: Position) -> Paging | None:
        """From the column, page 1 of its unit, or page 2 where the first is in the page; then by the unit's totals."""
        query = _QUERY.search(unescape(page.source)) or _QUERY.search(page.source)
        if page.is_data or at.number > 1 or query is None or not _SIGN.search(page.source):
            return None
        pairs = dict(_PAIR.findall(unescape(query[1] or query[2] or "")))
        if not pairs:
            return None
        unit = _UNIT.search(unescape(page.source))
        base, _, old = (unit[1] if unit else _PATH).partition("?")
        pairs = {**dict(parse_qsl(old)), **pairs}
        pairs.pop("paramJson", None)
        pairs.setdefault("parseType", "bulidstatic")
        pairs.setdefault("pageType", "column")
        records, size = _stated(page.source)
        wanted = json.dumps({"pageNo": 0, "pageSize": size or _ROWS}).replace(" ", "")
        parameter = quote(wanted).replace("%3A0%2C", f"%3A{PAGE}%2C")
        carry = ScriptRequest(f"{urljoin(page.url, base)}?{urlencode(pairs)}&paramJson={parameter}")
        if records is None or not at.entries:
            return Paging((Further(carry.page(1).url, 1, ajax=True, carry=carry),), records, guessed=records is None)
        pages = -(-records // (size or _ROWS))
        further = [Further(carry.page(n).url, n, ajax=True, carry=carry) for n in range(2, pages + 1)]
        return Paging(tuple(further), records, pages)


class JpaasSpider(ListingSpider, family="jpaas"):
    """A portal on jpaas."""

    platform = Jpaas()


def _stated(source: str) -> tuple[int | None, int | None]:
    """Records and page size of the pagination table in a page."""
    tag = next((tag for tag in _COUNT.findall(source) if "count=" in tag), "")
    numbers = [re.search(rf"\b{name}=[\"'](\d+)", tag) for name in ("count", "rows")]
    records, size = (int(found[1]) if found else None for found in numbers)
    return records, size
