"""A city on PHPCMS, every address a query: 信息公开年报 by catid, reports as PDF in a viewer's frame, bureaus by
catid from a list of units, and 老版网站 on a host of its own that has what is older."""

from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import count

from demo.model import Organ
from tests.support.replicas.beside import decoys, news
from tests.support.replicas.bodies import Form
from tests.support.replicas.builder import Article, Builder, Entry, newest_first, windows
from tests.support.replicas.columns import Column
from tests.support.replicas.look import Look, items, links
from tests.support.replicas.model import Answer, Replica
from tests.support.replicas.organs import Place, bureaus, government, zone
from tests.support.replicas.surround import posts, ul

CITY = Place("莱芜市", "371200", "city")
ORIGIN = "http://www.lwushi.gov.cn"
OLD = "http://old.lwushi.gov.cn"
VIEWER = "/statics/js/pdfjs/web/viewer.html"


def _lists(catid: int, page: int = 1) -> str:
    return f"/index.php?m=content&c=index&a=lists&catid={catid}" + (f"&page={page}" if page > 1 else "")


def _show(catid: int, number: int) -> str:
    return f"/index.php?m=content&c=index&a=show&catid={catid}&id={number}"


def _frame(article: Article) -> str:
    return (
        f"<div id='Article'><h1>{escape(article.title)}<br><span>{article.day} 09:30:00　　来源：{article.source}　"
        f"　点击：</span></h1><div class='content'>{article.body}</div></div>"
    )


def build() -> Replica:
    menu = (("首页", "/"), ("要闻", _lists(6)), ("信息公开", "/index.php?m=xxgk"), ("老版网站", f"{OLD}/"))
    look = Look("莱芜政务网", CITY, menu, skin=2, code="script")
    builder = Builder("phpcms", "PHPCMS", f"{ORIGIN}/", look, _frame)
    serial = count(4051, 3)
    _column(
        builder,
        look,
        6,
        "要闻",
        posts(builder, news("phpcms", 45), lambda *_: _show(6, next(serial)), date(2025, 3, 1)),
        15,
        reports=False,
    )
    own = _reports(builder, look, serial, government(CITY), 31, range(2015, 2025), pdf=range(2019, 2024))
    units = [
        (
            organ.name,
            _reports(
                builder,
                look,
                serial,
                organ,
                110 + place * 7,
                range(2018, 2025 - place % 2),
                pdf=range(2021, 2023) if place % 2 else (),
            ),
        )
        for place, organ in enumerate([*bureaus(CITY, 3, 10), zone(CITY, "高新技术产业开发区", "gxq")])
    ]
    viewer = "<html><head><title>PDF.js viewer</title><script src='viewer.js'></script></head><body></body></html>"
    builder.program(
        "www.lwushi.gov.cn", VIEWER, lambda *_: Answer(headers=(("Content-Type", "text/html"),), body=viewer.encode())
    )
    rows = "".join(
        f"<tr><td>{name}</td><td><a href='/index.php?m=xxgk&amp;c=guide&amp;unit={place}'>指南</a></td>"
        f"<td><a href='{escape(url)}'>年报</a></td></tr>"
        for place, (name, url) in enumerate(units)
    )
    for place, (name, _) in enumerate(units):
        builder.page(f"/index.php?m=xxgk&c=guide&unit={place}", f"{name}信息公开指南", "<p>本指南每年更新。</p>")
    builder.page(
        "/index.php?m=xxgk&a=units",
        "部门信息公开",
        f"<table><tr><th>单位</th><th>公开指南</th><th>信息公开年报</th></tr>{rows}</table>",
    )
    tree = (("信息公开年报", own), ("部门信息公开", "/index.php?m=xxgk&a=units"))
    builder.page("/index.php?m=xxgk", "信息公开", f"<ul>{items(tree)}</ul>")
    builder.page("/", look.site, f"<p>{links(menu)}</p>")
    _old(builder)
    return builder.replica()


def _reports(
    builder: Builder, look: Look, serial: "count[int]", organ: Organ, catid: int, years: range, pdf: Sequence[int]
) -> str:
    """A column; the PDF of a report is shown in a frame, and nothing on its page links to it."""
    forms: dict[int, Form] = dict.fromkeys(pdf, "pdf")

    def file(_: str, year: int, __: Form) -> str:
        return f"/uploadfile/{year + 1}/0{catid % 9 + 1}15/{year + 1}0115{catid:03d}{year % 97:03d}.pdf"

    link = f'<iframe src="{VIEWER}?file={{url}}" width="100%" height="900"></iframe>'
    column = Column(
        builder,
        lambda _, __, ___: _show(catid, next(serial)),
        "{organ}{year}年政府信息公开年度报告",
        forms=forms,
        file=file,
        link=link,
        source=organ.name,
    )
    found = column.reports(organ, years)
    for year in pdf:  # a browser asks for the viewer's file
        entry = next(one for one in found if one.title.startswith(f"{organ.name}{year}"))
        where = file("", year, "pdf")
        builder.way(entry.url, where, f"viewer.html?file={where}")
    texts = decoys(organ.short, max(years) - 1, (4, 6, 7, 13))
    found += posts(builder, texts, lambda *_: _show(catid, next(serial)), date(max(years), 3, 1))
    _column(builder, look, catid, f"{organ.short}信息公开年报", newest_first(found), 5)
    return _lists(catid)


def _column(
    builder: Builder, look: Look, catid: int, name: str, entries: Sequence[Entry], rows: int, *, reports: bool = True
) -> None:
    pages = windows(entries, rows)
    for number, page in enumerate(pages, 1):
        lines = "".join(
            f'<li><span class="rt">{one.day}</span>·<a href="{escape(one.url)}" target="_blank">{one.text}</a></li>'
            for one in page
        )
        turn = f'<a class="a1">{len(entries)}条</a> '
        if number > 1:
            turn += f'<a href="{escape(_lists(catid, number - 1))}" class="a1">上一页</a> '
        turn += " ".join(
            f"<span>{other}</span>" if other == number else f'<a href="{escape(_lists(catid, other))}">{other}</a>'
            for other in range(1, len(pages) + 1)
        )
        if number < len(pages):
            turn += f' <a href="{escape(_lists(catid, number + 1))}" class="a1">下一页</a>'

        def text(emptied: bool, lines: str = lines, turn: str = turn) -> str:
            shown = "" if emptied else f"{lines}</ul><div id='pages'>{turn}</div>"
            return look.page(f"{name} - {look.site}", f"<h2>{name}</h2><ul class='list lh24 f14'>{shown}")

        where = builder.put(_lists(catid, number), text)
        if reports:
            builder.listed(where, column=number == 1)


def _old(builder: Builder) -> None:
    """What was before the move: one page of everything, files only up to 2011."""
    look = Look("莱芜市人民政府（老版）", CITY, (("首页", "/"), ("公开", "/gk.htm")), "gbk", skin=0, code="", home="/")
    organ = government(CITY)
    found = [builder.bare_file(organ, year, f"{OLD}/upfile/gknb{year}.docx", form="docx") for year in range(2008, 2012)]
    title = "莱芜市{}年政府信息公开工作年度报告"
    found += [
        builder.report(organ, year, f"{OLD}/news/{year * 7}.htm", title=title.format(year), look=look)
        for year in range(2012, 2015)
    ]
    shown = [Entry(one.url.removeprefix(OLD), f"莱芜市{one.day.year - 1}年度报告", one.day) for one in found]
    text = lambda emptied: look.page("年度报告", ul([] if emptied else newest_first(shown), titles=False))  # noqa: E731
    builder.listing(f"{OLD}/gknb.htm", text, column=True, look=look)
    builder.page(f"{OLD}/gk.htm", "政府信息公开", f"<p>{links((('年度报告', '/gknb.htm'),))}</p>", look=look)
    builder.page(f"{OLD}/", look.site, f"<p>{links(look.menu)}</p><p>本站已停止更新，请访问新站。</p>", look=look)
