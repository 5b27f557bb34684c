"""cycms.chengan.gov.cn: a county's own JSP pages, GBK, made anew for each request: no validators, chunked, a cookie.

Dates read ``2022.02.21`` and the labels of the metadata block have blanks inside. The list pages by ``pageNo``.
"""

from collections import defaultdict
from collections.abc import Sequence
from html import escape

from demo.addresses import CHENGAN_COLUMN
from demo.model import PortalWorld, Report, World
from demo.resource import Resource, Site, dynamic
from demo.sites.common import (
    Article,
    Entry,
    Shell,
    article_body,
    articles_of,
    attachment_of,
    breadcrumb,
    entries_of,
    pages_of,
    pages_urls,
    path_of,
    stub,
)

_CHARSET = "gbk"
_LIST = f"{CHENGAN_COLUMN}/list.jsp"
_TOP = [("首页", "/"), ("政府信息公开", f"{CHENGAN_COLUMN}/"), ("政府信息公开年报", f"{CHENGAN_COLUMN}/")]
_SHELL = Shell(
    charset="gbk",
    site_name="成安县人民政府",
    site_code="1304240001",
    icp="冀ICP备05018337号",
    police="冀公网安备13042402000019号",
    sponsor="成安县人民政府办公室",
    colour="#0b6e4f",
    menu=(
        ("首页", "/"),
        ("政府信息公开年报", f"{CHENGAN_COLUMN}/"),
        ("公示公告", "/gsgg.jsp"),
        ("办事大厅", "/bsdt.jsp"),
    ),
)


def site(world: World, portal: PortalWorld) -> Site:
    """The portal as served."""
    years: dict[int, list[Article]] = defaultdict(list)
    for report in portal.reports:
        years[report.year].append(report)
    menu = _menu(sorted(years, reverse=True))
    resources: dict[str, Resource] = {
        "/": dynamic("home", lambda: _SHELL.page("成安县人民政府", f'<div class="columns">{menu}</div>'), _CHARSET),
    }
    resources |= _list_pages(f"{_LIST}?", menu, entries_of(articles_of(portal)), world.rows)
    resources[f"{CHENGAN_COLUMN}/"] = resources[f"{_LIST}?pageNo=1"]
    for year, articles in years.items():
        resources |= _list_pages(f"{_LIST}?nian={year}&", menu, entries_of(articles), world.rows)
        resources[f"{_LIST}?nian={year}"] = resources[f"{_LIST}?nian={year}&pageNo=1"]
    for article in articles_of(portal):
        resources |= _article(world, article)
    return Site(portal.host, ("www.chengan.gov.cn",), "Apache-Coyote/1.1", _CHARSET, resources)


def _menu(years: Sequence[int]) -> str:
    tabs = "".join(f'<td><a href="{_LIST}?nian={year}">{year}年</a></td>' for year in years)
    return f'<table class="tab"><tr>{tabs}</tr></table>'


def _list_pages(prefix: str, menu: str, entries: Sequence[Entry], rows: int) -> dict[str, Resource]:
    pages = pages_of(entries, rows)
    found: dict[str, Resource] = {}
    for number, page in enumerate(pages, 1):

        def text(page: Sequence[Entry] = page, number: int = number) -> str:
            return _list_page(prefix, menu, page, number, len(pages))

        found[f"{prefix}pageNo={number}"] = dynamic("list", text, _CHARSET)
    found[f"{prefix}pageNo={len(pages) + 1}"] = dynamic("stub", lambda: stub(_SHELL), _CHARSET)
    return found


def _list_page(prefix: str, menu: str, entries: Sequence[Entry], number: int, count: int) -> str:
    items = "\n".join(
        f'<tr><td>·</td><td><a href="{escape(path_of(entry.url))}" target="_blank">{escape(entry.text)}</a></td>'
        f"<td>[{entry.day:%Y.%m.%d}]</td></tr>"
        for entry in entries
    )
    follow = f'<a href="{escape(prefix)}pageNo={number + 1}">下一页</a>' if number < count else "下一页"
    back = f'<a href="{escape(prefix)}pageNo={number - 1}">上一页</a>' if number > 1 else "上一页"
    content = f"""<div class="weizhi">当前位置：{breadcrumb(_TOP)}</div>
{menu}
<table class="list" width="100%">
{items}
</table>
<div class="fenye">第{number}页/共{count}页 {back} {follow} <a href="{escape(prefix)}pageNo={count}">尾页</a></div>"""
    return _SHELL.page("政府信息公开年报-成安县人民政府", content)


def _article(world: World, article: Article) -> dict[str, Resource]:
    day = article.published_on
    title = escape(article.title)

    def text() -> str:
        content = f"""<div class="weizhi">当前位置：{breadcrumb(_TOP)}</div>
<div class="neirong"><h3 align="center">{title}</h3>
<table class="xx" width="100%"><tr><td>发布日期: {day:%Y.%m.%d}</td><td>索 引 号 : {_index_number(article)}</td></tr>
<tr><td>发布机构: 政府办公室</td><td>文      号: {_document_number(article)}</td></tr>
<tr><td>主 题  词: 其他</td><td>主题分类: 其他</td></tr></table>
<div class="zw">
<p align="center"><b>{title}</b></p>
{article_body(world, article)}
</div>
<div class="dy"><a href="javascript:window.print()">打印本页</a>
<a href="javascript:window.close()">关闭窗口</a></div></div>"""
        return _SHELL.page(f"{article.title}-成安县人民政府", content)

    found = {path_of(url): dynamic("report", text, _CHARSET) for url in pages_urls(article)}
    if isinstance(article, Report) and article.carrier != "page":
        found[path_of(article.urls[-1])] = attachment_of(world, article)
    return found


def _index_number(article: Article) -> str:
    return (article.index_number or "") if isinstance(article, Report) else ""


def _document_number(article: Article) -> str:
    return (article.document_number or "") if isinstance(article, Report) else ""
