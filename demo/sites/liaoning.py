"""www.ln.gov.cn: opaque year folders, each article in a folder of its own (``/<32 hex>/index.shtml``)."""

from collections import defaultdict
from html import escape

from demo.addresses import LIAONING_ROOT
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

_ROOT_PAGE = f"{LIAONING_ROOT}/index.shtml"
_GROUPS = {"ln": "辽宁省政府", "shizfgzbg": "市政府工作报告", "bmzfxxgkgzndbg": "部门政府信息公开工作年度报告"}
_TOP = [("首页", "/"), ("政务公开", "/web/zwgkx/"), ("政府信息公开年报", _ROOT_PAGE)]
_SHELL = Shell(
    charset="utf-8",
    site_name="辽宁省人民政府",
    site_code="2100000037",
    icp="辽ICP备05023109号",
    police="辽公网安备21010302000287号",
    sponsor="辽宁省人民政府办公厅",
    colour="#a60a0a",
    menu=(*_TOP, ("政务服务", "/web/zwfw/"), ("互动交流", "/web/hdjl/")),
)


def site(world: World, portal: PortalWorld) -> Site:
    """The portal as served."""
    columns: dict[str, list[Article]] = defaultdict(list)
    years: dict[str, int] = {}
    for article in articles_of(portal):
        column = path_of(pages_urls(article)[0]).rsplit("/", 2)[0]
        columns[column].append(article)
        if isinstance(article, Report):
            years[column.rsplit("/", 1)[0]] = article.year
    latest = noon(2026, 1, 30)
    menu = _year_menu(years, list(columns))
    resources: dict[str, Resource] = {
        "/": static("home", lambda: _SHELL.page("辽宁省人民政府门户网站", trs.home(_SHELL, portal)), latest),
        _ROOT_PAGE: static("list", lambda: _column_page("政府信息公开年报", menu), latest),
    }
    for folder, year in years.items():
        inside = _groups(folder, list(columns))

        def text(year: int = year, inside: str = inside) -> str:
            return _column_page(f"{year}年政府信息公开年报", inside)

        resources[f"{folder}/index.shtml"] = static("list", text, latest)
    for column, articles in columns.items():
        folder, group = column.rsplit("/", 1)
        listing = trs.Listing(column, "shtml", f"{years[folder]}年{_GROUPS[group]}", breadcrumb(_TOP), menu)
        resources |= trs.list_pages(_SHELL, listing, entries_of(articles), world.rows, latest)
    for article in articles_of(portal):
        resources |= _article(world, article)
    return Site(portal.host, ("ln.gov.cn",), "nginx", "utf-8", resources)


def _column_page(title: str, content: str) -> str:
    where = f'<div class="dqwz">您所在的位置：{breadcrumb(_TOP)}</div>'
    return _SHELL.page(f"{title}-辽宁省人民政府", f'{where}\n<div class="content"><h2>{title}</h2>{content}</div>')


def _groups(folder: str, columns: list[str]) -> str:
    """The links to the groups of organs of one year."""
    groups = sorted(column.rsplit("/", 1)[1] for column in columns if column.startswith(f"{folder}/"))
    return " ".join(f'<a href="{folder}/{group}/index.shtml">{_GROUPS[group]}</a>' for group in groups)


def _year_menu(years: dict[str, int], columns: list[str]) -> str:
    newest_first = sorted(years.items(), key=lambda item: -item[1])
    lines = [
        f'<li><a href="{folder}/index.shtml">{year}年</a> {_groups(folder, columns)}</li>'
        for folder, year in newest_first
    ]
    return '<ul class="year-list">\n' + "\n".join(lines) + "\n</ul>"


def _article(world: World, article: Article) -> dict[str, Resource]:
    day = article.published_on
    title = escape(article.title)

    def text() -> str:
        head = meta_tags(
            (("SiteName", _SHELL.site_name), ("SiteIDCode", _SHELL.site_code), ("ArticleTitle", article.title))
        )
        content = f"""<div class="dqwz">您所在的位置：{breadcrumb(_TOP)}</div>
<div class="zfgz_xx"><h1 class="title">{title}</h1>
<div class="info"><span>发布时间：{day:%Y年%m月%d日}</span> <span>浏览次数：<b id="hits"></b></span>
<span class="font">【字体：<a href="javascript:size(18)">大</a> <a href="javascript:size(16)">中</a>】</span>
<span class="share">分享到：<a class="wechat" title="微信"></a><a class="weibo" title="微博"></a></span></div>
<div class="TRS_Editor"><style type="text/css">.TRS_Editor P{{line-height:2;font-size:12pt;}}</style>
{article_body(world, article)}
</div>
<div class="tools"><a href="javascript:window.print()">打印本页</a>
<a href="javascript:window.close()">关闭窗口</a></div></div>
<div class="related"><h3>相关链接</h3><ul><li><a href="{_ROOT_PAGE}">政府信息公开年报</a></li></ul></div>"""
        return _SHELL.page(f"{article.title}-辽宁省人民政府", content, head=head)

    found = {path_of(url): static("report", text, noon(day.year, day.month, day.day)) for url in pages_urls(article)}
    if isinstance(article, Report) and article.carrier != "page":
        found[path_of(article.urls[-1])] = attachment_of(world, article)
    return found
