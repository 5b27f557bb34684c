"""A county on Hebei's platform: columns with UUIDs, years as siblings of each other; bureaus on eportal, paged by
query; days in URLs are those of a move."""

from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import count
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from demo.model import Organ
from tests.support.replicas.bodies import published
from tests.support.replicas.builder import Article, Builder, Entry, Text, newest_first, number_of, parameters, windows
from tests.support.replicas.columns import Column
from tests.support.replicas.look import Look, links
from tests.support.replicas.model import Answer, Replica, Request
from tests.support.replicas.organs import Place, bureau, bureaus, government, office
from tests.support.replicas.surround import calendar, newsroom, sundry, ul

_COUNTY = Place("正定县", "130123", "county")
_ORIGIN = "http://www.zhdingxian.gov.cn"
_MOVED = date(2023, 8, 21)
_YEARS = range(2018, 2025)
_ROWS = 4


def _uuid(*parts: object) -> str:
    return str(uuid5(NAMESPACE_URL, "|".join(map(str, parts))))


def _frame(article: Article) -> str:
    return (
        f'<div class="xl"><h2>{escape(article.title)}</h2><p>索 引 号：{_uuid(article.title)[:8]}　'
        f"发布机构：{escape(article.source)}　发布日期：{article.day}</p><div id='zoom'>{article.body}</div></div>"
    )


def _column_url(name: object) -> str:
    return f"/columns/{_uuid('column', name)}/"


def build() -> Replica:
    """The replica."""
    menu = (
        ("首页", "/"),
        ("正定要闻", f"{_column_url('news')}index.html"),
        ("政府信息公开", f"{_column_url('gk')}index.html"),
        ("便民", f"{_column_url('bm')}index.html"),
    )
    look = Look("正定县人民政府", _COUNTY, menu, skin=1, code="script")
    builder = Builder("hebei", "Hebei UUID", f"{_ORIGIN}/", look, _frame)
    newsroom(
        builder,
        lambda page: f"{_column_url('news')}index{f'_{page + 1}' if page else ''}.html",
        lambda number, day: f"{_column_url('news')}{day:%Y%m}/{day:%d}/{_uuid('news', number)}.html",
    )
    sundry(builder, (("便民", f"{_column_url('bm')}index.html"), ("公开指南", f"{_column_url('zn')}index.html")))
    _years(builder, look)
    newest = f"{_column_url(_YEARS[-1])}index.html"
    departments = _departments(builder)
    left = (
        ("公开指南", f"{_column_url('zn')}index.html"),
        ("政府信息公开年报", newest),
        ("公开日历", calendar(builder)),
    )
    content = f"<div>{links(left)}</div><h3>部门</h3><p>{links(departments)}</p>"
    builder.page(f"{_column_url('gk')}index.html", "政府信息公开", content)
    builder.page("/", look.site, f"<p>{links(menu)}</p>")
    return builder.replica()


def _years(builder: Builder, look: Look) -> None:
    """The menu leads to the newest year; each year's page names the others, none of which lies below another."""
    organs = [government(_COUNTY), office(_COUNTY), *bureaus(_COUNTY, 3, 11)]
    menu = [(f"{year}年", f"{_column_url(year)}index.html") for year in reversed(_YEARS)]
    for year in _YEARS:
        folder = _column_url(year)

        def address(organ: Organ, asked: int, day: date, folder: str = folder) -> str:
            shown = _MOVED if asked < 2022 or day < _MOVED else day
            return f"{_ORIGIN}{folder}{shown:%Y%m}/{shown:%d}/{_uuid(organ.name, asked, day)}.html"

        column = Column(builder, address, title="{short}{year}年政府信息公开工作年度报告")
        entries = [column.report(organ, year) for organ in organs[: 5 if year > 2020 else 2]]
        if year == 2021:
            entries.append(_as_file(builder, folder, year))
        entries += column.beside(organs[0], year, 2, year)
        pages = windows(newest_first(entries), _ROWS)
        for number, page in enumerate(pages, 1):
            builder.listing(
                f"{folder}index{f'_{number}' if number > 1 else ''}.html",
                _list(look, menu, page, number, len(pages)),
                column=number == 1,
            )


def _as_file(builder: Builder, folder: str, year: int) -> Entry:
    """A bureau's report that the list leads to as a file."""
    organ = bureau(_COUNTY, "统计局")
    day = published(organ, year)
    url = f"{_ORIGIN}{folder}files/{_uuid(organ.name, day)}.pdf?t=1692583921"
    return builder.bare_file(organ, year, url)


def _list(look: Look, menu: Sequence[tuple[str, str]], page: Sequence[Entry], number: int, pages: int) -> Text:
    turns = [("下一页", f"index_{number + 1}.html")] if number < pages else []

    def text(emptied: bool) -> str:
        shown = ul([] if emptied else page, cut=24)
        return look.page("政府信息公开年报", f"<div class='years'>{links(menu)}</div>{shown}<p>{links(turns)}</p>")

    return text


def _departments(builder: Builder) -> list[tuple[str, str]]:
    """Departments on one host of an older platform: ``/eportal/ui?pageId=…&currentPage=…``."""
    host = "bm.zhdingxian.gov.cn"
    origin = f"http://{host}"
    look = Look("正定县部门信息公开", _COUNTY, (("首页", "/"),), code="joined")
    numbers = count(482001)
    lists: dict[str, tuple[str, Sequence[Entry]]] = {}
    for place, organ in enumerate(bureaus(_COUNTY, 2, 14)):
        page_id = str(1962757 + place * 41)
        column = Column(
            builder, lambda _, __, ___: f"{origin}/eportal/ui?pageId=3001&articleKey={next(numbers)}", look=look
        )
        lists[page_id] = organ.name, newest_first(column.entries(organ, range(2019, 2025), place))
    _eportal(builder, host, look, lists)
    rows = [(name, f"{origin}/eportal/ui?pageId={page_id}") for page_id, (name, _) in lists.items()]
    builder.page(f"{origin}/", look.site, f"<p>{links(rows)}</p>", look=look)
    return rows


def _eportal(builder: Builder, host: str, look: Look, lists: dict[str, tuple[str, Sequence[Entry]]]) -> None:
    def url(page_id: str, page: int) -> str:
        more = f"&currentPage={page}&moduleId=8f1d{page_id}&staticRequest=yes" if page > 1 else ""
        return f"http://{host}/eportal/ui?pageId={page_id}{more}"

    def run(request: Request, emptied: bool) -> Answer | None:
        asked = parameters(request)
        if asked.get("pageId") not in lists:
            return None
        name, entries = lists[asked["pageId"]]
        pages = windows(entries, _ROWS)
        page = number_of(asked.get("currentPage"), 1) or 1
        shown = pages[page - 1] if page <= len(pages) and not emptied else ()
        near = [
            Entry(urlsplit(entry.url).path + "?" + urlsplit(entry.url).query, entry.text, entry.day) for entry in shown
        ]
        turns = [(str(other), url(asked["pageId"], other)) for other in range(1, len(pages) + 1)]
        stated = f"共{len(entries)}条记录 {len(pages)}页" if not emptied else ""
        text = look.page(f"{name}年报", f"<h2>{name}年度报告</h2>{ul(near)}<p>{stated} {links(turns)}</p>")
        return Answer(headers=(("Content-Type", "text/html;charset=utf-8"),), body=text.encode())

    def alias(request: Request) -> str | None:
        asked = parameters(request)
        page_id = asked.get("pageId", "")
        return url(page_id, number_of(asked.get("currentPage"), 1) or 1) if page_id in lists else None

    builder.program(host, "/eportal/ui", run, alias)
    for page_id, (_, entries) in lists.items():
        for page in range(1, len(windows(entries, _ROWS)) + 1):
            builder.listed(url(page_id, page), column=page == 1)
