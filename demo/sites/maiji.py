"""www.maiji.gov.cn: VSB, ``/info/<tree>/<id>.htm``; list page numbers count down, so that they shift as items come.

Page 1 is the column itself, page 2 is ``<column>/<N-1>.htm``, the last is ``<column>/1.htm``. The day shown is that of
the move to this site (2023-03-18) for reports published before it; 发布机构 is whoever uploaded the page.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from html import escape

from demo.addresses import MAIJI_COLUMN
from demo.model import Distraction, PortalWorld, Report, World
from demo.resource import Resource, Site, moved, noon, static
from demo.sites import trs
from demo.sites.common import (
    Article,
    Entry,
    Shell,
    article_body,
    articles_of,
    attachment_of,
    breadcrumb,
    entries_of,
    meta_tags,
    pages_of,
    pages_urls,
    path_of,
    stub,
)

_TOP = [("首页", "/"), ("政府信息公开", "/zfxxgk.htm"), ("政府信息公开年报", f"{MAIJI_COLUMN}.htm")]
_SHELL = Shell(
    charset="UTF-8",
    site_name="麦积区人民政府",
    site_code="6205030001",
    icp="陇ICP备05000349号",
    police="甘公网安备62050302000108号",
    sponsor="天水市麦积区人民政府办公室",
    colour="#b3261e",
    menu=(*_TOP, ("政务服务", "/zwfw.htm"), ("魅力麦积", "/mlmj.htm")),
)


def site(world: World, portal: PortalWorld) -> Site:
    """The portal as served."""
    years: dict[int, list[Article]] = defaultdict(list)
    for report in portal.reports:
        years[report.year].append(report)
    urls = {report.pages[0]: report.pages[-1] for report in portal.reports}
    latest = noon(2026, 1, 30)
    menu = _menu(sorted(years, reverse=True))
    resources: dict[str, Resource] = {
        "/": moved("/index.htm"),
        "/index.htm": static("home", lambda: _SHELL.page("麦积区人民政府网", trs.home(_SHELL, portal)), latest),
        "/system/resource/js/gotopage.js": Resource("other", "application/javascript", lambda: _GOTO_JS, latest),
    }
    resources |= _list_pages(f"{MAIJI_COLUMN}.htm", menu, entries_of(articles_of(portal)), world.rows, latest)
    for year, articles in years.items():
        # The lists of single years lead to an article by its other tree id, where it has two.
        others = [replace(entry, url=urls[entry.url]) for entry in entries_of(articles)]
        resources |= _list_pages(f"{MAIJI_COLUMN}/a{year}.htm", menu, others, world.rows, latest)
    for article in articles_of(portal):
        resources |= _article(world, article)
    return Site(portal.host, ("maiji.gov.cn",), "VWebServer", "utf-8", resources)


_GOTO_JS = b"function _simple_list_gotopage_fun(total, id, mode) { /* jumps to a page of the list */ }\n"


def _menu(years: Sequence[int]) -> str:
    lines = "".join(f'<li><a href="{MAIJI_COLUMN}/a{year}.htm">{year}年</a></li>' for year in years)
    return f'<ul class="lm">{lines}</ul>'


def _list_pages(column: str, menu: str, entries: Sequence[Entry], rows: int, modified: datetime) -> dict[str, Resource]:
    pages = pages_of(entries, rows)
    folder = column.removesuffix(".htm")
    names = [column, *(f"{folder}/{number}.htm" for number in range(len(pages) - 1, 0, -1))]
    found: dict[str, Resource] = {}
    for number, (name, page) in enumerate(zip(names, pages, strict=True)):

        def text(page: Sequence[Entry] = page, number: int = number) -> str:
            return _list_page(names, menu, page, number)

        found[name] = static("list", text, modified)
    found[f"{folder}/0.htm"] = static("stub", lambda: stub(_SHELL), modified)
    return found


def _list_page(names: Sequence[str], menu: str, entries: Sequence[Entry], number: int) -> str:
    items = "\n".join(
        f'<li id="line_u13_{place}">'
        f'<a href="{escape(path_of(entry.url))}" target="_blank" title="{escape(entry.text)}">'
        f"{escape(entry.text)}</a><span>{entry.day:%Y-%m-%d}</span></li>"
        for place, entry in enumerate(entries)
    )
    content = f"""<div class="posi">当前位置: {breadcrumb(_TOP, " &gt;&gt; ")}</div>
<div class="subnav">{menu}</div>
<ul class="txtList">
{items}
</ul>
<div class="pb_sys_common">{_pager(names, number)}</div>
<script language="javascript" src="/system/resource/js/gotopage.js"></script>"""
    return _SHELL.page("政府信息公开年报-麦积区人民政府网", content)


def _pager(names: Sequence[str], number: int) -> str:
    """The row of page links; the jump box knows the number of pages."""
    count = len(names)
    links = "".join(
        f'<span class="p_no_d">{place + 1}</span>'
        if place == number
        else f'<span class="p_no"><a href="{name}">{place + 1}</a></span>'
        for place, name in enumerate(names)
    )
    forward = (
        f'<span class="p_next p_fun"><a href="{names[number + 1]}">下页</a></span>'
        f'<span class="p_last p_fun"><a href="{names[-1]}">尾页</a></span>'
        if number + 1 < count
        else '<span class="p_next_d p_fun_d">下页</span><span class="p_last_d p_fun_d">尾页</span>'
    )
    return (
        f'<span class="p_pages">{links}{forward}</span><span class="p_t">共{count}页</span>'
        f'<a href="javascript:;" onclick="_simple_list_gotopage_fun({count},&quot;u13_goto&quot;,2)">跳转</a>'
    )


def _article(world: World, article: Article) -> dict[str, Resource]:
    shown = article.shown_on if isinstance(article, Report) else article.published_on
    title = escape(article.title)

    def text() -> str:
        head = meta_tags((("pageType", "2"), ("ArticleTitle", article.title), ("PubDate", f"{shown:%Y-%m-%d %H:%M}")))
        content = f"""<div class="posi">当前位置: {breadcrumb(_steps(article), " &gt;&gt; ")} &gt;&gt; 正文</div>
<div class="dtl"><h1>{title}</h1>
<div class="dtl-tool">时间:{shown:%Y-%m-%d} 点击: <span id="dynclicks"></span> 【字体: <a href="javascript:;">大</a>
<a href="javascript:;">小</a>】 <a href="javascript:exportWord()">【下载Word】</a>
<a href="javascript:exportPdf()">【下载PDF】</a></div>
<div class="dtl-list"><ul>{_metadata(article)}</ul></div>
<div id="vsb_content_2"><div class="v_news_content">
{article_body(world, article, attachment_text=lambda report: f"{report.title}.{report.carrier}")}
</div></div>
<div class="prenext"><p>上一条：<a href="{MAIJI_COLUMN}.htm">返回列表</a></p><p>下一条：无</p></div>
<div class="bdsharebuttonbox">分享到：<a class="bds_weixin"></a><a class="bds_tsina"></a></div></div>"""
        return _SHELL.page(f"{article.title}-麦积区人民政府网", content, head=head)

    page = static("report", text, noon(shown.year, shown.month, shown.day))
    found = {path_of(url): page for url in pages_urls(article)}
    if isinstance(article, Report) and article.carrier != "page":
        found[path_of(article.urls[-1])] = attachment_of(world, article)
    return found


def _steps(article: Article) -> list[tuple[str, str]]:
    if isinstance(article, Distraction):
        return _TOP
    return [*_TOP, (str(article.year), f"{MAIJI_COLUMN}/a{article.year}.htm")]


def _metadata(article: Article) -> str:
    if not isinstance(article, Report):
        return ""
    lines = (
        ("索 引 号", article.index_number or ""),
        ("主题分类", "麦积区" if article.year > 2021 else ""),
        ("发布机构", "政府办"),
        ("组配分类", ""),
        ("发文字号", article.document_number or ""),
        ("成文日期", ""),
        ("标  题", article.title),
    )
    return "".join(f"<li><b>{label}:</b><em>{escape(value)}</em></li>" for label, value in lines)
