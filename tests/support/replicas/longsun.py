"""Longsun: an organ's reports at ``/public/column/<organ>?type=3&action=list``, articles under two addresses."""

from collections.abc import Sequence
from html import escape
from urllib.parse import urlsplit

from tests.support.replicas.builder import Article, Builder, Entry, number_of, parameters, windows
from tests.support.replicas.look import Look
from tests.support.replicas.model import Answer, Request

_HTML = (("Content-Type", "text/html;charset=UTF-8"),)


def frame(article: Article) -> str:
    """The article page."""
    return (
        f'<h1 class="newstitle">{escape(article.title)}</h1><div class="div_table_suoyin"><table><tr><th>发布机构</th>'
        f"<td>{escape(article.source)}</td><th>发布日期</th><td>{article.day}</td></tr></table></div>"
        f'<div id="zoom" class="wzcon">{article.body}</div>'
    )


def addresses(site: str, organ: int, content: int) -> tuple[str, str]:
    """The two addresses of one article; ``site`` is the prefix of a sub-site."""
    return f"{site}/public/{organ}/{content}.html", f"{site}/public/content/{content}"


def column(
    builder: Builder,
    host: str,
    site: str,
    organ: int,
    name: str,
    entries: Sequence[Entry],
    *,
    look: Look,
    rows: int,
    counted: bool = False,
) -> str:
    """The report column of an organ; ``counted``: the template prints the total. Gives its address."""
    path = f"{site}/public/column/{organ}"
    pages = windows(entries, rows)
    base = f"http://{host}{path}?type=3&action=list"

    def run(request: Request, emptied: bool) -> Answer | None:
        asked = parameters(request)
        number = number_of(asked.get("pageIndex"), 1)
        if asked.get("type") != "3" or asked.get("action", "list") != "list" or urlsplit(request.path).path != path:
            return None
        page = pages[number - 1] if number and number <= len(pages) and not emptied else ()
        text = look.page(f"{name}-政府信息公开年报", _list(name, page, number or 1, len(pages), len(entries), counted))
        return Answer(headers=_HTML, body=text.encode(look.charset))

    def alias(request: Request) -> str | None:
        asked = parameters(request)
        if asked.get("type") != "3" or urlsplit(request.path).path != path:
            return None
        return base + (f"&pageIndex={asked['pageIndex']}" if asked.get("pageIndex", "1") not in ("", "1") else "")

    builder.program(host, path, run, alias)
    builder.listed(base, column=True)
    for number in range(2, len(pages) + 1):
        builder.way(base, f"{base}&pageIndex={number}", f"pageCount:{len(pages)}", "Ls.pagination")
        builder.listed(f"{base}&pageIndex={number}")
    return base


def _list(name: str, entries: Sequence[Entry], number: int, pages: int, total: int, counted: bool) -> str:
    lines = "".join(
        f'<li><div><a class="title" href="{escape(entry.url)}" title="{escape(entry.text)}" target="_blank">'
        f"{escape(entry.text)}</a><span class='date'>{entry.day}</span></div></li>"
        for entry in entries
    )
    pager = "" if pages == 1 else _PAGER % (number, pages, number, pages)
    stated = f"<p>共 {total} 条</p>" if counted else ""
    box = '<div id="page_public_info"></div>'
    return f'<h2>{name} 政府信息公开年报</h2><ul class="gk_list">{lines}</ul>{stated}{box}{pager}'


_PAGER = """<script>
var Ls = { pagination: function (box, turn, options) {
  var html = '';
  for (var i = 1; i <= options.pageCount; i++) html += '<a href="javascript:turn(' + i + ')">' + i + '</a> ';
  document.querySelector(box).innerHTML = html;
} };
function turn(page) { location.href = location.href.replace(/&pageIndex=\\d+/, '') + '&pageIndex=' + page; }
Ls.pagination("#page_public_info", turn, {currPage:%d,pageCount:%d,param:"pageSize=15"});
</script><noscript>第%d页 / 共%d页</noscript>"""
