"""A city on TRS as in Hunan: the paging call begins with a container, counts from 1, page 2 is ``_2``; a second page
name beside ``index``; a year folder that is the report; days in URLs that are no days."""

from collections.abc import Iterator
from datetime import date
from itertools import count

from demo.model import Organ
from tests.support.replicas.builder import Builder, Entry, newest_first
from tests.support.replicas.columns import Column, beside_name, filed
from tests.support.replicas.look import Look, items, links
from tests.support.replicas.model import Replica
from tests.support.replicas.organs import Place, below, bureau, bureaus, government
from tests.support.replicas.surround import calendar, newsroom
from tests.support.replicas.trs import Station, frame, in_box

_CITY = Place("湘潭市", "430300", "city")
_HOST = "www.xtanshi.gov.cn"
_ORIGIN = f"http://{_HOST}"
_ROOT = "/109/171/zfxxgknb_5669217/"


def build() -> Replica:
    """The replica."""
    menu = (("网站首页", "/"), ("新闻", "/109/110/list_xw.html"), ("公开", "/109/171/"), ("公众参与", "/109/180/"))
    look = Look("湘潭市人民政府", _CITY, menu, skin=2, code="colon")
    builder = Builder("trs_boxed", "TRS", f"{_ORIGIN}/", look, frame)
    numbers = count(13715, 13)
    newsroom(
        builder,
        lambda page: f"/109/110/list_xw{f'_{page + 1}' if page else ''}.html",
        lambda number, day: f"/109/110/{day:%Y%m}/t{day:%Y%m%d}_{900000 + number}.html",
    )
    builder.page("/109/180/", "公众参与", f'<p><a href="{calendar(builder)}">活动安排</a></p>')
    years = _years(builder, numbers)
    groups = [_group(builder, look, numbers, name, folder, organs) for name, folder, organs in _GROUPS]
    builder.page("/109/171/", "公开", f"<ul>{items((('政府信息公开工作年度报告', _ROOT),))}</ul>")
    builder.listing_of_links(_ROOT, "政府信息公开工作年度报告", [*years, *groups, ("市司法局", _own(builder, numbers))])
    builder.page("/", look.site, f"<p>{links(menu)}</p>")
    return builder.replica()


def _years(builder: Builder, numbers: Iterator[int]) -> list[tuple[str, str]]:
    """The government's reports: each year's folder is the report, with no file name."""
    organ = government(_CITY)
    column = Column(builder, lambda _, year, __: f"{_ORIGIN}{_ROOT}{year}_{next(numbers) + 5917245}/")
    found = []
    for year in range(2019, 2025):
        entry = column.report(organ, year)
        builder.move(entry.url.removesuffix("/"), entry.url, 301)
        found.append((f"{year}年", f"./{entry.url.rsplit('/', 2)[1]}"))
    return found


_GROUPS: tuple[tuple[str, str, list[Organ]], ...] = (
    ("市直单位", "szdw/", bureaus(_CITY, 4, 3)),
    ("县市区", "xsq/", [below(_CITY, "雨湖区", "yhq", "430302"), below(_CITY, "韶山市", "sss", "430382")]),
)


def _group(
    builder: Builder, look: Look, numbers: Iterator[int], name: str, folder: str, organs: list[Organ]
) -> tuple[str, str]:
    station = Station(builder, _ORIGIN, look, "html", numbers)
    where = f"{_ROOT}{folder}"

    def address(_: Organ, year: int, day: date) -> str:
        # 柳州统计局: the epoch as day; rsj.sh: no day at all.
        url = station.address(where, day)
        if year == 2021:
            return url.replace(f"t{day:%Y%m%d}_", "t19700101_")
        return url.replace(f"t{day:%Y%m%d}_", "t0035_") if year == 2020 else url

    column = Column(
        builder, address, "{year}年{organ}政府信息公开工作年度报告", forms=filed("pdf", 2022), file=beside_name("f")
    )
    found: list[Entry] = []
    for number, organ in enumerate(organs):
        found += column.entries(organ, range(2020, 2025), number)
    station.column(where, f"{name}年报", newest_first(found), call=in_box(), rows=6, column=True, cut=30, stub=False)
    return f"{name}年报", f"./{folder}"


def _own(builder: Builder, numbers: Iterator[int]) -> str:
    """司法局: its own host; the list is called ``list_tyxx``."""
    organ = bureau(_CITY, "司法局")
    origin = "http://sfj.xtanshi.gov.cn"
    look = Look(organ.name, _CITY, (("首页", "/"), ("信息公开", "/xxgk/ndbg/list_tyxx.html")))
    station = Station(builder, origin, look, "html", numbers)
    column = Column(builder, station.filed("/xxgk/ndbg/"), look=look)
    entries = newest_first(column.entries(organ, range(2018, 2025), 4))
    station.column("/xxgk/ndbg/", "年度报告", entries, call=in_box("list_tyxx"), rows=3, column=True, stub=False)
    return builder.page(f"{origin}/", organ.name, f"<p>{links(look.menu)}</p>", look=look)
