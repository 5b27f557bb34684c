"""A county on UCAP with static lists, page 2 ``_2``: years as columns that hold every bureau; a zone's own host."""

from collections.abc import Sequence
from datetime import date

from demo.model import Organ
from tests.support.replicas import ucap
from tests.support.replicas.builder import Builder, Entry, newest_first, windows
from tests.support.replicas.columns import Column, filed
from tests.support.replicas.look import Look, items, links
from tests.support.replicas.model import Replica
from tests.support.replicas.organs import Place, bureaus, government, office, zone
from tests.support.replicas.surround import calendar, newsroom, sundry, ul

_COUNTY = Place("乌恰县", "653024", "county")
_ORIGIN = "https://www.wqxian.gov.cn"
_YEARS = {2024: "c113424", 2023: "c113423", 2022: "c113422", 2021: "c2021niandu", 2020: "c128570"}


def build() -> Replica:
    """The replica."""
    menu = (
        ("首页", "/"),
        ("乌恰动态", "/wqx/c105/xlist.shtml"),
        ("政务公开", "/wqx/c106/zfxxgk.shtml"),
        ("互动交流", "/wqx/c107/hd.shtml"),
    )
    look = Look("乌恰县人民政府网", _COUNTY, menu, code="script")
    builder = Builder("ucap_static", "UCAP", f"{_ORIGIN}/", look, ucap.frame)
    builder.secure("www.wqxian.gov.cn")
    newsroom(
        builder,
        lambda page: f"/wqx/c105/xlist{f'_{page + 1}' if page else ''}.shtml",
        lambda number, day: f"/wqx/c105/{day:%Y%m}/{ucap.hexid('n', number)}.shtml",
    )
    sundry(builder, (("政府信息公开指南", "/wqx/c106/zn.shtml"),))
    builder.page("/wqx/c107/hd.shtml", "互动交流", f'<p><a href="{calendar(builder)}">活动日历</a></p>')
    years = _years(builder, look)
    zone_page = _zone(builder)
    left = (("政府信息公开指南", "/wqx/c106/zn.shtml"), ("公开年报", "/wqx/c113420/xxgk_lists.shtml"))
    builder.page("/wqx/c106/zfxxgk.shtml", "政务公开", f"<ul>{items(left)}</ul>")
    # A shell with no list of its own: only its child columns have one.
    builder.listing_of_links("/wqx/c113420/xxgk_lists.shtml", "公开年报", years)
    builder.page("/", look.site, f"<p>{links(menu)}</p><p>友情链接：{links((('乌恰工业园区', zone_page),))}</p>")
    return builder.replica()


def _years(builder: Builder, look: Look) -> list[tuple[str, str]]:
    organs = [government(_COUNTY), office(_COUNTY), *bureaus(_COUNTY, 6)]
    menu = []
    for year, channel in _YEARS.items():
        folder = f"/wqx/{channel}/"
        found: list[Entry] = []
        for number, organ in enumerate(organs):
            column = _column(builder, folder, "https://www.wqxian.gov.cn")
            found.append(column.report(organ, year))
            found += column.beside(organ, year, 1, year + number) if number % 3 == 0 else []
        name = "zfxxgk_gknbz" if year > 2021 else "xxgk_list"
        pages = [_short(page) for page in windows(newest_first(found), 4)]

        def text(entries: Sequence[Entry], pager: str, year: int = year) -> str:
            return look.page(f"{year}年", f"<h2>公开年报 &gt; {year}年</h2>{ul(entries, cut=22, titles=False)}{pager}")

        first = ucap.static_list(builder, _ORIGIN, folder, name, pages, text, column=True)
        menu.append((f"{year}年", first.removeprefix(_ORIGIN)))
    return menu


def _short(entries: Sequence[Entry]) -> list[Entry]:
    """Addresses as the platform prints them: without a scheme."""
    return [Entry(entry.url.partition(":")[2], entry.text, entry.day) for entry in entries]


def _column(builder: Builder, folder: str, origin: str, look: Look | None = None) -> Column:
    def address(organ: Organ, year: int, day: date) -> str:
        return ucap.address(origin, folder, day, f"{organ.name}{year}")

    def file(page: str, year: int, form: str) -> str:
        return f"{page.removesuffix('.shtml')}/files/{ucap.hexid(page, year)}.{form}"

    return Column(builder, address, forms=filed("pdf", 2022, when="c113422" in folder), file=file, look=look)


def _zone(builder: Builder) -> str:
    """A zone whose own host has one column for all years."""
    organ = zone(_COUNTY, "工业园区", "gyyq")
    origin = "http://gyyq.wqxian.gov.cn"
    look = Look(organ.name, _COUNTY, (("首页", "/"), ("信息公开年报", "/gyyq/xxgknb/list.shtml")), skin=1)
    column = _column(builder, "/gyyq/xxgknb/", origin, look)
    entries = newest_first(column.entries(organ, range(2015, 2025), 3))

    def text(entries: Sequence[Entry], pager: str) -> str:
        return look.page("信息公开年报", f"<h2>信息公开年报</h2>{ul(entries)}{pager}")

    ucap.static_list(builder, origin, "/gyyq/xxgknb/", "list", windows(entries, 5), text, column=True)
    return builder.page(f"{origin}/", organ.name, "<p>园区动态</p>", look=look)
