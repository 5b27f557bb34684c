"""A city on TRS as in Hubei: calls with six arguments and ``createPage``, last pages of nothing but files and outside
links, mobile twins of articles, http and https mixed, bureau directories with serial numbers, a zone."""

from collections.abc import Iterator
from datetime import date
from itertools import count

from demo.model import Organ
from tests.support.replicas.bodies import published
from tests.support.replicas.builder import Builder, Entry, newest_first
from tests.support.replicas.columns import Column, beside_name, filed
from tests.support.replicas.look import Look, items, links
from tests.support.replicas.model import Replica
from tests.support.replicas.organs import Place, bureaus, government, zone
from tests.support.replicas.surround import calendar, newsroom, sundry
from tests.support.replicas.trs import Station, frame, quoted, with_records

_CITY = Place("咸宁市", "421200", "city")
_HOST = "www.xnshi.gov.cn"
_ORIGIN = f"http://{_HOST}"
_COLUMN = "/xxgk/zfxxgknb/"


def build() -> Replica:
    """The replica."""
    menu = (("首页", "/"), ("今日咸宁", "/xwzx/"), ("信息公开", "/xxgk/"), ("在线服务", "/zxfw/"))
    look = Look("咸宁市人民政府", _CITY, menu, skin=1, code="joined")
    builder = Builder("trs_records", "TRS", f"{_ORIGIN}/", look, frame)
    builder.secure(_HOST, only=False)
    numbers = count(4233432, 11)
    station = Station(builder, _ORIGIN, look, "shtml", numbers)
    newsroom(
        builder,
        lambda page: f"/xwzx/index{f'_{page}' if page else ''}.shtml",
        lambda number, day: f"/xwzx/{day:%Y%m}/t{day:%Y%m%d}_{8000000 + number}.shtml",
    )
    builder.move("/xwzx/", "/xwzx/index.shtml")
    sundry(builder, (("在线服务", "/zxfw/"),))
    _city(builder, station, numbers)
    departments = [_bureau(builder, station, numbers, number, organ) for number, organ in enumerate(bureaus(_CITY, 4))]
    zone_home = _zone(builder, numbers)
    content = (
        f'<div class="gk"><a href="{_COLUMN}">政府信息公开年报</a> <a href="{calendar(builder)}">公开日历</a></div>'
        f"<h3>部门街道乡镇</h3><ul>{items(departments)}</ul><h3>功能区</h3>{links((('高新区', zone_home),))}"
    )
    builder.page("/xxgk/", "信息公开", content)
    builder.page("/", look.site, f"<p>{links(menu)}</p>")
    return builder.replica()


def _twins(station: Station, folder: str, *, filing: bool = False) -> Column:
    """Articles of a folder, each with a page for apps beside it."""

    def address(_: Organ, year: int, day: date) -> list[str]:
        url = station.address(folder, day)
        return [url] if year > 9000 else [url, url.replace(".shtml", "_app.shtml")]

    link = '<div id="pfileattach">附件：<a href="{url}">{title}</a></div>'
    return Column(station.builder, address, forms=filed("docx", 2021, when=filing), file=beside_name("_P"), link=link)


def _city(builder: Builder, station: Station, numbers: Iterator[int]) -> None:
    organ = government(_CITY)
    column = _twins(station, _COLUMN)
    entries = column.entries(organ, range(2014, 2025), 2)
    # The oldest reports are files that the list leads to, among them links to other sites: no page of this host.
    for year in (2011, 2012, 2013):
        day = published(organ, year)
        url = f"{_ORIGIN}{_COLUMN}{day:%Y%m}/P0{day:%Y%m%d}{next(numbers)}.pdf"
        entries.append(builder.bare_file(organ, year, url))
    for number, text in enumerate(("政府信息公开条例", "国务院办公厅关于年度报告格式的通知")):
        day = date(2010, 5, 1 + number)
        entries.append(Entry(f"http://www.gov.example.cn/zwgk/content_{number}.htm", text, day))
    shown = [
        Entry(entry.url.replace("http://", "https://"), entry.text, entry.day) if entry.day.year % 3 == 0 else entry
        for entry in entries
    ]
    station.column(_COLUMN, "政府信息公开年报", newest_first(shown), call=with_records(), rows=5, column=True)


def _bureau(builder: Builder, station: Station, numbers: Iterator[int], number: int, organ: Organ) -> tuple[str, str]:
    """A directory of the portal, with a page of its own in front."""
    folder = f"/bmzd/{organ.code}_{918 + number * 7}/"
    reports = f"{folder}zfxxgknb{11 + number}/"
    column = _twins(station, reports, filing=number == 1)
    entries = column.entries(organ, range(2020, 2025), number)
    call = quoted() if number % 2 else with_records()
    station.column(reports, f"{organ.name}信息公开年报", newest_first(entries), call=call, rows=4, column=True)
    menu = (("机构职能", f"{folder}jgzn/"), ("信息公开年报", f"./{reports.removeprefix(folder)}"))
    builder.page(folder, organ.name, f"<h2>{organ.name}</h2><ul>{items(menu)}</ul>")
    builder.page(f"{folder}jgzn/", "机构职能", "<p>主要职责。</p>")
    return organ.name, folder


def _zone(builder: Builder, numbers: Iterator[int]) -> str:
    organ = zone(_CITY, "高新技术产业开发区", "gxq")
    origin = "http://gxq.xnshi.gov.cn"
    look = Look(organ.name, _CITY, (("首页", "/"), ("信息公开", "/xxgk/zfxxgknb/2021/")))
    station = Station(builder, origin, look, "shtml", numbers)
    years = range(2020, 2025)
    pages = []
    for year in years:
        # 鄂州临空区: a group in capitals under the year, one report in it.
        folder = f"/xxgk/zfxxgknb/{year}/QXFNB/"
        column = Column(builder, station.filed(folder), look=look)
        station.column(folder, f"{year}年", column.reports(organ, (year,)), call=with_records(), column=True)
        pages.append((f"{year}年", folder))
    builder.listing_of_links(f"{origin}/xxgk/zfxxgknb/2021/", "信息公开年报", pages, look=look)
    return builder.page(f"{origin}/", organ.name, "<p>园区概况</p>", look=look)
