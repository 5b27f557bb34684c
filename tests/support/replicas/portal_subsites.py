"""A county whose bureaus have sites of their own, each of another make and over TLS alone: ``list-23-2.html``, ThinkPHP
paths, a page state in a script, links by ``openDoc(…)``, folders by year; reached from a box 部门网站 in the footer."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from itertools import count

from demo.model import Organ
from tests.support.replicas.beside import decoys, news
from tests.support.replicas.builder import Builder, Entry, newest_first, windows
from tests.support.replicas.columns import Column
from tests.support.replicas.look import Look, items, links
from tests.support.replicas.model import Replica
from tests.support.replicas.organs import Place, bureaus, government
from tests.support.replicas.surround import posts, ul

COUNTY = Place("庆元县", "331126", "county")
DOMAIN = "qingyx.gov.cn"
ORIGIN = f"http://www.{DOMAIN}"


def build() -> Replica:
    menu = (("首页", "/"), ("庆元要闻", "/yw/"), ("信息公开", "/open/"))
    look = Look("庆元县人民政府", COUNTY, menu, skin=2, code="script")
    builder = Builder("subsites", "own sites", f"{ORIGIN}/", look)
    shown = posts(builder, news("subsites", 24), lambda number, day: f"/yw/{day.year}/{number}.html", date(2025, 1, 30))
    builder.page("/yw/", "庆元要闻", ul(shown))
    own = _state(builder, look, ORIGIN, government(COUNTY), range(2010, 2025), 7, "/open/nb")
    makers: Sequence[tuple[Callable[..., str], str]] = (
        (_numbered, "年度报告"),
        (_think, "公开年报"),
        (_opened, "工作年报"),
        (_folders, "信息公开年报"),
        (_plain_state, "政府信息公开年度报告"),
    )
    sites = []
    for place, (organ, (make, name)) in enumerate(zip(bureaus(COUNTY, 5, 0), makers, strict=True)):
        host = f"{organ.code}.{DOMAIN}"
        origin = f"https://{host}"
        builder.secure(host)
        inner = Look(
            organ.name,
            COUNTY,
            (("首页", "/"), ("政务公开", "/zwgk/")),
            "gbk" if place == 2 else "utf-8",
            place,
            "",
            "/",
        )
        target = make(builder, inner, origin, organ)

        def paper(number: int, _: date, origin: str = origin) -> str:
            return f"{origin}/tz/{number + 7}.html"

        extra = posts(
            builder,
            decoys(organ.short, 2022, (0, 5, 9)),
            paper,
            date(2023, 2, 2),
            look=inner,
        )
        near = [(one.text, one.url.removeprefix(origin)) for one in extra]
        builder.page(f"{origin}/zwgk/", "政务公开", f"<ul>{items(((name, target), *near))}</ul>", look=inner)
        builder.page(f"{origin}/", organ.name, f"<p>{organ.name}欢迎您。</p>", look=inner)
        sites.append((organ.short, f"{origin}/"))
    builder.page("/open/", "信息公开", f"<p>{links((('公开指南', '/open/zn.html'), ('年报', own)))}</p>")
    builder.page("/open/zn.html", "公开指南", "<p>指南。</p>")
    box = "".join(f"<option value='{url}'>{name}</option>" for name, url in sites)
    box = f"<select onchange=\"window.open(this.value)\"><option value=''>== 部门网站 ==</option>{box}</select>"
    builder.page(
        "/",
        look.site,
        f"<p>{links([(one.text, one.url) for one in shown[:5]], '<br>')}</p><div class='links'>{box}</div>",
    )
    return builder.replica()


def _found(
    builder: Builder,
    look: Look,
    organ: Organ,
    years: range,
    address: Callable[..., str],
    title: str = "{organ}{year}年政府信息公开工作年度报告",
) -> list[Entry]:
    found = Column(builder, address, title, look=look, source=organ.name).reports(organ, years)
    return newest_first(
        [*found, *posts(builder, decoys(organ.short, 2020, (10, 12, 13)), address, date(2021, 12, 1), look=look)]
    )


def _state(builder: Builder, look: Look, origin: str, organ: Organ, years: range, rows: int, base: str) -> str:
    """The rows stand in a state that the page's script draws from; pages by ``?p=``."""
    serial = count(88, 6)
    entries = _found(builder, look, organ, years, lambda *_: f"{origin}{base}/{next(serial)}.html")
    pages = windows(entries, rows)
    for place, page in enumerate(pages, 1):
        state = {
            "channel": {"name": "年报", "total": len(entries), "page": place, "size": rows},
            "list": [{"title": one.text, "path": one.url.removeprefix(origin), "date": str(one.day)} for one in page],
        }
        turn = "".join(f"<a href='?p={other}'>{other}</a> " for other in range(1, len(pages) + 1))
        told = json.dumps(state, ensure_ascii=False)
        inner = f"<div id='__app'></div><script>window.__INITIAL_STATE__={told};</script>"
        inner += f"<script src='/dist/app.js'></script>{turn}"

        def text(emptied: bool, inner: str = inner) -> str:
            return look.page("年报", "<div id='__app'></div>" if emptied else inner)

        for url in [f"{origin}{base}", f"{origin}{base}?p=1"] if place == 1 else [f"{origin}{base}?p={place}"]:
            builder.listing(url, text, column=url.endswith(base), look=look)
        for one in page:
            builder.way(
                f"{origin}{base}" + (f"?p={place}" if place > 1 else ""),
                one.url,
                f'"path": "{one.url.removeprefix(origin)}"',
            )
    return base


def _plain_state(builder: Builder, look: Look, origin: str, organ: Organ) -> str:
    return _state(builder, look, origin, organ, range(2019, 2025), 50, "/gk/annual")


def _numbered(builder: Builder, look: Look, origin: str, organ: Organ) -> str:
    """``list-23-1.html``, ``list-23-2.html``; articles ``show-23-155-1.html``."""
    serial = count(155)
    entries = _found(builder, look, organ, range(2014, 2025), lambda *_: f"{origin}/show-23-{next(serial)}-1.html")
    pages = windows(entries, 5)
    for place, page in enumerate(pages, 1):
        near = [Entry(one.url.removeprefix(f"{origin}/"), one.text, one.day) for one in page]
        turn = f"<a href='list-23-{max(place - 1, 1)}.html'>上页</a> <b>{place}</b>/{len(pages)} "
        turn += f"<a href='list-23-{min(place + 1, len(pages))}.html'>下页</a>"

        def text(emptied: bool, near: Sequence[Entry] = near, turn: str = turn) -> str:
            return look.page("年度报告", ul([] if emptied else near, titles=False) + turn)

        builder.listing(f"{origin}/list-23-{place}.html", text, column=place == 1, look=look)
    return "/list-23-1.html"


def _think(builder: Builder, look: Look, origin: str, organ: Organ) -> str:
    """``/index.php/home/list/9/p/2.html``; cards instead of lines."""
    serial = count(1021, 2)
    entries = _found(
        builder,
        look,
        organ,
        range(2016, 2025),
        lambda *_: f"{origin}/index.php/home/article/{next(serial)}.html",
        "{year}年{organ}政府信息公开工作年度报告",
    )
    pages = windows(entries, 4)
    for place, page in enumerate(pages, 1):
        cards = "".join(
            f"<div class='card' onclick=\"\"><p>{one.day}</p><h4>{one.text}</h4>"
            f"<a href='{escape(one.url.removeprefix(origin))}'>查看详情</a></div>"
            for one in page
        )
        turn = "".join(
            f"<a class='num' href='/index.php/home/list/9/p/{other}.html'>{other}</a>"
            for other in range(1, len(pages) + 1)
            if other != place
        )
        turn += (
            f"<a class='next' href='/index.php/home/list/9/p/{place + 1}.html'>&gt;&gt;</a>"
            if place < len(pages)
            else ""
        )
        url = f"{origin}/index.php/home/list/9{f'/p/{place}' if place > 1 else ''}.html"

        def text(emptied: bool, inner: str = cards + turn) -> str:
            return look.page("公开年报", "" if emptied else inner)

        builder.listing(url, text, column=place == 1, look=look)
    builder.put(
        f"{origin}/index.php/home/list/9/p/1.html",
        look.page("公开年报", "<a href='/index.php/home/list/9.html'>返回</a>"),
        look=look,
    )
    return "/index.php/home/list/9.html"


def _opened(builder: Builder, look: Look, origin: str, organ: Organ) -> str:
    """GBK; a line calls ``openDoc(year, number)``, which opens a window."""
    serial = count(31)
    entries = _found(
        builder, look, organ, range(2018, 2025), lambda *of: f"{origin}/doc/{of[-1].year}/{next(serial)}.htm"
    )
    lines, url = "", f"{origin}/gznb.htm"
    for one in entries:
        year, number = one.url.removesuffix(".htm").split("/")[-2:]
        lines += f"<tr><td onclick=\"openDoc('{year}','{number}')\" style='cursor:pointer'>{one.text}</td>"
        lines += f"<td>{one.day:%Y.%m.%d}</td></tr>"
        builder.way(url, one.url, f"openDoc('{year}','{number}')", "window.open('/doc/' + y + '/' + n + '.htm')")
    script = "<script>function openDoc(y, n) { window.open('/doc/' + y + '/' + n + '.htm'); }</script>"
    builder.listing(
        url,
        lambda emptied: look.page("工作年报", script + f"<table>{'' if emptied else lines}</table>"),
        column=True,
        look=look,
    )
    return "/gznb.htm"


def _folders(builder: Builder, look: Look, origin: str, organ: Organ) -> str:
    """A folder for each year, the report among other papers of that year in it."""
    serial = count(5)
    entries = _found(
        builder, look, organ, range(2019, 2025), lambda *of: f"{origin}/nb/{of[-1].year - 1}/{next(serial)}.html"
    )
    menu = []
    for year in range(2024, 2018, -1):
        inside = [one for one in entries if f"/nb/{year}/" in one.url]

        def text(emptied: bool, inside: Sequence[Entry] = inside, year: int = year) -> str:
            return look.page(f"{year}年", ul([] if emptied else inside))

        builder.listing(f"{origin}/nb/{year}/", text, column=year == 2024, look=look)
        menu.append((f"{year}年度", f"{year}/"))
    builder.listing_of_links(f"{origin}/nb/", "信息公开年报", menu, look=look)
    return "/nb/"
