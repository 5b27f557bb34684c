"""Addresses in attributes that no standard gives to links, and rows that a script adds to those that are printed."""

from collections.abc import Mapping

from tests.support.replicas.builder import Entry
from tests.support.replicas.oddities.site import ODD, Make, Site, json_of
from tests.support.replicas.surround import ul

_URL = f"/open/{ODD.code}.html"


def _menu(entry: str) -> Make:
    """How the menu of organs leads to the odd one."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        site.listing(url, found)
        site.odd = f"<li>{entry.replace('URL', _URL)}</li>"

    return make


def _more(control: str) -> Make:
    """How a list goes on to its second page."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        second = url.replace(".html", "b.html")
        site.page(url, ul(site.near(found[:3])) + control.replace("URL", second))
        site.page(second, ul(site.near(found[3:])))
        site.builder.listed(second)

    return make


def _rest(call: str) -> Make:
    """Three rows are printed; a script asks for all of them."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        rows = [{"title": one.title, "url": one.url, "date": str(one.day)} for one in found]
        site.builder.put_answer("/api/rows?cid=31", lambda _: json_of({"rows": rows}))
        site.builder.listed("/api/rows?cid=31")
        site.page(url, f"{ul(site.near(found[:3]))}<script>{call}</script>")

    return make


def counter(site: Site, found: list[Entry], url: str) -> None:
    """A script of the list asks for news besides, which are none of its entries."""
    news = [{"title": f"要闻{number}", "url": f"/news/n{number}.html"} for number in range(3)]
    site.builder.put_answer("/api/latest", lambda _: json_of({"total": 90, "rows": news}))
    site.builder.listed("/api/latest")
    site.listing(url, found, after="<script>$.getJSON('/api/latest',show)</script>")


ATTRIBUTES: Mapping[str, Make] = {
    "attr_remote": _menu("<a href='#' data-remote='URL'>{name}</a>"),
    "attr_hx": _menu("<span hx-get='URL'>{name}</span>"),
    "attr_click": _menu("<span @click=\"go('URL')\">{name}</span>"),
    "attr_mouse": _menu("<a href='javascript:;' onmousedown=\"leave('URL')\">{name}</a>"),
    "attr_index": _menu("<el-menu-item index='URL'>{name}</el-menu-item>"),
    "attr_rel": _menu("<a href='#' rel='URL'>{name}</a>"),
    "attr_pager": _more("<a href='javascript:;' tagname='URL'>下一页</a>"),
    "rest_of_rows": _rest("$.getJSON('/api/rows?cid=31',show)"),
    "rest_is_news": counter,
}
