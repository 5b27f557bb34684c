"""A county on ASP.NET WebForms: lists whose pages turn by posting ``__VIEWSTATE`` back (``__doPostBack``), tables whose
links are dates, a bureau's 年度报告 as bare years, bureaus below ``/web/jyj/`` each with a default page of its own."""

from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import count
from urllib.parse import quote

from demo.model import Organ
from tests.support.replicas.beside import decoys, news
from tests.support.replicas.builder import Article, Builder, Entry, newest_first, parameters, windows
from tests.support.replicas.columns import Column, filed
from tests.support.replicas.look import Look, items, links
from tests.support.replicas.model import Answer, Replica, Request
from tests.support.replicas.organs import Place, below, bureaus, government
from tests.support.replicas.surround import posts

COUNTY = Place("弋阳县", "361126", "county")
HOST = "www.yyxian.gov.cn"
ORIGIN = f"http://{HOST}"


def _frame(article: Article) -> str:
    return (
        f"<span id='ctl00_lblTitle' class='bt'>{escape(article.title)}</span><br><span id='ctl00_lblInfo'>【发布日期】"
        f"{article.day:%Y/%m/%d} 【信息来源】{article.source}</span><div id='ctl00_divContent'>{article.body}</div>"
    )


def build() -> Replica:
    menu = (
        ("首页", "/Default.aspx"),
        ("今日弋阳", "/List.aspx?cid=2"),
        ("部门网站", "/Dept.aspx"),
        ("县政府信息公开", "/Open/Index.aspx"),
    )
    look = Look("弋阳县政府网", COUNTY, menu, skin=1, code="colon", home="/Default.aspx")
    builder = Builder("webforms", "ASP.NET", f"{ORIGIN}/", look, _frame)
    serial = count(618, 5)
    shown = posts(
        builder, news("webforms", 60), lambda *_: f"/Show.aspx?id={next(serial)}", date(2025, 4, 1), column="今日弋阳"
    )
    _postback(builder, look, 2, "今日弋阳", shown, 12, reports=False)
    own = Column(builder, lambda *_: f"/Show.aspx?id={next(serial)}", "弋阳县人民政府{year}年政府信息公开年度报告")
    found = own.reports(government(COUNTY), [*range(2008, 2016), *range(2018, 2025)])
    found += posts(
        builder,
        decoys("弋阳县", 2019, (0, 1, 2, 3, 5, 8, 10)),
        lambda *_: f"/Show.aspx?id={next(serial)}",
        date(2020, 5, 2),
    )
    _postback(builder, look, 57, "年度报告", newest_first(found), 7)
    towns = _postback(builder, look, 61, "乡镇工作年报", _towns(builder, serial), 6, dated=True)
    left = (("公开指南", "/Open/Guide.aspx"), ("年度报告", "/List.aspx?cid=57"), ("乡镇工作年报", towns))
    builder.page("/Open/Guide.aspx", "公开指南", "<p>见各部门。</p>")
    frame = f"<table width='200'><tr><td>{links(left, '</td></tr><tr><td>')}</td></tr></table>"
    builder.page("/Open/Index.aspx", "县政府信息公开", frame)
    organs = bureaus(COUNTY, 4, 0)
    sites = [(organ.name, _site(builder, place, organ, serial)) for place, organ in enumerate(organs)]
    builder.page("/Dept.aspx", "部门网站", f"<ul>{items(sites)}</ul>")
    builder.page("/Default.aspx", look.site, f"<p>{links([(one.text, one.url) for one in shown[:5]], '<br>')}</p>")
    builder.move("/", "/Default.aspx")
    return builder.replica()


def _towns(builder: Builder, serial: "count[int]") -> list[Entry]:
    found: list[Entry] = []
    for name, code in (("漆工镇", "qgz"), ("曹溪镇", "cxz"), ("圭峰镇", "gfz"), ("湾里乡", "wlx")):
        column = Column(builder, lambda *_: f"/Show.aspx?id={next(serial)}", "{organ}{year}年政府信息公开工作年度报告")
        found += column.reports(below(COUNTY, name, code), range(2021, 2025))
    return newest_first(found)


def _site(builder: Builder, place: int, organ: Organ, serial: "count[int]") -> str:
    """A bureau's own pages: home, 政务公开, 年度报告 with bare years, some in Word."""
    base = f"/web/{organ.code}"
    menu = (("本局首页", f"{base}/Default.aspx"), ("政务公开", f"{base}/Zwgk.aspx"), ("县政府网", "/Default.aspx"))
    look = Look(
        f"弋阳县{organ.short.removeprefix('弋阳县')}", COUNTY, menu, skin=place, code="", home=f"{base}/Default.aspx"
    )
    forms = filed("docx", 2022, when=bool(place % 2))
    column = Column(
        builder,
        lambda *_: f"{base}/Info.aspx?nid={next(serial)}",
        "{organ}{year}年政府信息公开工作年度报告",
        shown="{year}年",
        forms=forms,
        file=lambda _, year, form: f"{base}/UploadFiles/{quote('年报')}{year}.{form}",
        look=look,
        source=organ.name,
    )
    reports = newest_first(column.reports(organ, range(2019, 2025)))
    others = posts(
        builder,
        decoys(organ.short, 2022, (0, 5, 12)),
        lambda *_: f"{base}/Info.aspx?nid={next(serial)}",
        date(2023, 8, 8),
        look=look,
    )
    cells = "".join(f"<td><a href='{escape(one.url.removeprefix(ORIGIN))}'>{one.text}</a></td>" for one in reports)

    def text(emptied: bool) -> str:
        return look.page("年度报告", f"<h3>政府信息公开年度报告</h3><table><tr>{'' if emptied else cells}</tr></table>")

    builder.listing(f"{base}/Ndbg.aspx", text, column=True, look=look)
    menu_inner = [("年度报告", f"{base}/Ndbg.aspx"), *((one.text, one.url.removeprefix(ORIGIN)) for one in others)]
    builder.page(f"{base}/Zwgk.aspx", "政务公开", f"<ul>{items(menu_inner)}</ul>", look=look)
    builder.page(f"{base}/Default.aspx", look.site, f"<p>欢迎访问{organ.name}网站。</p>", look=look)
    return f"{base}/Default.aspx"


def _postback(
    builder: Builder,
    look: Look,
    cid: int,
    name: str,
    entries: Sequence[Entry],
    rows: int,
    *,
    dated: bool = False,
    reports: bool = True,
) -> str:
    """A GridView: page N by a POST of its whole form with ``Page$N`` as argument; without the state, page 1 again."""
    pages, url = windows(entries, rows), f"/List.aspx?cid={cid}"

    def state(number: int) -> str:
        return f"/wEPDwUKLTY{cid * 7919 + number}DxYCHgRwYWdlAg{number}ZGQ="

    def line(one: Entry) -> str:
        link = f"href='{escape(one.url.removeprefix(ORIGIN))}'"
        if dated:
            return f"<tr><td>{one.text}</td><td><a {link}>{one.day:%Y-%m-%d}</a></td></tr>"
        return f"<tr><td><a {link}>{one.text}</a></td><td>{one.day:%Y-%m-%d}</td></tr>"

    def text(number: int, emptied: bool) -> str:
        numbers = "".join(
            f"<td><span>{other}</span></td>"
            if other == number + 1
            else f'<td><a href="javascript:__doPostBack(&#39;ctl00$gv&#39;,&#39;Page${other}&#39;)">{other}</a></td>'
            for other in range(1, len(pages) + 1)
        )
        form = (
            f"<form name='aspnetForm' method='post' action='List.aspx?cid={cid}' id='aspnetForm'>"
            "<input type='hidden' name='__EVENTTARGET' id='__EVENTTARGET' value=''>"
            "<input type='hidden' name='__EVENTARGUMENT' id='__EVENTARGUMENT' value=''>"
            f"<input type='hidden' name='__VIEWSTATE' id='__VIEWSTATE' value='{state(number)}'>"
            "<script>function __doPostBack(t,a){var f=document.forms['aspnetForm'];f.__EVENTTARGET.value=t;"
            "f.__EVENTARGUMENT.value=a;f.submit();}</script>"
            f"<table id='ctl00_gv'>{'' if emptied else ''.join(map(line, pages[number]))}"
            f"<tr><td><table><tr>{'' if emptied else numbers}</tr></table></td></tr></table></form>"
        )
        return look.page(f"{name}-{look.site}", f"<h2>{name}</h2>{form}")

    def asked(request: Request) -> int:
        form = parameters(request)
        argument = form.get("__EVENTARGUMENT", "")
        known = form.get("__VIEWSTATE") in {state(number) for number in range(len(pages))}
        if (
            request.method != "POST"
            or not known
            or form.get("__EVENTTARGET") != "ctl00$gv"
            or not argument.startswith("Page$")
        ):
            return 1
        return min(max(int(argument[5:] or 1), 1), len(pages)) if argument[5:].isdigit() else 1

    def run(request: Request, emptied: bool) -> Answer | None:
        if request.path != url:
            return None
        return Answer(
            headers=(("Content-Type", "text/html; charset=utf-8"),), body=text(asked(request) - 1, emptied).encode()
        )

    builder.program(HOST, url, run)
    where = ORIGIN + url
    if reports:
        builder.listed(where, column=True)
    for other in range(2, len(pages) + 1):
        body = f"__EVENTTARGET={quote('ctl00$gv')}&__EVENTARGUMENT={quote(f'Page${other}')}"
        body += f"&__VIEWSTATE={quote(state(0), safe='')}"
        builder.way(
            where,
            where,
            f"__doPostBack(&#39;ctl00$gv&#39;,&#39;Page${other}&#39;)",
            state(0),
            method="POST",
            body=body.encode(),
            content_type="application/x-www-form-urlencoded",
        )
    return url
