"""www.zp.gov.cn: TRS WCM with ``.htm`` (福建 station group); the city's column and one for each office and town."""

from collections import defaultdict
from html import escape

from demo.addresses import ZHANGPING_COLUMN
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
    meta_tags,
    pages_urls,
    path_of,
)

_TOP = [("首页", "/"), ("政务公开", "/zwgk/"), ("政府信息公开年报", f"{ZHANGPING_COLUMN}/")]
_SHELL = Shell(
    charset="utf-8",
    site_name="漳平市人民政府",
    site_code="3508810001",
    icp="闽ICP备06008577号",
    police="闽公网安备35088102000102号",
    sponsor="漳平市人民政府办公室",
    colour="#1a5fa8",
    menu=(*_TOP, ("办事服务", "/bsfw/"), ("走进漳平", "/zjzp/")),
)


def site(world: World, portal: PortalWorld) -> Site:
    """The portal as served."""
    columns: dict[str, list[Article]] = defaultdict(list)
    owners: dict[str, str] = {ZHANGPING_COLUMN: portal.organ}
    for article in articles_of(portal):
        column = path_of(pages_urls(article)[0]).rsplit("/", 2)[0]
        columns[column].append(article)
        if isinstance(article, Report):
            owners[column] = article.organ.name
    latest = noon(2026, 1, 30)
    menu = _menu(owners)
    resources: dict[str, Resource] = {
        "/": static("home", lambda: _SHELL.page("中国漳平", trs.home(_SHELL, portal)), latest),
    }
    for column, articles in columns.items():
        listing = trs.Listing(column, "htm", f"{owners[column]}政府信息公开年报", breadcrumb(_TOP), menu)
        resources |= trs.list_pages(_SHELL, listing, entries_of(articles), world.rows, latest)
    for article in articles_of(portal):
        resources |= _article(world, article)
    return Site(portal.host, ("zp.gov.cn",), "Apache", "utf-8", resources)


def _menu(owners: dict[str, str]) -> str:
    lines = [
        f'<li><a href="{column}/">{escape(owner)}政府信息公开年报</a></li>'
        for column, owner in owners.items()
        if column != ZHANGPING_COLUMN
    ]
    return f"""<ul><li><a href="/zwgk/zfxxgkzl/zfxxgkzn/">政府信息公开指南</a></li>
<li><a href="/zwgk/zfxxgkzl/zfxxgkzd/">政府信息公开制度</a></li>
<li><a href="/zwgk/zfxxgkzl/fdzdgknr/">法定主动公开内容</a></li>
<li><a href="{ZHANGPING_COLUMN}/">政府信息公开年报</a></li></ul>
<h4>部门和乡镇年报</h4><ul>
{"".join(lines)}</ul>"""


def _article(world: World, article: Article) -> dict[str, Resource]:
    day = article.published_on
    title = escape(article.title)
    source = article.organ.name if isinstance(article, Report) else _SHELL.sponsor

    def text() -> str:
        head = meta_tags(
            (
                ("SiteName", _SHELL.site_name),
                ("SiteDomain", "www.zp.gov.cn"),
                ("SiteIDCode", _SHELL.site_code),
                ("ColumnName", "政府信息公开年报"),
                ("ColumnType", "政府信息公开年报"),
                ("ArticleTitle", article.title),
                ("PubDate", f"{day:%Y-%m-%d} 09:30"),
                ("ContentSource", source),
            )
        )
        content = f"""<div class="crumb">当前位置：{breadcrumb(_TOP)} &gt; 正文</div>
<div class="article"><div class="article_title">{title}</div>
<div class="article_info">时间：{day:%Y-%m-%d} 09:30
<span>来源：{escape(source)}</span> <span>字号：大 中 小</span></div>
<div class="file_info"><ul>{_metadata(article)}</ul></div>
<div class="article_content"><div class="TRS_Editor">
{article_body(world, article)}
</div></div>
<div class="article_end"><a href="javascript:;">【打印】</a><a href="javascript:;">【关闭】</a>
<div class="share">扫一扫在手机上查看当前页面</div></div>
<div class="prev_next"><p>上一篇：无</p><p>下一篇：<a href="{ZHANGPING_COLUMN}/">更多</a></p></div></div>"""
        return _SHELL.page(f"{article.title}_政府信息公开年报_漳平市人民政府", content, head=head)

    found = {path_of(url): static("report", text, noon(day.year, day.month, day.day)) for url in pages_urls(article)}
    if isinstance(article, Report) and article.carrier != "page":
        found[path_of(article.urls[-1])] = attachment_of(world, article)
    return found


def _metadata(article: Article) -> str:
    if not isinstance(article, Report):
        return ""
    lines = (
        ("索 引 号", article.index_number or ""),
        ("发文机关", article.organ.name),
        ("文　　号", article.document_number or ""),
        ("发布日期", f"{article.published_on:%Y-%m-%d}"),
    )
    return "".join(f"<li><b>{label}：</b><span>{escape(value)}</span></li>" for label, value in lines)
