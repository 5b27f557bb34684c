"""A prefecture on TRS: years, then groups of organs; a folder that holds two years; bureaus on their own hosts."""

from datetime import date
from html import escape

from demo.model import Organ
from tests.support.replicas import vsb
from tests.support.replicas.beside import near
from tests.support.replicas.bodies import Form, published
from tests.support.replicas.builder import Builder, Entry, newest_first
from tests.support.replicas.look import Look, items, links
from tests.support.replicas.model import Replica
from tests.support.replicas.organs import Place, below, bureau, bureaus, government
from tests.support.replicas.surround import calendar, newsroom, sundry
from tests.support.replicas.trs import Station, frame, usual

_CITY = Place("安顺市", "520400", "city")
_ORIGIN = "http://www.asshi.gov.cn"
_ROOT = "/zwgk/zfxxgk/zfxxgknb/"
# The folder of 2020 was taken again for 2024, as 渝中 did; the others are as real portals name them.
_FOLDERS = {2024: "2020n_504392", 2023: "2023n", 2022: "2022n_5930973", 2021: "gknb2021", 2020: "2020n_504392"}
_GROUPS = {"szf": "szfndbg", "bm": "bmndbg", "qx": "qxndbg"}
_NAMES = {"szf": "市政府年度报告", "bm": "市直部门年度报告", "qx": "县区年度报告"}


def build() -> Replica:
    """The replica."""
    menu = (
        ("首页", "/"),
        ("新闻动态", "/xwdt/"),
        ("政务公开", "/zwgk/"),
        ("办事服务", "/bsfw/"),
        ("互动交流", "/hdjl/"),
    )
    look = Look("安顺市人民政府", _CITY, menu, code="blank")
    builder = Builder("trs_city", "TRS", f"{_ORIGIN}/", look, frame)
    station = Station(builder, _ORIGIN, look)
    newsroom(
        builder,
        lambda page: f"/xwdt/index{f'_{page}' if page else ''}.html",
        lambda number, day: f"/xwdt/zwyw/{day:%Y%m}/t{day:%Y%m%d}_{7000000 + number}.html",
    )
    builder.move("/xwdt/", "/xwdt/index.html")
    sundry(
        builder, (("办事服务", "/bsfw/"), ("信息公开指南", "/zwgk/zfxxgk/zn/"), ("信息公开制度", "/zwgk/zfxxgk/zd/"))
    )
    builder.page("/hdjl/", "互动交流", f'<p><a href="{calendar(builder)}">活动日历</a></p>')
    # 政务公开 is a stub that moves on by script, as many columns with children are.
    builder.put("/zwgk/", '<html><head><script>window.location.href="./zfxxgk/";</script></head><body></body></html>')
    _years(builder, station)
    own, other = _statistics(builder), _transport(builder)
    near_links = (
        ("信息公开指南", "./zn/"),
        ("信息公开制度", "./zd/"),
        ("信息公开年报", "./zfxxgknb/"),
        ("部门信息公开", "/zwgk/bmxxgk/"),
    )
    builder.page("/zwgk/zfxxgk/", "政府信息公开", f'<ul class="lm">{items(near_links)}</ul><p>政府信息公开平台</p>')
    departments = ((f"{_CITY.name}统计局", own), (f"{_CITY.name}交通运输局", other))
    builder.page("/zwgk/bmxxgk/", "部门信息公开", f"<h2>部门信息公开</h2><div>{links(departments)}</div>")
    home = f"<h2>要闻</h2><div>{links((('重点项目', '/xwdt/index_3.html'),))}</div><div>{links(menu)}</div>"
    builder.page("/", look.site, home)
    return builder.replica()


def _years(builder: Builder, station: Station) -> None:
    organs: dict[str, list[Organ]] = {
        "szf": [government(_CITY)],
        "bm": bureaus(_CITY, 3, 1),
        "qx": [below(_CITY, "平坝区", "pbq", "520403"), below(_CITY, "普定县", "pdx", "520422")],
    }
    found: dict[tuple[str, str], list[Entry]] = {}
    for year, folder in _FOLDERS.items():
        for group, members in organs.items():
            for number, organ in enumerate(members):
                place = f"{_ROOT}{folder}/{_GROUPS[group]}/"
                found.setdefault((folder, group), []).append(_report(builder, station, place, organ, year, number))
    for (folder, group), entries in found.items():
        year = max(year for year, name in _FOLDERS.items() if name == folder)
        beside = [
            builder.article(
                station.address(f"{_ROOT}{folder}/{_GROUPS[group]}/", date(year + 1, 2, 3 + offset)),
                title,
                "".join(f"<p>{escape(text)}</p>" for text in paragraphs),
                date(year + 1, 2, 3 + offset),
                column=_NAMES[group],
            )
            for offset, (title, paragraphs) in enumerate(near(organs[group][0], year, 1 + len(entries) // 3, year))
        ]
        steps = (("首页", "/"), ("政务公开", "/zwgk/"), ("信息公开年报", _ROOT), (_NAMES[group], "./"))
        station.column(
            f"{_ROOT}{folder}/{_GROUPS[group]}/",
            _NAMES[group],
            newest_first([*entries, *beside]),
            call=usual(),
            rows=3 if group == "bm" else 8,
            steps=steps,
            column=True,
        )
    for folder in dict.fromkeys(_FOLDERS.values()):
        groups = tuple((name, f"./{_GROUPS[group]}/") for group, name in _NAMES.items())
        builder.listing_of_links(f"{_ROOT}{folder}/", "年度报告", groups)
    years = {2024: "2024年", 2023: "2023年", 2022: "2022年", 2021: "2021年", 2020: "2020年"}
    menu = tuple((text, f"./{_FOLDERS[year]}/") for year, text in years.items())
    builder.listing_of_links(_ROOT, "信息公开年报", menu)


def _report(builder: Builder, station: Station, folder: str, organ: Organ, year: int, number: int) -> Entry:
    day = published(organ, year)
    url = station.address(folder, day)
    form: Form = "pdf" if number == 1 and year == 2022 else "page"
    file = f"{url.rsplit('/', 1)[0]}/P0{day:%Y%m%d}{number:08d}{year}.pdf"
    return builder.report(organ, year, url, form=form, file=file, column="信息公开年报")


def _statistics(builder: Builder) -> str:
    """统计局: its own host, the same platform, the same path as the city."""
    organ = bureau(_CITY, "统计局")
    look = Look(organ.name, _CITY, (("首页", "/"), ("统计数据", "/tjsj/"), ("政务公开", "/zwgk/zfxxgk/")), skin=1)
    station = Station(builder, "http://tjj.asshi.gov.cn", look, numbers=Station(builder, "", look).numbers)
    entries = []
    for year in range(2019, 2025):
        url = station.address(_ROOT, published(organ, year))
        entries.append(builder.report(organ, year, url, look=look, column="信息公开年报"))
    station.column(_ROOT, "信息公开年报", newest_first(entries), call=usual(), rows=4, column=True)
    builder.page(f"{station.origin}/zwgk/zfxxgk/", "政务公开", f'<p><a href="{_ROOT}">信息公开年报</a></p>', look=look)
    builder.page(f"{station.origin}/tjsj/", "统计数据", "<p>统计公报</p>", look=look)
    return builder.page(f"{station.origin}/", organ.name, '<p><a href="/zwgk/zfxxgk/">政务公开</a></p>', look=look)


def _transport(builder: Builder) -> str:
    """交通运输局: its own host on another platform."""
    organ = bureau(_CITY, "交通运输局")
    return vsb.bureau(builder, organ, _CITY, "http://jtj.asshi.gov.cn", range(2020, 2025), rows=3)
