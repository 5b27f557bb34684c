"""Hanweb 大汉 jcms with jpage (浙江, 江苏, 山东 …) and its disclosure module.

How to recognise it: listings ``/col/col<id>/index.html``, articles ``/art/2023/2/20/art_33705_3965391.html`` or
``/col/col<id>/art/2024/art_<hex>.html``; a ``<datastore>`` in a script of the listing.

How it pages: the first records (about 45) lie inside the page, as CDATA in that script; further ones come from
``dataproxy.jsp`` or ``morecolumndataproxy.jsp`` (mounted at ``/module/web/jpage/``, ``/module/jpage/`` or
``/module/jslib/jquery/jpage/``), asked with the ids that the page prints. Three ways are known (2026), and each works
somewhere: windows of records (``startrecord``, ``endrecord``), pages (``page``, obeyed in 江苏 where windows are
ignored), and the link in ``<nextgroup>``, taken as printed (its parameters may be encrypted; it may repeat, or fail
with 54 bytes). So the one that the page itself prints is tried first, then the others, until records come.
``totalrecord`` is the count.

The disclosure module lists an organ's categories in ``/module/xxgk/tree.jsp?area=<organ>`` and answers a POST to
``/module/xxgk/search.jsp``, ``共N页``. Annual reports without an article page stand at
``/module/xxgk/xxgkAnnualReport.jsp?area=<organ>&fbtime=<year>``, whatever else is in the query (温州, 丽水, 威海).
"""

import html
import re
from typing import ClassVar
from urllib.parse import parse_qs, parse_qsl, urlencode, urljoin, urlsplit

from crawler.families.family import Family, Mark, Position
from crawler.families.listing import ListingSpider
from crawler.reading.links import LinkPage
from crawler.reading.marks import PAGE
from crawler.reading.paging import Further, Paging
from crawler.reading.scripts import ScriptRequest

_RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.S)
_NEXT_GROUP = re.compile(r"<nextgroup>\s*<!\[CDATA\[\s*<a\b[^>]*\bhref=[\"']([^\"']+)", re.S)
_TOTAL = re.compile(r"<totalrecord>\s*(\d+)|\btotalrecord\W{1,5}(\d+)", re.I | re.ASCII)
_PER_PAGE = re.compile(r"\bperpage\W{1,5}(\d+)", re.I | re.ASCII)
_PROXY = re.compile(
    r"(?:https?://[\w.:-]+)?/module/(?:web/jpage|jpage|jslib/jquery/jpage)/(?:morecolumn)?dataproxy\.jsp"
)
_NAMES = ("appid", "webid", "columnid", "unitid", "webname", "sourceContentType", "permissiontype", "keyWordCount")
# Windows of three pages were accepted everywhere they were tried (startrecord=1, endrecord=45, perpage=15).
_PAGES_AT_ONCE = 3
_WAYS = ("group", "window", "page")
_CATEGORY = re.compile(r"funclick\(\s*['\"](\w+)['\"][^)]*\)[^>]*>\s*([^<]*(?:年报|年度报告)[^<]*)<")
_SEARCH = re.compile(r"/module/xxgk/search\.jsp\?[^'\"\s<]*")


class Hanweb(Family):
    """Pages by ``dataproxy.jsp``, in the way that brings records."""

    name = "hanweb"
    marks: ClassVar[tuple[Mark, ...]] = (
        Mark("article", re.compile(r"/art_\d*_?[0-9a-f-]+\.html?$"), "articles /art/2023/2/20/art_33705_3965391.html"),
        Mark("article", re.compile(r"xxgkAnnualReport\.jsp"), "reports at xxgkAnnualReport.jsp"),
        Mark("listing", re.compile(r"/col/col\d+/"), "listings /col/col33705/"),
        Mark("page", re.compile(r"<datastore>|jpage/(?:morecolumn)?dataproxy\.jsp|/module/xxgk/"), "a jpage datastore"),
    )

    def paging(self, page: LinkPage, at: Position) -> Paging | None:
        """The next records, in the first way that is not known to fail."""
        state = dict(at.carry) if isinstance(at.carry, tuple) and ("family", "hanweb") in at.carry else _state(page)
        if not state:
            return _module_search(page, at)
        total = int(state["total"])
        if at.carry is not None and not at.entries:
            tried = f"{state['tried']} {state['way']}"
            left = [way for way in _WAYS if way not in tried.split() and (way != "group" or state["group"])]
            if not left:
                return Paging(records=total)
            state |= {"tried": tried, "way": left[0]}
        state["have"] = str(at.seen)
        group = _NEXT_GROUP.search(page.source)
        if group is not None:
            state["group"] = urljoin(page.url, html.unescape(group[1]))
        if at.seen >= total:
            return Paging(records=total)
        return Paging((_next(state, at),), total)

    def identity(self, url: str) -> str | None:
        """Organ and year, for a report that has no article page."""
        parts = urlsplit(url)
        if not parts.path.endswith("/xxgkAnnualReport.jsp"):
            return None
        query = parse_qs(parts.query)
        area, year = (query.get(name, [""])[0] for name in ("area", "fbtime"))
        return f"{parts.netloc.lower().removeprefix('www.')}{parts.path}?area={area}&fbtime={year}"


class HanwebSpider(ListingSpider, family="hanweb"):
    """A portal on Hanweb."""

    platform = Hanweb()


def _state(page: LinkPage) -> dict[str, str]:
    """What the first page prints of its list: ids, counts, mount point; empty where it is no jpage list."""
    records, total = len(_RECORD.findall(page.source)), _TOTAL.search(page.source)
    proxy, group = _PROXY.search(page.source), _NEXT_GROUP.search(page.source)
    if page.is_data or total is None or (proxy is None and not records):
        return {}
    per_page = _PER_PAGE.search(page.source)
    state = {
        "family": "hanweb",
        "total": total[1] or total[2],
        "per_page": per_page[1] if per_page else "15",
        "proxy": urljoin(page.url, urlsplit(proxy[0]).path if proxy else "/module/web/jpage/dataproxy.jsp"),
        "group": urljoin(page.url, html.unescape(group[1])) if group else "",
        "way": "group" if group else "window",
        "tried": "",
    }
    for name in _NAMES:
        value = re.search(rf"\b{name}\b[\"']?\s*[:=]\s*[\"']?([\w,.%+/=-]+)", page.source, re.I)
        if value is not None:
            state[f"ask:{name}"] = value[1].rstrip(",")
    return state


def _next(state: dict[str, str], at: Position) -> Further:
    carry = tuple(sorted(state.items()))
    number = at.number + 1
    if state["way"] == "group":
        return Further(state["group"], number, carry=carry)
    have, total, per_page = int(state["have"]), int(state["total"]), int(state["per_page"])
    form = tuple((name, state[f"ask:{name}"]) for name in _NAMES if f"ask:{name}" in state)
    form = (("col", "1"), *form, ("path", "/"))
    if state["way"] == "window":
        last = min(have + per_page * _PAGES_AT_ONCE, total)
        window = urlencode({"startrecord": have + 1, "endrecord": last, "perpage": per_page})
        return Further(f"{state['proxy']}?{window}", number, form, carry=carry)
    page = have // per_page + 1
    return Further(
        f"{state['proxy']}?{urlencode({'page': page, 'perpage': per_page, **dict(form)})}", number, carry=carry
    )


def _module_search(page: LinkPage, at: Position) -> Paging | None:
    """The POST that lists an organ's category of annual reports, from the tree that names it."""
    category = _CATEGORY.search(page.source)
    search = _SEARCH.search(html.unescape(page.source))
    if page.is_data or at.number > 1 or (category is None and (search is None or at.entries)):
        return None
    query = dict(parse_qsl(urlsplit(search[0] if search else page.url).query, keep_blank_values=True))
    if category is not None:
        query["infotypeId"] = category[1]
    kept = {name: query.get(name, "") for name in ("divid", "infotypeId", "jdid", "area")}
    form = {**kept, "vc_title": "", "vc_number": "", "vc_filenumber": "", "vc_all": "", "texttype": "", "fbtime": ""}
    form |= {"currpage": PAGE, "sortfield": ",createdatetime:0,orderid:0"}
    url = urljoin(page.url, f"/module/xxgk/search.jsp?{urlencode(kept)}")
    carry = ScriptRequest(url, "POST", tuple(form.items()))
    first = carry.page(1)
    return Paging((Further(first.url, 1, first.form, ajax=True, carry=carry),), guessed=True)
