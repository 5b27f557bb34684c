"""A county on VSB: years as columns, articles under two trees, pages that count down, links by ``content.jsp``; bureaus
in trees of their own, one on an old host in GBK."""

from datetime import date
from itertools import count
from urllib.parse import urlsplit

from demo.model import Organ
from tests.support.replicas import vsb
from tests.support.replicas.bodies import Form
from tests.support.replicas.builder import Builder, Entry, newest_first
from tests.support.replicas.columns import Column, filed
from tests.support.replicas.look import Look, items, links
from tests.support.replicas.model import Replica
from tests.support.replicas.organs import Place, below, bureau, bureaus, government
from tests.support.replicas.surround import calendar, newsroom, sundry

_COUNTY = Place("清水县", "620521", "county")
_ORIGIN = "http://www.qshuixian.gov.cn"
_MAIN = "/zfxxgk/zfxxgknb.htm"
_COMMON = 1082  # the tree that every report of the county is in, whatever its year's tree


def build() -> Replica:
    """The replica."""
    menu = (
        ("网站首页", "/index.htm"),
        ("清水要闻", "/xwzx/qsyw.htm"),
        ("政府信息公开", "/zfxxgk.htm"),
        ("互动", "/hdjl.htm"),
    )
    look = Look("清水县人民政府", _COUNTY, menu, code="blank", home="/index.htm")
    builder = Builder("vsb_county", "VSB", f"{_ORIGIN}/index.htm", look, vsb.frame)
    newsroom(
        builder,
        lambda page: f"/xwzx/qsyw{f'/{10 - page}' if page else ''}.htm",
        lambda number, _: f"/info/1012/{40000 + number}.htm",
    )
    sundry(builder, (("公开指南", "/zfxxgk/zfxxgkzn.htm"), ("公开制度", "/zfxxgk/zfxxgkzd.htm")))
    builder.page("/hdjl.htm", "互动", f'<a href="{calendar(builder)}">日历</a>')
    _years(builder, look)
    departments = [_tree(builder, look, number, organ) for number, organ in enumerate(_organs())]
    own = vsb.bureau(
        builder,
        bureau(_COUNTY, "教育局"),
        _COUNTY,
        "http://jyj.qshuixian.gov.cn",
        range(2016, 2025),
        rows=4,
        charset="gbk",
    )
    left = (
        ("公开指南", "zfxxgk/zfxxgkzn.htm"),
        ("公开制度", "zfxxgk/zfxxgkzd.htm"),
        ("公开年报", "zfxxgk/zfxxgknb.htm"),
    )
    content = f"<ul>{items(left)}</ul><h3>乡镇部门</h3>{links([*departments, ('清水县教育局', own)], '<br>')}"
    builder.page("/zfxxgk.htm", "政府信息公开", content)
    builder.page("/index.htm", look.site, f"<p>{links(menu)}</p>")
    builder.move("/", "/index.htm")
    return builder.replica()


def _organs() -> list[Organ]:
    return [*bureaus(_COUNTY, 4, 1), below(_COUNTY, "永清镇", "yqz"), below(_COUNTY, "红堡镇", "hbz")]


def _years(builder: Builder, look: Look) -> None:
    """The county's own: each year a column whose list shows the article by that year's tree."""
    organ = government(_COUNTY)
    numbers = count(16404, 3)
    years = range(2014, 2025)

    def file(page: str, _: int, __: Form) -> str:
        number = urlsplit(page).path.rsplit("/", 1)[1].removesuffix(".htm")
        query = f"urltype=news.DownloadAttachUrl&owner=1547714839&wbfileid={number}"
        return f"{_ORIGIN}/system/_content/download.jsp?{query}"

    def address(_: Organ, year: int, __: date) -> list[str]:
        number = next(numbers)
        trees = (_COMMON,) if year > 9000 else (_COMMON, 3581 + year % 100)
        return [f"{_ORIGIN}/info/{tree}/{number}.htm" for tree in trees]

    column = Column(
        builder,
        address,
        "{short}人民政府{year}年政府信息公开年报",
        forms=filed("docx", 2019) | filed("pdf", 2020),
        file=file,
    )
    beside = "".join(f'<li><a href="/zfxxgk/zfxxgknb/a{year}.htm">{year}年</a></li>' for year in reversed(years))
    entries = []
    for year in years:
        entry = column.report(organ, year)
        entries.append(entry)
        own = Entry(entry.url.replace(f"/{_COMMON}/", f"/{3581 + year % 100}/"), entry.text, entry.day)
        vsb.column(builder, f"/zfxxgk/zfxxgknb/a{year}.htm", f"{year}年", [own], look=look, rows=5, mark=False)
    entries += column.beside(organ, 2024, 4, 3)
    vsb.column(
        builder, _MAIN, "政府信息公开年报", newest_first(entries), look=look, rows=6, beside=f"<ul>{beside}</ul>"
    )


def _tree(builder: Builder, look: Look, number: int, organ: Organ) -> tuple[str, str]:
    tree = 4114 + number * 5
    numbers = count(20000 + number * 100)

    def address(_: Organ, year: int, __: date) -> list[str]:
        serial = next(numbers)
        plain = f"{_ORIGIN}/info/{tree}/{serial}.htm"
        query = f"urltype=news.NewsContentUrl&wbtreeid={tree}&wbnewsid={serial}"
        # Old articles are linked by the program, which shows the same page.
        return [f"{_ORIGIN}/content.jsp?{query}", plain] if year == 2020 else [plain]

    column = Column(builder, address, source="清水县人民政府办公室")
    entries = newest_first(column.entries(organ, range(2020, 2025), number * 2))
    folder = f"/bmzl/{organ.code}"
    vsb.column(builder, f"{folder}/zfxxgknb.htm", "政府信息公开年报", entries, look=look, rows=4)
    menu = (("机构职能", f"{organ.code}/jgzn.htm"), ("公开年报", f"{organ.code}/zfxxgknb.htm"))
    builder.page(f"{folder}/jgzn.htm", "机构职能", "<p>职责</p>")
    builder.page(f"{folder}.htm", organ.name, f"<h2>{organ.name}</h2><ul>{items(menu)}</ul>")
    return organ.name, f"{folder}.htm"
