"""Hanweb 大汉 jcms with jpage (浙江, 江苏, 山东 …).

How to recognise it: listings ``/col/col<id>/index.html``, articles ``/art/2023/2/20/art_33705_3965391.html`` or
``/col/col<id>/art/2024/art_<hex>.html``; a ``<datastore>`` in a script of the listing.

How it pages: the first records (about 45) lie inside the page, as CDATA in that script; further ones come from
``dataproxy.jsp`` (mounted at ``/module/web/jpage/``, ``/module/jpage/`` or ``/module/jslib/jquery/jpage/``), asked with
the unit, web and column ids that the page prints, ``startrecord`` and ``endrecord``. Where the answer carries a
``<nextgroup>``, its link is the next window (parameters encrypted on some portals). ``totalrecord`` is the count. One
portal answers with a JavaScript array of HTML in place of XML. Annual reports without an article page stand at
``/module/xxgk/xxgkAnnualReport.jsp?area=<organ>&fbtime=<year>``.
"""

import html
import re
from typing import ClassVar
from urllib.parse import parse_qsl, urlencode, urljoin

from crawler.families.listing import ListingSpider
from crawler.families.step import Ask, Mark, Step
from crawler.links import Frame, LinkPage, read_links

_RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.S)
_NEXT_GROUP = re.compile(r"<nextgroup>\s*<!\[CDATA\[\s*<a\b[^>]*\bhref=[\"']([^\"']+)", re.S)
_TOTAL = re.compile(r"<totalrecord>\s*(\d+)|\btotalrecord\W{1,5}(\d+)", re.I | re.ASCII)
_PER_PAGE = re.compile(r"\bperpage\W{1,5}(\d+)", re.I | re.ASCII)
_PROXY = re.compile(r"(?:/module/(?:web/jpage|jpage|jslib/jquery/jpage)/)dataproxy\.jsp")
_PARAMETERS = ("appid", "webid", "columnid", "unitid", "sourceContentType", "permissiontype")
# Windows of three pages were accepted everywhere they were tried (startrecord=1, endrecord=45, perpage=15).
_PAGES_AT_ONCE = 3


class HanwebSpider(ListingSpider, family="hanweb"):
    """Pages by ``dataproxy.jsp``."""

    marks: ClassVar[tuple[Mark, ...]] = (
        Mark("article", re.compile(r"/art_\d*_?[0-9a-f-]+\.html?$"), "articles /art/2023/2/20/art_33705_3965391.html"),
        Mark("article", re.compile(r"xxgkAnnualReport\.jsp"), "reports at xxgkAnnualReport.jsp"),
        Mark("listing", re.compile(r"/col/col\d+/"), "listings /col/col33705/"),
        Mark("page", re.compile(r"<datastore>|jpage/dataproxy\.jsp"), "a jpage datastore"),
    )

    def read_page(self, source: str, url: str) -> LinkPage:
        """The page's links, those of the records in its datastore included."""
        page = read_links(source, url)
        records = "".join(_RECORD.findall(source))
        if not records and "dataproxy.jsp" in url:
            records = source.replace('\\"', '"').replace("\\/", "/")
        found = dict.fromkeys((*read_links(f"<div>{records}</div>", url).links, *page.links)) if records else page.links
        links: tuple[Frame, ...] = tuple(found)
        return LinkPage(page.url, page.source, links, page.context, page.text)

    def next_pages(self, page: LinkPage, step: Step) -> list[Ask]:
        """The ``<nextgroup>`` where there is one, else the next window of records."""
        group = _NEXT_GROUP.search(page.source)
        if group is not None:
            return [Ask(urljoin(page.url, html.unescape(group[1])), carry=step.carry)]
        state = dict(parse_qsl(step.carry)) if step.carry else _state(page)
        if not state:
            return super().next_pages(page, step)
        have, total, per_page = int(state["have"]), int(state["total"]), int(state["per_page"])
        if have >= total:
            return []
        last = min(have + per_page * _PAGES_AT_ONCE, total)
        window = urlencode({"startrecord": have + 1, "endrecord": last, "perpage": per_page})
        form = tuple((name, state[name]) for name in _PARAMETERS if name in state)
        carry = urlencode({**state, "have": str(last)})
        return [Ask(f"{urljoin(page.url, state['proxy'])}?{window}", (("col", "1"), *form, ("path", "/")), carry)]


def _state(page: LinkPage) -> dict[str, str]:
    """What the first page prints of its list: ids, counts, mount point; empty where it is no jpage list."""
    records, total = len(_RECORD.findall(page.source)), _TOTAL.search(page.source)
    unit = re.search(r"\bunitid\W{1,5}(\d+)", page.source, re.I | re.ASCII)
    if not records or total is None or unit is None:
        return {}
    per_page, proxy = _PER_PAGE.search(page.source), _PROXY.search(page.source)
    state = {
        "have": str(records),
        "total": total[1] or total[2],
        "per_page": per_page[1] if per_page else "15",
        "proxy": proxy[0] if proxy else "/module/web/jpage/dataproxy.jsp",
    }
    for name in _PARAMETERS:
        value = re.search(rf"\b{name}\W{{1,5}}(\d+)", page.source, re.I | re.ASCII)
        if value is not None:
            state[name] = value[1]
    return state
