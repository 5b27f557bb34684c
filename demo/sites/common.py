"""What the pages of all replicas share: the shell around the content, entries of lists, the article of a report."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from posixpath import relpath
from urllib.parse import urlsplit

from demo.attachments import CONTENT_TYPES, attachment_bytes
from demo.body import Paragraph, Part, body_of
from demo.forms import COLUMNS, lines_of
from demo.html import parts_to_html, sheet_to_html
from demo.model import Cell, Distraction, Layout, PortalWorld, Report, World
from demo.resource import Resource, noon
from demo.sheets import Sheet, tabulate

Article = Report | Distraction
_STYLE = """
body { margin: 0; font-family: "Microsoft YaHei", sans-serif; line-height: 1.8; color: #333; }
.top, .footer { background: #f2f2f2; padding: 8px 6%%; font-size: 13px; }
.header { padding: 18px 6%%; } .header .logo { font-size: 30px; font-weight: bold; color: %s; text-decoration: none; }
.header form { float: right; } .nav { background: %s; margin: 0; padding: 8px 6%%; list-style: none; }
.nav li { display: inline; margin-right: 28px; } .nav a { color: #fff; text-decoration: none; }
body > div:not([class^=top]):not([class^=header]):not([class^=footer]) { margin: 12px 6%%; }
table { border-collapse: collapse; } td { min-width: 2em; }
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: its URL, its text and the day beside it."""

    url: str
    text: str
    day: date


@dataclass(frozen=True, slots=True)
class Shell:
    """What stands around every page of a portal."""

    charset: str
    site_name: str
    site_code: str
    icp: str
    police: str
    sponsor: str
    colour: str
    menu: Sequence[tuple[str, str]]

    def page(self, title: str, content: str, *, head: str = "") -> str:
        """A whole page."""
        links = "".join(f'<li><a href="{escape(url)}">{escape(text)}</a></li>' for text, url in self.menu)
        record = "".join(letter for letter in self.police if letter.isdigit())
        return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta http-equiv="Content-Type" content="text/html; charset={self.charset}">
<title>{escape(title)}</title>
{head}<style type="text/css">{_STYLE % (self.colour, self.colour)}</style>
<script>var siteNow = function () {{ return new Date().toLocaleDateString(); }};</script>
</head>
<body>
<div class="top"><span>网站支持IPv6</span> <a href="/wza/">无障碍阅读</a> <a href="/mobile/">手机版</a></div>
<div class="header"><a class="logo" href="/">{escape(self.site_name)}</a>
<form action="/search" method="get"><input name="q" placeholder="请输入关键词"><button>搜索</button></form></div>
<ul class="nav">{links}</ul>
{content}
<div class="footer">
<p>主办单位：{escape(self.sponsor)} 承办单位：{escape(self.site_name)}运行维护中心</p>
<p>网站标识码{self.site_code} <a href="https://beian.miit.gov.cn/">{escape(self.icp)}</a>
<a href="https://beian.mps.gov.cn/#/query/webSearch?code={record}">{escape(self.police)}</a></p>
<p>版权所有：{escape(self.sponsor)} 未经许可不得镜像
<a href="/site/map/">网站地图</a> <a href="/site/us/">联系我们</a></p>
</div>
</body>
</html>
"""


def meta_tags(pairs: Iterable[tuple[str, str]]) -> str:
    """The head's meta tags, one line each."""
    return "".join(f'<meta name="{escape(name)}" content="{escape(value)}">\n' for name, value in pairs)


def breadcrumb(steps: Sequence[tuple[str, str]], mark: str = " &gt; ") -> str:
    """The path of a page, as links."""
    return mark.join(f'<a href="{escape(url)}">{escape(text)}</a>' for text, url in steps)


def path_of(url: str) -> str:
    """A URL's path and query, as a request asks for it."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def pages_urls(article: Article) -> tuple[str, ...]:
    """The URLs of an article's pages."""
    return article.pages if isinstance(article, Report) else (article.url,)


def relative(url: str, listing: str) -> str:
    """A URL as a list page in the folder ``listing`` writes it: ``./202401/t….htm``."""
    return f"./{relpath(urlsplit(url).path, listing)}"


def entries_of(articles: Iterable[Article]) -> list[Entry]:
    """Newest first."""
    found = [Entry(pages_urls(article)[0], article.title, article.published_on) for article in articles]
    return sorted(found, key=lambda entry: (entry.day, entry.url), reverse=True)


def pages_of(entries: Sequence[Entry], rows: int) -> list[Sequence[Entry]]:
    """The entries cut into list pages; an empty list is one empty page."""
    return [entries[start : start + rows] for start in range(0, len(entries), rows)] or [()]


def article_parts(world: World, article: Article) -> list[Part]:
    """What stands in the article's container: the report itself, or what leads to its attachment."""
    if isinstance(article, Distraction):
        return [Paragraph(text) for text in article.paragraphs]
    if article.carrier == "page":
        return list(body_of(article, world.seed))
    if article.carrier == "xlsx":
        return [part for part in body_of(article, world.seed) if not isinstance(part, Sheet)]
    return [Paragraph(f"《{article.title}》现予公布，全文见附件。")]


def article_body(world: World, article: Article, *, attachment_text: Callable[[Report], str] | None = None) -> str:
    """The inside of the article's container as HTML, with the link to its attachment."""
    layout = article.layout if isinstance(article, Report) else Layout()
    html = parts_to_html(article_parts(world, article), layout)
    if isinstance(article, Report) and article.carrier != "page":
        text = attachment_text(article) if attachment_text else f"{article.title}.{article.carrier}"
        html += f'\n<p>附件：<a href="{escape(path_of(article.urls[-1]))}">{escape(text)}</a></p>'
    if isinstance(article, Distraction) and article.kind == "notice":
        html += _empty_form(article)
    if isinstance(article, Distraction) and article.kind == "picture":
        html += f'\n<p align="center"><img src="/images/tj.png" alt="{escape(article.title)}"></p>'
    return html


def _empty_form(notice: Distraction) -> str:
    """Table 3 with nothing in it, as notices carry it for those who are to fill it in."""
    keys = [f"t3.{line.key}.{column}" for line in lines_of("C") for column, _ in COLUMNS]
    cells = dict.fromkeys(keys, Cell(None, ""))
    sheets = tabulate("C", notice.published_on.year, cells, Layout(), "third")
    return "\n<p>附件：年度报告格式（样表）</p>\n" + "\n".join(sheet_to_html(sheet, "clean") for sheet in sheets)


def attachment_of(world: World, report: Report) -> Resource:
    """The file that holds the report."""
    day = report.shown_on
    return Resource(
        "attachment",
        CONTENT_TYPES[report.carrier],
        lambda: attachment_bytes(report, world.seed),
        noon(day.year, day.month, day.day),
    )


def articles_of(portal: PortalWorld) -> list[Article]:
    """Reports and what stands beside them."""
    return [*portal.reports, *portal.distractions]


def stub(shell: Shell) -> str:
    """What the platform leaves in place of list pages that are no more: about 300 bytes that list nothing."""
    return (
        "<!DOCTYPE html>\n"
        f'<html><head><meta charset="{shell.charset}"><title>{escape(shell.site_name)}</title></head>\n'
        '<body><ul class="list"></ul>\n<script>var countPage = 1; var currentPage = 0;\n'
        "if (currentPage >= countPage) { document.getElementById('page').style.display = 'none'; }</script>\n"
        "</body></html>\n"
    )
