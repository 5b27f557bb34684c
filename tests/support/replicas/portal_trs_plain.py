"""A county on TRS as old sites are: one unpaged list, two pages linked by hand, ``var countPage``; organs on an
open-government host of their own; past the end the server sends everybody back with a meta refresh."""

from collections.abc import Sequence
from html import escape
from itertools import count

from demo.model import Organ
from tests.support.replicas.builder import Builder, Entry, Text, newest_first, windows
from tests.support.replicas.columns import Column
from tests.support.replicas.look import Look, links
from tests.support.replicas.model import Replica
from tests.support.replicas.organs import Place, below, bureaus, government, office
from tests.support.replicas.surround import calendar, newsroom
from tests.support.replicas.trs import Station, frame, variables

_COUNTY = Place("高平市", "140581", "county")
_ORIGIN, _XXGK = "http://www.gpingshi.gov.cn", "http://xxgk.gpingshi.gov.cn"
_BACK = '<html><head><meta http-equiv="refresh" content="0; url=./"></head><body></body></html>'


def build() -> Replica:
    """The replica."""
    menu = (("首页", "/"), ("高平要闻", "/xwzx/index.shtml"), ("政务公开", "/zwgk/"), ("信息公开平台", f"{_XXGK}/"))
    look = Look("高平市人民政府", _COUNTY, menu, code="blank")
    builder = Builder("trs_plain", "TRS", f"{_ORIGIN}/", look, frame)
    newsroom(
        builder,
        lambda page: f"/xwzx/index{f'_{page}' if page else ''}.shtml",
        lambda number, day: f"/xwzx/{day:%Y%m}/t{day:%Y%m%d}_{600000 + number}.shtml",
    )
    builder.move("/zwgk/", f"{_XXGK}/")
    shell = Look("高平市政府信息公开平台", _COUNTY, (("返回网站", f"{_ORIGIN}/"), ("平台首页", f"{_XXGK}/")), skin=1)
    station = Station(builder, _XXGK, shell, "shtml", count(1749583, 9))
    town = below(_COUNTY, "马村镇", "mcz")
    organs = [government(_COUNTY), office(_COUNTY), *bureaus(_COUNTY, 3, 5), town]
    menus = []
    for number, organ in enumerate(organs):
        folder = f"/{'gpsrmzf' if not number else ('xz' if organ is town else 'gzbm') + '/' + organ.code}/zfxxgknb/"
        column = Column(builder, station.filed(folder), look=shell)
        years = range(2012 if number == 0 else 2019, 2025)
        entries = newest_first(column.entries(organ, years, number))
        _column(builder, station, folder, organ, entries, number)
        menus.append((organ.name, folder.removesuffix("zfxxgknb/")))
        builder.page(
            f"{_XXGK}{menus[-1][1]}",
            organ.name,
            links((("指南", "zfxxgkzn.shtml"), ("年报", "zfxxgknb/"), ("日程", _calendar(builder, number)))),
            look=shell,
        )
        builder.page(f"{_XXGK}{menus[-1][1]}zfxxgkzn.shtml", "指南", "<p>指南</p>", look=shell)
    builder.page(f"{_XXGK}/", shell.site, f"<h2>单位导航</h2>{links(menus, '<br>')}", look=shell)
    builder.page("/", look.site, f"<p>{links(menu)}</p>")
    return builder.replica()


def _calendar(builder: Builder, number: int) -> str:
    """The portal's one calendar, linked from everywhere."""
    return f"{_ORIGIN}{calendar(builder)}" if not number else f"{_ORIGIN}/hdjl/rl.do"


def _column(
    builder: Builder, station: Station, folder: str, organ: Organ, entries: Sequence[Entry], number: int
) -> None:
    name = f"{organ.short}政府信息公开年报"
    if number == 0:
        _by_hand(builder, station, folder, name, entries)
    elif number == 1:
        station.column(folder, name, entries, call=variables("shtml"), rows=4, column=True, stub=False)
        builder.put(f"{_XXGK}{folder}index_{-(-len(entries) // 4)}.shtml", _BACK)
    else:
        text = _unpaged(station.look, name, entries)
        builder.listing(f"{_XXGK}{folder}", text, column=True, look=station.look)


def _unpaged(look: Look, name: str, entries: Sequence[Entry], turns: str = "") -> Text:
    def text(emptied: bool) -> str:
        # 水利部: the day stands at the end of the link's own text.
        shown = "".join(
            f'<div class="itemb"><a href="{escape(entry.url)}">{escape(entry.text)} {entry.day}</a></div>'
            for entry in ([] if emptied else entries)
        )
        return look.page(name, f"<h2>{name}</h2>{shown}{turns}")

    return text


def _by_hand(builder: Builder, station: Station, folder: str, name: str, entries: Sequence[Entry]) -> None:
    pages = windows(entries, 12)
    for number, page in enumerate(pages):
        turns = " ".join(
            f'<a class="a1" href="index{f"_{other}" if other else ""}.shtml">{other + 1}</a>'
            for other in range(len(pages))
        )
        text = _unpaged(station.look, name, page, turns)
        names = [f"index{f'_{number}' if number else ''}.shtml", *([""] if not number else [])]
        for where in names:
            builder.listing(f"{_XXGK}{folder}{where}", text, column=where == "", look=station.look)
