"""A district as in Shanghai: columns by number, ``.pagination("setPage", …)`` whose last two stated pages are gone;
other names for older reports; towns in one column; a bureau on its own host."""

from collections.abc import Sequence
from datetime import date
from itertools import count

from demo.model import Organ
from tests.support.replicas.builder import Builder, Entry, Text, newest_first, windows
from tests.support.replicas.columns import Column, filed
from tests.support.replicas.look import Look, items, links
from tests.support.replicas.model import Replica
from tests.support.replicas.organs import Place, below, bureau, bureaus, government, office
from tests.support.replicas.surround import calendar, newsroom, sundry, ul
from tests.support.replicas.ucap import hexid

_DISTRICT = Place("静安区", "310106", "county")
_ORIGIN = "https://www.jinganqu.gov.cn"
_SCRIPT = """<div class="pagination"></div><script src="/js/pagination.js"></script><script>
function setPage(page) { location.href = page == 1 ? 'index.html' : 'index_' + page + '.html'; }
$(".pagination").pagination("setPage", %d, %d);
</script>"""
_LIBRARY = """function $(name) {
  return { pagination: function (turn, current, total) {
    var html = '';
    for (var i = 1; i <= total; i++) html += '<a href="javascript:' + turn + '(' + i + ')">' + i + '</a> ';
    document.querySelector(name).innerHTML = html;
  } };
}
"""


def build() -> Replica:
    """The replica."""
    menu = (
        ("首页", "/"),
        ("要闻", "/nw4411/index.html"),
        ("政务公开", "/nw12300/index.html"),
        ("服务", "/nw5/index.html"),
    )
    look = Look("静安区人民政府", _DISTRICT, menu, skin=2, code="joined")
    builder = Builder("setpage", "own", f"{_ORIGIN}/", look)
    builder.secure("www.jinganqu.gov.cn")
    newsroom(
        builder,
        lambda page: f"/nw4411/index{f'_{page + 1}' if page else ''}.html",
        lambda number, day: f"/nw4411/{day:%Y%m%d}/{hexid('jaq', number)}.html",
    )
    sundry(builder, (("服务", "/nw5/index.html"), ("公开指南", "/nw12301/index.html")))
    builder.put("/js/pagination.js", _LIBRARY, kind="application/javascript")
    towns = [below(_DISTRICT, name, code) for name, code in (("石门二路街道", "sm2"), ("彭浦镇", "ppz"))]
    columns = [
        (
            "政府信息公开年报",
            _column(builder, look, "nw12344", [government(_DISTRICT)], range(2010, 2025), stated=True),
        ),
        (
            "部门公开年报",
            _column(builder, look, "nw44403", [office(_DISTRICT), *bureaus(_DISTRICT, 3)], range(2021, 2025)),
        ),
        ("街镇公开年报", _column(builder, look, "nw44404", towns, range(2020, 2025))),
        ("人力资源和社会保障局", _own(builder)),
    ]
    left = (("公开指南", "/nw12301/index.html"), *columns, ("公开日历", calendar(builder)))
    builder.page("/nw12300/index.html", "政务公开", f"<ul>{items(left)}</ul>")
    builder.page("/", look.site, f"<p>{links(menu)}</p>")
    # The last two pages that the pager states are not there, and hold nothing that is not on the others.
    return builder.replica(expected="complete|short")


def _column(
    builder: Builder, look: Look, number: str, organs: Sequence[Organ], years: range, *, stated: bool = False
) -> str:
    serial = count(1)

    def address(organ: Organ, year: int, day: date) -> str:
        if year < 2020:  # reports up to 2019 kept the names of the site before
            return f"{_ORIGIN}/{number}/{day:%Y%m%d}/0001-{number.removeprefix('nw')}_{next(serial) + 60000}.html"
        return f"{_ORIGIN}/{number}/{day:%Y%m%d}/{hexid(number, organ.name, year, day)}.html"

    def file(page: str, year: int, form: str) -> str:
        return f"{_ORIGIN}/cmsres/{hexid(page)[:2]}/{hexid(page, year)}.{form}?t={year}0311"

    column = Column(builder, address, "{year}年{organ}政府信息公开工作年度报告", forms=filed("pdf", 2022), file=file)
    found: list[Entry] = []
    for place, organ in enumerate(organs):
        found += column.entries(organ, years, place)
    pages = windows(newest_first(found), 6)
    folder = f"/{number}/"
    for place, page in enumerate(pages, 1):
        name = f"index{f'_{place}' if place > 1 else ''}.html"
        total = len(pages) + 2 if stated else len(pages)
        builder.listing(f"{folder}{name}", _page(look, page, place, total), column=place == 1)
        if place > 1:
            builder.way(f"{folder}index.html", f"{folder}{name}", f'"setPage", 1, {total}')
    return f"{folder}index.html"


def _page(look: Look, entries: Sequence[Entry], number: int, total: int) -> Text:
    near = [Entry(entry.url.removeprefix(_ORIGIN), entry.text, entry.day) for entry in entries]

    def text(emptied: bool) -> str:
        script = "" if emptied else _SCRIPT % (number, total)
        return look.page("政府信息公开年报", f"<h2>政府信息公开年报</h2>{ul([] if emptied else near)}{script}")

    return text


def _own(builder: Builder) -> str:
    """人社局: its own host, one unpaged list, days in addresses that are none."""
    organ = bureau(_DISTRICT, "人力资源和社会保障局")
    origin = "http://rsj.jinganqu.gov.cn"
    live = "/tgkzd_17340/"
    look = Look(organ.name, _DISTRICT, (("首页", "/"), ("信息公开", live)))
    column = Column(builder, lambda _, year, day: f"{origin}{live}{day:%Y%m%d}/t0035_{1372000 + year}.html", look=look)
    entries = newest_first(column.entries(organ, range(2016, 2025), 3))
    builder.listing(
        f"{origin}{live}",
        lambda emptied: look.page("政府信息公开年报", f"<h2>年报</h2>{ul([] if emptied else entries)}"),
        column=True,
        look=look,
    )
    return builder.page(f"{origin}/", organ.name, f"<p>{links(look.menu)}</p>", look=look)
