"""A column with a page per year; on it organs fold open and their reports are put in by a script, as pieces of HTML."""

from tests.support.replicas.builder import Builder, Entry
from tests.support.replicas.columns import Column, filed
from tests.support.replicas.look import Look
from tests.support.replicas.model import Replica
from tests.support.replicas.organs import Place, below, bureaus, government, office
from tests.support.replicas.surround import calendar, newsroom, sundry

_COUNTY = Place("平昌县", "511923", "county")
_YEARS = range(2019, 2025)


def build() -> Replica:
    """The county's portal."""
    menu = (("首页", "/"), ("新闻", "/xw/1.html"), ("信息公开", "/xxgk/index.html"), ("活动", "/hdjl/rl.do"))
    look = Look("平昌县人民政府", _COUNTY, menu, skin=2)
    builder = Builder("accordion", "own", "http://www.pingchangx.gov.cn/", look)
    newsroom(builder, lambda page: f"/xw/{page + 1}.html", lambda number, _: f"/xw/a/{number}.html", count=80)
    calendar(builder)
    organs = [government(_COUNTY), office(_COUNTY), *bureaus(_COUNTY, 4), below(_COUNTY, "白衣镇", "byz")]
    column = Column(
        builder,
        lambda organ, year, day: f"/xxgk/{organ.code}/{day:%Y%m}/{year * 7 % 1000}{organ.code}.html",
        forms=filed("docx", 2020),
        file=lambda page, year, form: f"{page.rpartition('/')[0]}/files/{year}.{form}",
    )
    by_year: dict[int, list[tuple[str, list[Entry]]]] = {year: [] for year in _YEARS}
    for organ in organs:
        for year in _YEARS:
            entries = [column.report(organ, year)]
            by_year[year].append((organ.short, entries))
    for year in _YEARS:
        tabs = "".join(
            f"<li class='{'on' if one == year else ''}'><a href='/xxgk/nb/{one}/'>{one}</a></li>" for one in _YEARS
        )
        folds = "".join(
            f"<div class='fold' data-dept='{number:03d}'><h4>{name}<i></i></h4><div class='in'></div></div>"
            for number, (name, _) in enumerate(by_year[year], 101)
        )
        script = (
            "<script>$('.fold h4').click(function(){ var b = $(this).parent(), d = b.attr('data-dept');"
            f" b.find('.in').load('/xxgk/nb/{year}/part_' + d + '.html'); b.toggleClass('open'); }});</script>"
        )
        builder.listing(
            f"/xxgk/nb/{year}/", look.page(f"{year}年政府信息公开年报", f"<ul>{tabs}</ul>{folds}{script}"), column=True
        )
        for number, (_, entries) in enumerate(by_year[year], 101):
            part = "".join(f"<p><a href='{one.url}' target='_blank'>{one.text}</a> {one.day}</p>" for one in entries)
            builder.listing(f"/xxgk/nb/{year}/part_{number:03d}.html", part)
    sundry(builder, (("公开指南", "/xxgk/zn.html"), ("公开制度", "/xxgk/zd.html")))
    builder.page(
        "/xxgk/index.html",
        "信息公开",
        "<ul><li><a href='/xxgk/zn.html'>公开指南</a></li><li><a href='/xxgk/zd.html'>公开制度</a></li>"
        f"<li><a href='/xxgk/nb/{max(_YEARS)}/'>政府信息公开年报</a></li></ul>",
    )
    builder.page("/", look.site, "<p>欢迎</p>")
    return builder.replica()
