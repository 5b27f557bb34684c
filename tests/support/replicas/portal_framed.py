"""A city behind TLS alone whose home page is a frameset: addresses with backslashes and blanks, organs by ``dept=`` on
an open-government host, a list of typed years, files opened by a script, a bureau paged by ``InfoPublic.aspx``."""

from collections.abc import Sequence
from html import escape
from itertools import count

from demo.model import Organ
from tests.support.replicas.builder import Article, Builder, Entry, newest_first, number_of, parameters, windows
from tests.support.replicas.columns import Column, filed
from tests.support.replicas.look import Look, links
from tests.support.replicas.model import Answer, Replica, Request
from tests.support.replicas.organs import Place, below, bureau, bureaus, government, office
from tests.support.replicas.surround import calendar, newsroom

_CITY = Place("资阳市", "512000", "city")
_HOST, _GK, _RS = "www.zyangshi.gov.cn", "gk.zyangshi.gov.cn", "rsj.zyangshi.gov.cn"
_ORIGIN, _GOV = f"https://{_HOST}", f"https://{_GK}"
_HTML = (("Content-Type", "text/html; charset=utf-8"),)
_ROWS = 5
# Zeros as people type them, year by year.
_TYPED = {2024: "二〇二四", 2023: "二○二三", 2022: "二О二二", 2021: "二O二一", 2020: "2O2O", 2019: "２０１９"}


def _frame(article: Article) -> str:
    return (
        f"<h3 class='biaoti'>{escape(article.title)}</h3><p>发布时间：{article.day:%Y.%m.%d}</p>"
        f"<div class='neirong'>{article.body}</div>"
    )


def build() -> Replica:
    """The replica."""
    menu = (
        ("首页", "/main.aspx"),
        ("资阳要闻", "/news/list.aspx?id=1"),
        ("政务公开", f"{_GOV}/index.aspx"),
        ("服务", "/fw.aspx"),
    )
    look = Look("资阳市人民政府", _CITY, menu, skin=1, code="colon", home="/main.aspx")
    builder = Builder("framed", "aspx", f"{_ORIGIN}/", look, _frame)
    builder.secure(_HOST, _GK, _RS)
    newsroom(
        builder,
        lambda page: f"/news/list.aspx?id=1{f'&page={page + 1}' if page else ''}",
        lambda number, _: f"/news/show.aspx?id={61000 + number}",
    )
    builder.page("/fw.aspx", "服务", f'<a href="{calendar(builder, "/rl.aspx")}">日历</a>')
    shell = Look("资阳市政府信息公开", _CITY, (("政府网站", f"{_ORIGIN}/main.aspx"),), skin=2, home="/index.aspx")
    rows = [_department(builder, shell, place, organ) for place, organ in enumerate(_organs())]
    # Typed with blanks around and backslashes inside, as browsers forgive it.
    listed = "".join(f'<li><a href=" \\department.aspx?id={number} ">{name}</a></li>' for name, number in rows)
    builder.page(
        f"{_GOV}/index.aspx", "政务公开", f"<h2>单位</h2><ul>{listed}</ul>{links((_own(builder),))}", look=shell
    )
    content = f"<p>{links(menu)}</p><div class='list'><a href='{_GOV}/index.aspx'>政府信息公开</a></div>"
    builder.page("/main.aspx", look.site, content)
    builder.page("/top.aspx", "顶部", "<p>欢迎</p>")
    builder.put(
        "/",
        '<html><head><title>资阳市人民政府</title></head><frameset rows="80,*"><frame src="top.aspx" name="top">'
        '<frame src="main.aspx" name="main"><noframes>您的浏览器不支持框架</noframes></frameset></html>',
    )
    return builder.replica()


def _organs() -> list[Organ]:
    return [government(_CITY), office(_CITY), *bureaus(_CITY, 4, 5), below(_CITY, "安岳县", "ayx", "512021")]


def _department(builder: Builder, look: Look, place: int, organ: Organ) -> tuple[str, int]:
    """An organ's page, its reports by year in one unpaged table; gives its name and number."""
    number = 38 + place * 2
    serial = count(91674 + place * 100, 3)
    if place == 0:
        entries = _typed(builder, look, organ, number, serial)
    else:
        forms = filed("pdf", 2023, when=place == 3)
        column = Column(
            builder,
            lambda _, __, ___: f"{_GOV}/year_details.aspx?dept={number}&id={next(serial)}",
            forms=forms,
            file=lambda page, year, _: f"{_GOV}/files/{number} {year}/nb {year}.pdf",
            link='<p><a href="javascript:LookFile(\'{url}\')">{title}</a></p><embed src="{url}">',
            look=look,
        )
        entries = column.entries(organ, range(2020, 2025), place)

    def text(emptied: bool) -> str:
        lines = "".join(
            f'<tr><td><a href=".\\{escape(entry.url.removeprefix(f"{_GOV}/"))}">{escape(entry.text)}</a></td>'
            f"<td>{entry.day:%Y.%m.%d}</td></tr>"
            for entry in ([] if emptied else newest_first(entries))
        )
        return look.page(organ.name, f"<h2>{organ.name}</h2><h3>信息公开年度报告</h3><table>{lines}</table>")

    builder.listing(f"{_GOV}/department.aspx?id={number}", text, column=True, look=look)
    return organ.name, number


def _typed(builder: Builder, look: Look, organ: Organ, number: int, serial: "count[int]") -> list[Entry]:
    entries = []
    for year, typed in _TYPED.items():
        title = f"{organ.short}{typed}年政府信息公开年报"
        url = f"{_GOV}/year_details.aspx?dept={number}&id={next(serial)}"
        entries.append(builder.report(organ, year, url, title=title, look=look))
    return entries


def _own(builder: Builder) -> tuple[str, str]:
    organ = bureau(_CITY, "人力资源和社会保障局")
    origin = f"https://{_RS}"
    first = "/InfoPublic.aspx?cid=1019&pid=971"
    look = Look(organ.name, _CITY, (("首页", "/"), ("信息公开年报", first)), code="joined")
    numbers = count(7001)
    column = Column(builder, lambda _, __, ___: f"{origin}/Item/{next(numbers)}.aspx", look=look)
    entries = newest_first(column.entries(organ, range(2013, 2025), 4))
    pages = windows(entries, _ROWS)

    def run(request: Request, emptied: bool) -> Answer | None:
        asked = parameters(request)
        if asked.get("cid") != "1019":
            return None
        page = number_of(asked.get("page"), 1) or 1
        shown: Sequence[Entry] = pages[page - 1] if page <= len(pages) and not emptied else ()
        lines = "".join(f'<li><a href="{entry.url}">{escape(entry.text)}</a> {entry.day}</li>' for entry in shown)
        turns = [(f"[{other}]", f"{first}&page={other}&kw=") for other in range(1, len(pages) + 1)]
        text = look.page("信息公开年报", f"<ul>{lines}</ul><div>{'' if emptied else links(turns)}</div>")
        return Answer(headers=_HTML, body=text.encode())

    def alias(request: Request) -> str | None:
        asked = parameters(request)
        page = number_of(asked.get("page"), 1) or 1
        return f"{origin}{first}" + (f"&page={page}&kw=" if page > 1 else "")

    builder.program(_RS, "/InfoPublic.aspx", run, alias)
    builder.listed(f"{origin}{first}", column=True)
    for page in range(2, len(pages) + 1):
        builder.listed(f"{origin}{first}&page={page}&kw=")
    return organ.name, builder.page(f"{origin}/", organ.name, f"<p>{links(look.menu)}</p>", look=look)
