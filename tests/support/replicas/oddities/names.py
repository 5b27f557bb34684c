"""Names of organs and reports in columns whose links lead nowhere, out of the portal or to another one's page."""

from collections.abc import Mapping

from tests.support.replicas.builder import Entry
from tests.support.replicas.oddities.site import Make, Site
from tests.support.replicas.surround import ul


def _menu(entry: str) -> Make:
    """How the menu of organs names the odd one; its column is there, and nothing leads to it."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        site.listing(url, found)
        site.gone(found)
        site.odd = entry

    return make


def _script_only(label: str) -> Make:
    """Among the organs stands an entry that names none, over a page that only a script fills."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        site.page(url, "<div id='app'></div><script src='/js/x.js'></script>")
        site.gone(found)
        site.odd = f"<li><a href='{url}'>{label}</a></li>"

    return make


def _row(entry: str) -> Make:
    """How the list names the report of 2022."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        site.gone(found[2:3])
        rows = ul(site.near([*found[:2], *found[3:]]))
        site.page(url, rows.replace("</ul>", f"<li>{entry.format(title=found[2].title)}</li></ul>"))

    return make


def _below(entry: str) -> Make:
    """What stands below a list that has only the newer reports."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        site.gone(found[3:])
        site.listing(url, found[:3], after=entry)

    return make


def same_url(site: Site, found: list[Entry], url: str) -> None:
    """Two rows of two years lead to one page."""
    site.gone(found[2:3])
    site.page(url, ul(site.near(found)).replace(found[2].url, found[3].url).replace(
        found[2].url.removeprefix(site.origin), found[3].url.removeprefix(site.origin)))  # fmt: skip


def _beside(entry: str) -> Make:
    """One more entry in the menu of organs, which is nobody's loss."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        site.listing(url, found)
        site.more = entry

    return make


UNKEPT: Mapping[str, Make] = {
    "organ_plain": _menu("<li>{name}</li>"),
    "organ_hash": _menu("<li><a href='#'>{name}</a></li>"),
    "organ_call": _menu("<li><a href='javascript:;' onclick='show(7)'>{name}</a></li>"),
    "organ_button": _menu("<li><form action='/s.jsp' method='post'><input type='submit' value='{name}'></form></li>"),
    "organ_self": _menu("<li><a href='/open/nb.html'>{name}</a></li>"),
    "organ_home": _menu("<li><a href='/'>{name}</a></li>"),
    "organ_other": _menu("<li><a href='/open/jyj.html'>{name}</a></li>"),
    "organ_domain": _menu("<li><a href='http://www.lhodd.gov.cn/'>{name}</a></li>"),
    "organ_address": _menu("<li><a href='http://10.3.2.1:8080/nb/'>{name}</a></li>"),
    "report_plain": _row("{title}"),
    "report_hash": _row("<a href='#'>{title}</a>"),
    "report_void": _row("<a href='javascript:void(0)'>{title}</a>"),
    "report_chat": _row("<a href='https://mp.weixin.qq.com/s/a1b2'>{title}</a>"),
    "report_inside": _row("<a href='http://192.168.0.9/nb/2022.html'>{title}</a>"),
    "report_notice": _row("<a href='/open/n22.html'>关于公布《{title}》的公告</a>"),
    "report_summary": _row("<a href='/open/s22.html'>漯河市财政局2022年政府信息公开工作总结</a>"),
    "more_organs": _script_only("更多"),
    "firms": _script_only("国有企业"),
    "towns": _script_only("乡镇（街道）"),
    "same_url": same_url,
    "older_void": _below("<p><a href='javascript:void(0)'>历年政府信息公开年报</a></p>"),
    "older_file": _below("<p><a href='/up/2019.xlsx'>历年政府信息公开年报目录.xlsx</a></p>"),
    "older_domain": _below("<p><a href='http://www.lhold.com.cn/nb/'>历年年报（旧版网站）</a></p>"),
}
# A heading, the tab that is open, the portal of another government.
KEPT: Mapping[str, Make] = {
    "menu_heading": _beside("<li>市直部门</li>"),
    "menu_open_tab": _beside("<li class='on'>市政府</li>"),
    "menu_county": _beside("<li><a href='http://www.linying.gov.cn/'>临颍县</a></li>"),
}
