"""A city on Hanweb: one host obeys windows of records, another pages only, next groups that repeat or are dead."""

from datetime import date
from html import escape
from itertools import count

from demo.model import Organ
from tests.support.replicas import hanweb
from tests.support.replicas.beside import near
from tests.support.replicas.bodies import Form, published
from tests.support.replicas.builder import Builder, Entry, newest_first
from tests.support.replicas.hanweb import Proxy
from tests.support.replicas.look import Look, items, links
from tests.support.replicas.model import Replica
from tests.support.replicas.organs import Place, below, bureau, bureaus, government
from tests.support.replicas.surround import calendar, newsroom

_CITY = Place("泰州市", "321200", "city")
_HOST = "www.taizshi.gov.cn"
_NUMBERS = count(3965391, 3)


def build() -> Replica:
    """The replica."""
    menu = (
        ("首页", "/"),
        ("新闻中心", "/col/col1001/index.html"),
        ("政务公开", "/col/col2001/index.html"),
        ("互动", "/col/col3001/index.html"),
    )
    look = Look("泰州市人民政府", _CITY, menu, skin=1)
    builder = Builder("hanweb_datastore", "Hanweb", f"http://{_HOST}/", look, hanweb.frame)
    newsroom(
        builder,
        lambda page: f"/col/col1001/index.html{f'?uid=1&pageNum={page + 1}' if page else ''}",
        lambda number, day: hanweb.address(f"http://{_HOST}", 1001, day, 100 + number),
    )
    builder.page("/col/col3001/index.html", "互动", f'<a href="{calendar(builder, "/module/rl/index.jsp")}">日历</a>')
    city = _column(builder, look, Proxy(_HOST, "46143", 136612, 2, nextgroup="repeats"), [government(_CITY)], 2008)
    departments = _column(
        builder,
        look,
        Proxy(_HOST, "46144", 136618, 2, "/module/jpage/dataproxy.jsp", nextgroup="dead"),
        bureaus(_CITY, 4),
        2021,
    )
    # Several columns in one list.
    districts = [below(_CITY, "海陵区", "hlq", "321202"), below(_CITY, "兴化市", "xhs", "321281")]
    counties = _column(
        builder,
        look,
        Proxy(_HOST, "46150,46151", 136630, 2, "/module/jpage/morecolumndataproxy.jsp", per=4),
        districts,
        2018,
    )
    own = _water(builder)
    menu_left = (("市政府年报", city), ("部门年报", departments), ("市（区）年报", counties), ("市水利局", own))
    builder.page(
        "/col/col2001/index.html",
        "政务公开",
        '<div class="xxgkTitle">政府信息公开</div>'
        f"<ul>{items((('政府信息公开年报', '/col/col46140/index.html'),))}</ul>",
    )
    builder.listing_of_links("/col/col46140/index.html", "政府信息公开年报", menu_left)
    builder.page("/", look.site, f"<table><tr><td>{links(menu)}</td></tr></table>")
    return builder.replica()


def _column(builder: Builder, look: Look, proxy: Proxy, organs: list[Organ], since: int) -> str:
    column = proxy.column.partition(",")[0]
    found: list[Entry] = []
    for organ in organs:
        found += _entries(builder, look, f"http://{proxy.host}", int(column), organ, range(since, 2025))
    url = f"http://{proxy.host}/col/col{column}/index.html"
    return hanweb.column(builder, proxy, url, "政府信息公开年报", newest_first(found), look)


def _entries(builder: Builder, look: Look, origin: str, column: int, organ: Organ, years: range) -> list[Entry]:
    found = []
    for year in years:
        url = hanweb.address(origin, column, published(organ, year), next(_NUMBERS))
        form: Form = "picture" if year == 2022 and organ.code == "czj" else "page"
        file = f"{origin}/picture/0/{url.rsplit('_', 1)[1].removesuffix('.html')}.png"
        title = f"{organ.name}{year}年政府信息公开年度报告" if year > 2015 else f"{organ.name}政府信息公开{year}年年报"
        found.append(builder.report(organ, year, url, title=title, form=form, file=file, look=look))
    for offset, (title, paragraphs) in enumerate(near(organ, years[-1], len(years) // 3, column % 9)):
        day = date(years[-1] - offset + 1, 2, 14)
        text = "".join(f"<p>{escape(line)}</p>" for line in paragraphs)
        url = hanweb.address(origin, column, day, next(_NUMBERS))
        found.append(builder.article(url, title, text, day, look=look))
    return found


def _water(builder: Builder) -> str:
    """水利局: its own host, where only ``page`` is obeyed and answers are JavaScript."""
    organ = bureau(_CITY, "水利局")
    host = "slj.taizshi.gov.cn"
    look = Look(organ.name, _CITY, (("首页", "/"), ("信息公开", "/col/col9100/index.html")), code="joined")
    proxy = Proxy(host, "9115", 41220, 17, "/module/jslib/jquery/jpage/dataproxy.jsp", "pages", per=3, scripted=True)
    column = _column(builder, look, proxy, [organ], 2013)
    builder.page(f"http://{host}/col/col9100/index.html", "信息公开", f'<a href="{column}">信息公开年报</a>', look=look)
    return builder.page(f"http://{host}/", organ.name, "<p>水利动态</p>", look=look)
