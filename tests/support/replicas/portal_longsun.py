"""A county on Longsun: columns by organ number, one directory of all organs, a bureau under a sub-site's prefix."""

from datetime import date
from html import escape

from demo.model import Organ
from tests.support.replicas import longsun
from tests.support.replicas.beside import near
from tests.support.replicas.bodies import Form, published
from tests.support.replicas.builder import Builder, Entry, newest_first
from tests.support.replicas.look import Look, links
from tests.support.replicas.model import Replica
from tests.support.replicas.organs import Place, below, bureaus, government, office
from tests.support.replicas.surround import calendar, newsroom

_COUNTY = Place("霍山县", "341525", "county")
_HOST = "www.hshanxian.gov.cn"
_ORIGIN = f"http://{_HOST}"
_ROWS = 4
_FIRST, _TOWN_SITE = 6596221, "/6786551"


def build() -> Replica:
    """The replica."""
    directory = f"/public/column/{_FIRST}?action=rel"
    menu = (
        ("首页", "/"),
        ("霍山资讯", "/content/column/6786701"),
        ("信息公开", f"/public/column/{_FIRST}"),
        ("互动", "/hd/index"),
    )
    look = Look("霍山县人民政府", _COUNTY, menu, code="script")
    builder = Builder("longsun", "Longsun", f"{_ORIGIN}/", look, longsun.frame)
    newsroom(
        builder,
        lambda page: f"/content/column/6786701{f'?pageIndex={page + 1}' if page else ''}",
        lambda number, _: f"/content/detail/5d{number:022x}.html",
    )
    builder.page("/hd/index", "互动", f'<a href="{calendar(builder, "/hd/calendar")}">日历</a>')
    organs = [government(_COUNTY), office(_COUNTY), *bureaus(_COUNTY, 3, 2), below(_COUNTY, "诸佛庵镇", "zfa")]
    rows = []
    for number, organ in enumerate(organs):
        key = _FIRST + number * 11
        site = _TOWN_SITE if organ.level == "township" else ""
        years = range(2015 if number == 0 else 2020, 2025)
        base = longsun.column(
            builder,
            _HOST,
            site,
            key,
            organ.name,
            _entries(builder, site, key, organ, years),
            look=look,
            rows=_ROWS,
            counted=number % 2 == 0,
        )
        rows.append((organ, base.removeprefix(_ORIGIN).partition("?")[0]))
    listing = "".join(
        f"<tr><td>{organ.name}</td><td>"
        + links(
            (
                ("指南", f"{path}?type=2"),
                ("目录", f"{path}?type=4&action=list"),
                ("年报", f"{path}?type=3&action=list"),
                ("申请", f"{path}?type=5"),
            )
        )
        + "</td></tr>"
        for organ, path in rows
    )
    builder.page(directory, "信息公开目录导航", f"<table>{listing}</table>")
    for _, path in rows:
        for kind in ("2", "4&action=list", "5"):
            builder.page(f"{path}?type={kind}", "信息公开", "<p>信息公开内容</p>")
    tabs = (("信息公开指南", f"/public/column/{_FIRST}?type=2"), ("各单位信息公开", directory))
    builder.page(f"/public/column/{_FIRST}", "信息公开", f"<p>{links(tabs)}</p>")
    builder.page("/", look.site, f"<p>{links(menu)}</p>")
    return builder.replica()


def _entries(builder: Builder, site: str, key: int, organ: Organ, years: range) -> list[Entry]:
    found = []
    for year in years:
        number = 38194471 + key % 1000 * 100 + year
        form: Form = "pdf" if year == 2021 and organ.level == "department" else "page"
        file = f"/group6/M00/{year % 100}/{key % 97:02X}/wKg{number:012d}.pdf"
        entry = builder.report(
            organ, year, longsun.addresses(site, key, number), form=form, file=file, source="霍山县政府办"
        )
        # Lists use either address, by template: newer ones the short one.
        short = f"{_ORIGIN}{longsun.addresses(site, key, number)[1]}"
        found.append(Entry(short if year > 2021 else entry.url, entry.text, published(organ, year)))
    for offset, (title, paragraphs) in enumerate(near(organ, 2024, len(years) // 3, key % 9)):
        text = "".join(f"<p>{escape(line)}</p>" for line in paragraphs)
        number = 39000000 + key % 1000 * 100 + offset
        day = date(2025 - offset, 2, 11)
        found.append(builder.article(longsun.addresses(site, key, number), title, text, day))
    return newest_first(found)
