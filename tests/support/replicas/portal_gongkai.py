"""A district as in Shandong: every unit a site of its own below ``/gongkai/``, ids of 24 digits; streets whose
addresses hold the organ's number and the year; a column that its articles' addresses do not name."""

import hashlib
from collections.abc import Sequence
from datetime import date
from html import escape

from demo.model import Organ
from tests.support.replicas.builder import Article, Builder, Entry, newest_first, windows
from tests.support.replicas.columns import Column, filed
from tests.support.replicas.look import Look, items, links
from tests.support.replicas.model import Replica
from tests.support.replicas.organs import Place, below, bureaus, government, office
from tests.support.replicas.surround import calendar, newsroom, sundry, ul

_DISTRICT = Place("历城区", "370112", "county")
_ORIGIN = "http://www.lchengqu.gov.cn"
_ROWS = 4


def _id(*parts: object) -> str:
    return hashlib.sha1("|".join(map(str, parts)).encode(), usedforsecurity=False).hexdigest()[:24]


def _frame(article: Article) -> str:
    return (
        f"<table class='idx'><tr><td>索 引 号</td><td>{_id(article.title)[:10]}/{article.day.year}</td>"
        f"<td>公开主体</td><td>{escape(article.source)}</td></tr></table>"
        f"<h1>{escape(article.title)}</h1><div class='wip_art_con'>{article.body}</div>"
    )


def build() -> Replica:
    """The replica."""
    menu = (
        ("首页", "/"),
        ("历城要闻", f"/channel_{_id('news')}/index.html"),
        ("政务公开", "/gongkai/index.html"),
        ("互动", "/hd/index.html"),
    )
    look = Look("历城区人民政府", _DISTRICT, menu, skin=0, code="blank")
    builder = Builder("gongkai", "24-hex ids", f"{_ORIGIN}/", look, _frame)
    newsroom(
        builder,
        lambda page: f"/channel_{_id('news')}/index{f'_{page + 1}' if page else ''}.html",
        lambda number, _: f"/channel_{_id('news')}/doc_{_id('news', number)}.html",
    )
    sundry(builder, (("互动", "/hd/index.html"),))
    units = [_unit(builder, number, organ) for number, organ in enumerate(_units())]
    streets = _streets(builder, look)
    flat = _no_folder(builder, look)
    content = (
        f"<h3>区政府</h3><p><a href='{flat}'>政府信息公开年报</a> <a href='{calendar(builder)}'>公开日历</a></p>"
        f"<h3>部门</h3><ul>{items(units)}</ul><h3>街道镇</h3><p><a href='{streets}'>街道镇政府信息公开年报</a></p>"
    )
    builder.page("/gongkai/index.html", "政务公开", content)
    builder.page("/", look.site, f"<p>{links(menu)}</p>")
    return builder.replica()


def _units() -> list[Organ]:
    return [office(_DISTRICT), *bureaus(_DISTRICT, 4, 11)]


def _unit(builder: Builder, number: int, organ: Organ) -> tuple[str, str]:
    """A unit's site: its name in the path, a menu of channels, among them the reports."""
    site = f"/gongkai/site_lcq{organ.code}"
    channel = f"channel_{_id(organ.code)}" if number % 2 else f"channel_c_{_id(organ.code)}_n_1605684{number:03d}.9903"
    look = Look(f"{organ.name}政府信息公开", _DISTRICT, (("首页", "/"), ("本单位", f"{site}/index.html")), skin=1)

    def address(_: Organ, year: int, day: date) -> str:
        return f"{_ORIGIN}{site}/{channel}/doc_{_id(organ.code, year, day)}.html"

    def file(page: str, year: int, form: str) -> str:
        return f"{page.removesuffix('.html')}_{_id(page, year)}{_id(year)[:8]}.{form}"

    forms = filed("docx", 2021, when=number == 2)
    column = Column(builder, address, forms=forms, file=file, look=look, source=organ.name)
    entries = newest_first(column.entries(organ, range(2020, 2025), number))
    first = _paged(builder, look, f"{site}/{channel}/", "政府信息公开年报", entries)
    menu = (("机构职能", f"{site}/jgzn.html"), ("政策文件", f"{site}/zcwj.html"), ("政府信息公开年报", first))
    for name, url in menu[:2]:
        builder.page(url, name, "<p>见门户网站。</p>", look=look)
    builder.page(f"{site}/index.html", organ.name, f"<div class='tree'>{links(menu, '<br>')}</div>", look=look)
    return organ.name, f"{site}/index.html"


def _paged(builder: Builder, look: Look, folder: str, name: str, entries: Sequence[Entry]) -> str:
    """A list whose pages are turned by 首页, 上一页, 下一页, 尾页, and which states its records."""
    pages = windows(entries, _ROWS)
    names = [f"{folder}index{f'_{number}' if number > 1 else ''}.html" for number in range(1, len(pages) + 1)]
    for number, page in enumerate(pages):
        turns = [("首页", names[0])] + [("上一页", names[number - 1])] * (number > 0)
        turns += [("下一页", names[number + 1])] if number + 1 < len(names) else []
        turns.append(("尾页", names[-1]))
        near = [Entry(entry.url.removeprefix(_ORIGIN), entry.text, entry.day) for entry in page]

        def text(
            emptied: bool, near: Sequence[Entry] = near, turns: Sequence[tuple[str, str]] = turns, number: int = number
        ) -> str:
            stated = f"总记录数:{len(entries)}，每页显示{_ROWS}条，当前页: {number + 1}/{len(pages)}"
            below_list = "" if emptied else f"<p>{stated} {links(turns)}</p>"
            return look.page(name, f"<h2>{name}</h2>{ul([] if emptied else near)}{below_list}")

        builder.listing(names[number], text, column=number == 0, look=look)
    return names[0]


def _streets(builder: Builder, look: Look) -> str:
    """西城: the organ's number and the year stand in the address, one table of all."""
    organs = [
        below(_DISTRICT, name, code) for name, code in (("洪家楼街道", "hjl"), ("郭店街道", "gd"), ("唐王镇", "tw"))
    ]
    rows = []
    for number, organ in enumerate(organs, 137):

        def address(_: Organ, year: int, __: date, number: int = number) -> str:
            return f"{_ORIGIN}/jdgk/pnidpv{number}vbpnnfpv{year}.html"

        column = Column(builder, address, source=organ.name)
        rows.append((organ, column.reports(organ, range(2021, 2025))))

    def text(emptied: bool) -> str:
        lines = "".join(
            f"<tr><td>{organ.short}</td><td>"
            + links([(str(report.day.year - 1), report.url.removeprefix(_ORIGIN)) for report in reports])
            + "</td></tr>"
            for organ, reports in ([] if emptied else rows)
        )
        return look.page("街道镇政府信息公开年报", f"<h2>街道镇政府信息公开年报</h2><table>{lines}</table>")

    return builder.listing("/jdgk/index.html", text, column=True)


def _no_folder(builder: Builder, look: Look) -> str:
    """The government's own: articles at ``/year/month-day/number.html`` (桐柏), nothing of the column in them."""
    organ = government(_DISTRICT)

    def address(_: Organ, year: int, day: date) -> str:
        return f"{_ORIGIN}/{day.year}/{day:%m-%d}/{1371044 + year}.html"

    entries = newest_first(Column(builder, address).entries(organ, range(2012, 2025), 5))
    return _paged(builder, look, "/zwgk/nianbao/", "政府信息公开年报", entries)
