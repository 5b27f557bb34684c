"""www.shenyang.gov.cn: TRS WCM with ``.html``, a folder for each year and in it one for each group of organs.

Its reports on 2016–2020 carry the day of the move to the present site in their URLs (2021-11-02); the line under the
title has the true day, run together with the source: ``2018年03月20日来源:和平区``.
"""

from collections import defaultdict
from html import escape

from demo.addresses import SHENYANG_ROOT
from demo.model import PortalWorld, Report, World
from demo.resource import Resource, Site, noon, static
from demo.sites import trs
from demo.sites.common import (
    Article,
    Shell,
    article_body,
    articles_of,
    attachment_of,
    breadcrumb,
    entries_of,
    pages_urls,
    path_of,
)

_GROUPS = {
    "syszfxxgkgzndbg": "沈阳市政府信息公开工作年度报告",
    "gqxszfxxgkgzndbg": "各区县市政府信息公开工作年度报告",
    "bmzfxxgkndbg": "各部门政府信息公开年度报告",
}
_TOP = [("首页", "/"), ("政务公开", "/zwgk/"), ("政府信息公开年报", f"{SHENYANG_ROOT}/")]
_SHELL = Shell(
    charset="utf-8",
    site_name="沈阳市人民政府",
    site_code="2101000027",
    icp="辽ICP备06018809号",
    police="辽公网安备21010302000411号",
    sponsor="沈阳市人民政府办公室",
    colour="#1f4e8c",
    menu=(*_TOP, ("政民互动", "/zmhd/"), ("魅力沈阳", "/mlsy/")),
)


def site(world: World, portal: PortalWorld) -> Site:
    """The portal as served."""
    columns: dict[str, list[Article]] = defaultdict(list)
    for article in articles_of(portal):
        columns[path_of(pages_urls(article)[0]).rsplit("/", 2)[0]].append(article)
    folders = sorted({column.rsplit("/", 1)[0] for column in columns}, reverse=True)
    latest = noon(2026, 1, 30)
    menu = _menu(folders, list(columns))
    resources: dict[str, Resource] = {
        "/": static("home", lambda: _SHELL.page("沈阳市人民政府网站", trs.home(_SHELL, portal)), latest),
    }
    for folder in (SHENYANG_ROOT, *folders):

        def text(folder: str = folder) -> str:
            return _column_page(folder, menu if folder == SHENYANG_ROOT else _groups(folder, list(columns)))

        resources[f"{folder}/"] = resources[f"{folder}/index.html"] = static("list", text, latest)
    for column, articles in columns.items():
        listing = trs.Listing(
            column, "html", _GROUPS[column.rsplit("/", 1)[1]], breadcrumb(_steps(column), " -> "), menu
        )
        resources |= trs.list_pages(_SHELL, listing, entries_of(articles), world.rows, latest)
    for article in articles_of(portal):
        resources |= _article(world, article, portal)
    return Site(portal.host, ("shenyang.gov.cn",), "openresty", "utf-8", resources)


def _year(folder: str) -> str:
    return folder.rsplit("/", 1)[1].removesuffix("n") + "年"


def _steps(column: str) -> list[tuple[str, str]]:
    folder, group = column.rsplit("/", 1)
    return [*_TOP, (_year(folder), f"{folder}/"), (_GROUPS[group], f"{column}/")]


def _column_page(folder: str, content: str) -> str:
    steps = _TOP if folder == SHENYANG_ROOT else [*_TOP, (_year(folder), f"{folder}/")]
    where = f'<div class="dlist_posi">{breadcrumb(steps, " -> ")}</div>'
    return _SHELL.page(f"{steps[-1][0]}_沈阳市人民政府", f'{where}\n<div class="dlist">{content}</div>')


def _groups(folder: str, columns: list[str]) -> str:
    inside = sorted(column for column in columns if column.startswith(f"{folder}/"))
    return "".join(f'<li><a href="{column}/">{_GROUPS[column.rsplit("/", 1)[1]]}</a></li>' for column in inside)


def _menu(folders: list[str], columns: list[str]) -> str:
    years = "".join(
        f'<li><a href="{folder}/">{_year(folder)}</a><ul>{_groups(folder, columns)}</ul></li>\n' for folder in folders
    )
    return f'<ul class="years">\n{years}</ul>'


def _article(world: World, article: Article, portal: PortalWorld) -> dict[str, Resource]:
    url = pages_urls(article)[0]
    day = article.published_on
    shown = article.shown_on if isinstance(article, Report) else day
    title = escape(article.title)
    source = article.organ.short if isinstance(article, Report) else _SHELL.site_name
    pictured = [
        other for other in portal.distractions if other.kind == "picture" and other.title.endswith(article.title)
    ]
    picture = "".join(
        f'<p class="tj"><a href="{path_of(other.url)}">&gt;&gt;图解版</a></p>'
        for other in pictured
        if other is not article
    )

    def text() -> str:
        steps = breadcrumb(_steps(path_of(url).rsplit("/", 2)[0]), " -> ")
        content = f"""<div class="dlist_posi">{steps}</div>
<div class="dlist_box"><div class="dlist_title">{title}</div>
<div class="dlist_source"><span>{day:%Y年%m月%d日}</span><span>来源:{escape(source)}</span></div>
<div class="dlist_tools">[字体: <a href="javascript:;">大</a><a href="javascript:;">中</a><a href="javascript:;">小</a>]
<a href="javascript:window.print()">打印</a></div>
<div class="view TRS_UEDITOR trs_paper_default trs_web">{picture}
{article_body(world, article)}
</div>
<div class="dlist_share">分享：<a class="wx">微信</a><a class="wb">微博</a></div></div>"""
        return _SHELL.page(f"{article.title}_沈阳市人民政府", content)

    found = {path_of(url): static("report", text, noon(shown.year, shown.month, shown.day))}
    if isinstance(article, Report) and article.carrier != "page":
        found[path_of(article.urls[-1])] = attachment_of(world, article)
    return found
