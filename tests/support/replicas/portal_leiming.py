"""A banner city on Leiming: each column under a static and a dynamic address, paged by the dynamic one; links that
carry a session; a bureau whose list is ``N.html``; a zone in an ``index.php``."""

from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import count

from demo.model import Organ
from tests.support.replicas.builder import Article, Builder, Entry, newest_first, number_of, parameters, windows
from tests.support.replicas.columns import Column, beside_name, filed
from tests.support.replicas.look import Look, links
from tests.support.replicas.model import Answer, Replica, Request
from tests.support.replicas.organs import Place, below, bureau, bureaus, government, zone
from tests.support.replicas.surround import calendar, newsroom, sundry, ul
from tests.support.replicas.ucap import hexid

_CITY = Place("乌兰浩特市", "152201", "county")
_HOST = "www.wlhtshi.gov.cn"
_ORIGIN = f"http://{_HOST}"
_FRONT = "/leimingtech-admin/front/newsListController.do"
_ROWS = 4
_SESSION = ";jsessionid=8F2C41D07E5A93B6"
_HTML = (("Content-Type", "text/html;charset=UTF-8"),)


def _frame(article: Article) -> str:
    return (
        f"<div class='art_tit'>{escape(article.title)}</div><div class='art_xx'>{article.day} "
        f"{escape(article.source)}</div><div class='art_con'>{article.body}</div>"
    )


def build() -> Replica:
    """The replica."""
    menu = (
        ("首页", f"/index.shtml{_SESSION}"),
        ("要闻", "/xwdt/list.shtml"),
        ("政务公开", f"/zwgk/index.shtml{_SESSION}"),
        ("服务", "/fw/index.shtml"),
    )
    look = Look("乌兰浩特市人民政府", _CITY, menu, skin=0, code="script")
    builder = Builder("leiming", "Leiming", f"{_ORIGIN}/", look, _frame)
    newsroom(
        builder,
        lambda page: f"/xwdt/list{f'_{page}' if page else ''}.shtml",
        lambda number, day: f"/xwdt/{day:%Y-%m}/{day:%d}/article_{day:%Y%m%d}{number:06d}.html",
    )
    sundry(builder, (("服务", "/fw/index.shtml"), ("公开指南", "/zwgk/zn.shtml")))
    columns: dict[str, tuple[str, Sequence[Entry]]] = {}
    rows = []
    organs = [government(_CITY), *bureaus(_CITY, 4, 7), below(_CITY, "葛根庙镇", "ggmz")]
    for place, organ in enumerate(organs):
        folder = "/zwgk/zfxxgknb/" if not place else f"/zwgk/bm/{organ.code}/zfxxgknb/"
        category = hexid("leiming", organ.code)
        columns[category] = f"{organ.name}公开年报", _entries(builder, organ, folder, place)
        rows.append((organ.name, f"{folder}list.shtml"))
    _service(builder, look, columns, [f"{_ORIGIN}{url}" for _, url in rows])
    others = [_numbered(builder), _program(builder)]
    left = (("公开指南", "/zwgk/zn.shtml"), ("政府信息公开年报", rows[0][1]), ("日历", calendar(builder)))
    content = f"{links(left)}<h3>部门信息公开年报</h3>{links([*rows[1:], *others], '<br>')}"
    for url in ("/zwgk/index.shtml", f"/zwgk/index.shtml{_SESSION}"):
        builder.page(url, "政务公开", content)
    for url in ("/", "/index.shtml", f"/index.shtml{_SESSION}"):
        builder.page(url, look.site, f"<p>{links(menu)}</p>")
    return builder.replica()


def _entries(builder: Builder, organ: Organ, folder: str, place: int) -> list[Entry]:
    def address(_: Organ, year: int, day: date) -> list[str]:
        plain = f"{_ORIGIN}{folder}{day:%Y-%m}/{day:%d}/article_{day:%Y%m%d}{year % 10000:04d}.html"
        return [f"{plain}{_SESSION}", plain] if year % 2 else [plain]

    years = range(2015 if not place else 2020, 2025)
    forms = filed("docx", 2023, when=organ.code == "swj")
    column = Column(builder, address, forms=forms, file=beside_name("_"), title="{organ}{year}年度政府信息公开年报")
    return newest_first(column.entries(organ, years, place))


def _service(
    builder: Builder, look: Look, columns: dict[str, tuple[str, Sequence[Entry]]], static: Sequence[str]
) -> None:
    """The dynamic address; the static one shows its first page."""

    def href(category: str, page: int) -> str:
        return f"{_FRONT}?newsList&catId={category}&PageIndex={page}"

    def text(category: str, page: int, emptied: bool) -> str:
        name, entries = columns[category]
        pages = windows(entries, _ROWS)
        shown = pages[page - 1] if page <= len(pages) and not emptied else ()
        near = [Entry(entry.url.removeprefix(_ORIGIN), entry.text, entry.day) for entry in shown]
        turns = [(str(other), href(category, other)) for other in range(1, len(pages) + 1)] if not emptied else []
        box = f"<div id='pageBar'>{links(turns)} 跳转到<input size='2'>页</div>"
        return look.page(name, f"<h2>{name}</h2>{ul(near, cut=26)}{box}")

    def run(request: Request, emptied: bool) -> Answer | None:
        asked = parameters(request)
        category, page = asked.get("catId", ""), number_of(asked.get("PageIndex"), 1) or 1
        if category not in columns:
            return builder.missing()
        return Answer(headers=_HTML, body=text(category, page, emptied).encode())

    def alias(request: Request) -> str | None:
        asked = parameters(request)
        return f"{_ORIGIN}{href(asked.get('catId', ''), number_of(asked.get('PageIndex'), 1) or 1)}"

    builder.program(_HOST, _FRONT, run, alias)
    for (category, (_, entries)), url in zip(columns.items(), static, strict=True):
        builder.listing(url, lambda emptied, category=category: text(category, 1, emptied), column=True)  # type: ignore[misc]
        for page in range(1, len(windows(entries, _ROWS)) + 1):
            builder.listed(href(category, page))


def _numbered(builder: Builder) -> tuple[str, str]:
    """审计局: as the bureaus of 延安, ``1.html`` and so on."""
    organ = bureau(_CITY, "审计局")
    origin = "http://sjj.wlhtshi.gov.cn"
    look = Look(organ.name, _CITY, (("首页", "/"), ("公开年报", "/zfxxgk/zfxxgknb/1.html")), skin=2)
    numbers = count(1578896302145, 86400)
    column = Column(builder, lambda _, __, ___: f"{origin}/zfxxgk/zfxxgknb/{next(numbers)}.html", look=look)
    pages = windows(newest_first(column.entries(organ, range(2016, 2025), 2)), _ROWS)
    for number, page in enumerate(pages, 1):
        turns = [("上页", f"{number - 1}.html")] if number > 1 else []
        turns += [("下页", f"{number + 1}.html")] if number < len(pages) else []

        def text(emptied: bool, page: Sequence[Entry] = page, turns: Sequence[tuple[str, str]] = turns) -> str:
            return look.page("公开年报", f"<h2>政府信息公开年报</h2>{ul([] if emptied else page)}{links(turns)}")

        builder.listing(f"{origin}/zfxxgk/zfxxgknb/{number}.html", text, column=number == 1, look=look)
    return organ.name, builder.page(f"{origin}/", organ.name, f"<p>{links(look.menu)}</p>", look=look)


def _program(builder: Builder) -> tuple[str, str]:
    """A zone whose whole site is one program, unpaged."""
    organ = zone(_CITY, "经济技术开发区", "jkq")
    origin = "http://jkq.wlhtshi.gov.cn"
    column_url = f"{origin}/index.php?s=news&c=category&id=53"
    look = Look(organ.name, _CITY, (("首页", "/"), ("信息公开年报", column_url)), skin=1)
    numbers = count(115)
    column = Column(
        builder,
        lambda _, __, ___: f"{origin}/index.php?s=news&c=show&id={next(numbers)}",
        "{organ}{year}年年报",
        look=look,
    )
    entries = newest_first(column.entries(organ, range(2019, 2025), 8))
    builder.listing(
        column_url,
        lambda emptied: look.page("信息公开年报", f"<h2>年报</h2>{ul([] if emptied else entries)}"),
        column=True,
        look=look,
    )
    return organ.name, builder.page(f"{origin}/", organ.name, f"<p>{links(look.menu)}</p>", look=look)
