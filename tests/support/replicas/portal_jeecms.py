"""A city on JEECMS: the home page is a picture map; 公开年报 three levels down; buttons turn the pages; titles cut
short without their whole; counties in a table of years whose links are their names alone; one page has a base."""

from collections.abc import Sequence
from datetime import date
from itertools import count
from urllib.parse import urlsplit

from tests.support.replicas.beside import decoys, news
from tests.support.replicas.builder import Article, Builder, Entry, newest_first, windows
from tests.support.replicas.columns import Column
from tests.support.replicas.look import Look, links
from tests.support.replicas.model import Replica
from tests.support.replicas.organs import Place, below, bureaus, government
from tests.support.replicas.surround import newsroom, posts, sundry, ul

CITY = Place("鹰潭市", "360600", "city")
ORIGIN = "http://www.ytanshi.gov.cn"


def _frame(article: Article) -> str:
    return (
        f"<div class='content-title'>{article.title}</div><div class='msgbar'>发布时间: {article.day} 来源: "
        f"{article.source}</div><div class='content-txt'>{article.body}</div>"
    )


def build() -> Replica:
    menu = (("首页", "/"), ("鹰潭新闻", "/ytxw/index.jhtml"), ("办事", "/bs.jhtml"))
    look = Look("中国·鹰潭", CITY, menu, skin=1, code="joined")
    builder = Builder("jeecms", "JEECMS", f"{ORIGIN}/", look, _frame)
    newsroom(
        builder,
        lambda page: f"/ytxw/index{f'_{page + 1}' if page else ''}.jhtml",
        lambda number, _: f"/ytxw/{52000 + number}.jhtml",
        count=80,
    )
    sundry(
        builder,
        (("办事", "/bs.jhtml"), ("机构概况", "/jggk.jhtml"), ("规章文件", "/gzwj.jhtml"), ("公开制度", "/gkzd.jhtml")),
    )
    serial = count(30117, 13)
    city = _city(builder, look, serial)
    departments = _departments(builder, look, serial)
    counties = _counties(builder, look, serial)
    tabs = (("市政府", city), ("市直单位", departments), ("县（市、区）", counties))
    builder.page(
        "/gknb.jhtml", "公开年报", f"<dl class='tab'><dt>公开年报</dt><dd>{links(tabs, '</dd><dd>')}</dd></dl>"
    )
    left = (
        ("机构概况", "/jggk.jhtml"),
        ("规章文件", "/gzwj.jhtml"),
        ("公开制度", "/gkzd.jhtml"),
        ("公开年报", "/gknb.jhtml"),
    )
    builder.page("/xxgkml.jhtml", "政府信息公开", f"<div class='left'>{links(left, '<br>')}</div>")
    inner = "<a href='/gzwj.jhtml'><img src='/r/cms/gz.png'></a>"
    inner += "<a href='/xxgkml.jhtml'><img src='/r/cms/gk.png' alt='政府信息公开'></a>"
    builder.page("/zwgk.jhtml", "政务公开", inner)
    # what a reader sees of the home page is one picture with hot spots
    areas = (
        '<area shape="rect" coords="0,0,200,80" href="/ytxw/index.jhtml" alt="新闻中心">'
        '<area shape="rect" coords="200,0,400,80" href="/zwgk.jhtml" alt="信息公开">'
        '<area shape="rect" coords="400,0,600,80" href="/bs.jhtml" alt="网上办事">'
    )
    builder.page(
        "/", look.site, f'<img src="/r/cms/ytbanner.jpg" usemap="#nav" border="0"><map name="nav">{areas}</map>'
    )
    return builder.replica(expected="short")  # one county never published a year


def _near(entries: Sequence[Entry]) -> list[Entry]:
    return [Entry(urlsplit(entry.url).path, entry.text, entry.day) for entry in entries]


def _city(builder: Builder, look: Look, serial: "count[int]") -> str:
    """The page has a base, its links are relative to that."""
    organ = government(CITY)
    column = Column(builder, lambda _, __, ___: f"/szfnb/{next(serial)}.jhtml", "{organ}{year}年度政府信息公开工作报告")
    found = column.reports(organ, range(2010, 2025))
    found += posts(
        builder, decoys("市政府", 2022, (1, 8, 9, 10)), lambda *_: f"/szfnb/{next(serial)}.jhtml", date(2023, 3, 9)
    )
    return _paged(builder, look, "szfnb", "市政府年报", newest_first(found), 8, based=True)


def _departments(builder: Builder, look: Look, serial: "count[int]") -> str:
    found: list[Entry] = []
    for number, organ in enumerate(bureaus(CITY, 6, 3)):
        column = Column(
            builder, lambda _, __, ___: f"/szbmnb/{next(serial)}.jhtml", "{organ}{year}年政府信息公开工作年度报告"
        )
        found += column.reports(organ, range(2020, 2025))
        texts = decoys(organ.short, 2021, (number % 7, 12))
        found += posts(builder, texts, lambda *_: f"/szbmnb/{next(serial)}.jhtml", date(2022, 6, 1 + number))
    return _paged(builder, look, "szbmnb", "市直单位年报", newest_first(found), 10, cut=17)


def _paged(
    builder: Builder,
    look: Look,
    name: str,
    title: str,
    entries: Sequence[Entry],
    rows: int,
    *,
    cut: int = 0,
    based: bool = False,
) -> str:
    pages = windows(entries, rows)
    names = [f"/{name}/index{f'_{number + 1}' if number else ''}.jhtml" for number in range(len(pages))]
    for number, page in enumerate(pages):
        near = _near(page)
        if based:
            near = [Entry(entry.url.removeprefix("/"), entry.text, entry.day) for entry in near]

        def text(emptied: bool, near: Sequence[Entry] = near, number: int = number) -> str:
            def button(value: str, to: int) -> str:
                dead = (
                    "disabled"
                    if to == number or not 0 <= to < len(names)
                    else f"onclick=\"location.href='{names[to]}';\""
                )
                return f'<input class="defaultButton" type="button" value="{value}" {dead}/>'

            turn = (
                f"<div>共 {len(entries)} 条记录 {number + 1}/{len(names)} 页 {button('首 页', 0)}"
                f"{button('上一页', number - 1)}{button('下一页', number + 1)}{button('尾 页', len(names) - 1)}</div>"
            )
            shown = ul([] if emptied else near, cut=cut, titles=False)
            head = f'<base href="{ORIGIN}/">' if based else ""
            return look.page(title, f"<h2>{title}</h2>{shown}{'' if emptied else turn}", head=head)

        builder.listing(names[number], text, column=number == 0)
        if number:
            builder.way(names[number - 1], names[number], f"location.href='{names[number]}'")
    return names[0]


def _counties(builder: Builder, look: Look, serial: "count[int]") -> str:
    organs = [
        below(CITY, name, code, adcode)
        for name, code, adcode in (
            ("月湖区", "yhq", "360602"),
            ("余江区", "yjq", "360603"),
            ("贵溪市", "gxs", "360681"),
        )
    ]
    table: dict[int, list[tuple[str, str]]] = {year: [] for year in range(2024, 2019, -1)}
    for organ in organs:
        for year, cells in table.items():
            if (organ.code, year) == ("gxs", 2021):
                continue  # never published there
            url = f"/xsqnb/{next(serial)}.jhtml"
            builder.report(organ, year, url, title=f"{year}年{organ.short}政府信息公开年度报告", source="市政府办公室")
            cells.append((organ.short, url))
    trains = posts(builder, news("jeecms", 2), lambda n, _: f"/xsqnb/{90000 + n}.jhtml", date(2024, 1, 1))

    def text(emptied: bool) -> str:
        rows = "".join(
            f"<tr><th>{year}年</th><td>{links(cells, '</td><td>')}</td></tr>" for year, cells in table.items()
        )
        return look.page(
            "县（市、区）年报", f"<h2>县（市、区）年报</h2><table>{'' if emptied else rows}</table>{ul(trains)}"
        )

    return builder.listing("/xsqnb/index.jhtml", text, column=True)
