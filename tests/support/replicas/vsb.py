"""VSB: ``<column>.htm``, then ``<column>/<N-1>.htm`` counting down to ``1.htm``; articles ``/info/<tree>/<id>.htm``."""

from collections.abc import Callable, Iterable, Sequence
from html import escape

from demo.model import Organ
from tests.support.replicas.bodies import published
from tests.support.replicas.builder import Article, Builder, Entry, newest_first, windows
from tests.support.replicas.look import Look
from tests.support.replicas.organs import Place


def frame(article: Article) -> str:
    """The article page of a VSB site."""
    return (
        f'<form name="_newscontent_fromname"><h1>{escape(article.title)}</h1>'
        f"<div class='dtl-list'><ul><li>发文机关：<em>{escape(article.source)}</em></li>"
        f"<li>成文日期：<em>{article.day}</em></li></ul></div>"
        f'<div id="vsb_content_2"><div class="v_news_content">{article.body}</div></div></form>'
    )


def names(column: str, pages: int) -> list[str]:
    """The paths of a column's pages, first to last."""
    folder = column.removesuffix(".htm")
    return [column, *(f"{folder}/{number}.htm" for number in range(pages - 1, 0, -1))]


def column(
    builder: Builder,
    url: str,
    name: str,
    entries: Sequence[Entry],
    *,
    look: Look,
    rows: int,
    mark: bool = True,
    beside: str = "",
) -> str:
    """A list; ``mark``: an organ's column. Gives its URL."""
    pages = windows(entries, rows)
    paths = names(url, len(pages))
    for number, (path, page) in enumerate(zip(paths, pages, strict=True)):
        text = _page(name, page, _pager(paths, number, len(entries)), look, beside)
        builder.listing(path, text, look=look, column=mark and not number)
    return url


def _page(name: str, entries: Sequence[Entry], pager: str, look: Look, beside: str) -> Callable[[bool], str]:
    def text(emptied: bool) -> str:
        shown = "\n".join(
            f'<li id="line_u9_{place}"><a href="{escape(entry.url)}" title="{escape(entry.text)}">'
            f"{escape(entry.text)}</a><span>{entry.day}</span></li>"
            for place, entry in enumerate([] if emptied else entries)
        )
        return look.page(name, f'<div class="posi">{name}</div>{beside}<ul class="txtList">{shown}</ul>{pager}')

    return text


def _pager(paths: Sequence[str], number: int, records: int) -> str:
    def link(text: str, place: int) -> str:
        return f'<a href="{paths[place]}">{text}</a>'

    if len(paths) == 1:
        return f'<span class="p_pages"><span class="p_t">共{records}条</span></span>'
    turns = [link("首页", 0), link("上页", number - 1)] if number else []
    turns += [link("下页", number + 1), link("尾页", len(paths) - 1)] if number + 1 < len(paths) else []
    return (
        f'<span class="p_pages">{" ".join(turns)}<span class="p_t">共{records}条 共{len(paths)}页</span></span>'
        f'<a href="javascript:;" onclick="_simple_list_gotopage_fun({len(paths)},&quot;u9_goto&quot;,2)">跳转</a>'
    )


def bureau(
    builder: Builder,
    organ: Organ,
    place: Place,
    origin: str,
    years: Iterable[int],
    *,
    rows: int,
    charset: str = "utf-8",
    tree: int = 1041,
) -> str:
    """A department's own host with its column; gives its home page."""
    look = Look(
        organ.name, place, (("网站首页", "/index.htm"), ("政务公开", "/zwgk.htm")), charset, skin=2, home="/index.htm"
    )
    entries: list[Entry] = []
    for year in years:
        number = 3000 + year * 3 % 97 + len(entries) * 100
        url = f"{origin}/info/{tree}/{number}.htm"
        day = published(organ, year)
        entries.append(
            builder.report(
                organ, year, url, look=look, frame=frame, day=day, column="政府信息公开年报", source="办公室"
            )
        )
    listing = f"{origin}/zwgk/zfxxgknb.htm"
    column(builder, listing, "政府信息公开年报", newest_first(entries), look=look, rows=rows)
    builder.page(f"{origin}/zwgk.htm", "政务公开", '<p><a href="zwgk/zfxxgknb.htm">政府信息公开年报</a></p>', look=look)
    builder.page(f"{origin}/index.htm", organ.name, "<p>欢迎访问</p>", look=look)
    return builder.page(f"{origin}/", organ.name, "<p>欢迎访问</p>", look=look)
