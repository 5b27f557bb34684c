"""A city on Anhui's openness: organs by ``branch_id`` in lists of branches; a branch with a site of its own on the
newer version (``showList/…/page_1.html``); a report that is a download."""

import hashlib
from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import count
from urllib.parse import urlsplit

from demo.model import Organ
from tests.support.replicas.builder import Article, Builder, Entry, newest_first, number_of, parameters, windows
from tests.support.replicas.columns import Column, filed
from tests.support.replicas.look import Look, items, links
from tests.support.replicas.model import Answer, Replica, Request
from tests.support.replicas.organs import Place, below, bureau, bureaus, government, zone
from tests.support.replicas.surround import calendar, newsroom, ul

_CITY = Place("铜陵市", "340700", "city")
_HOST = "www.tlingshi.gov.cn"
_ORIGIN = f"http://{_HOST}"
_REPORTS = "/opennessAnnualReport/"
_ROWS = 5
_HTML = (("Content-Type", "text/html; charset=utf-8"),)


def _id(*parts: object) -> str:
    return hashlib.sha1("|".join(map(str, parts)).encode(), usedforsecurity=False).hexdigest()[:24]


def _frame(article: Article) -> str:
    return (
        f"<div class='path'>网站首页 &gt; 政府信息公开 &gt; {escape(article.source)} &gt; 政府信息公开年报</div>"
        f"<h1 class='wztit'>{escape(article.title)}</h1><div class='wzcon'>{article.body}</div>"
    )


def build() -> Replica:
    """The replica."""
    menu = (("首页", "/"), ("铜陵新闻", "/news/list/1"), ("政府信息公开", "/openness/"), ("政民互动", "/hd/"))
    look = Look("铜陵市人民政府", _CITY, menu, skin=1, code="joined")
    builder = Builder("openness", "openness", f"{_ORIGIN}/", look, _frame)
    newsroom(
        builder,
        lambda page: f"/news/list/{page + 1}",
        lambda number, _: f"/news/detail/{_id('news', number)}.html",
    )
    builder.page("/hd/", "政民互动", f'<a href="{calendar(builder)}">日历</a>')
    branches: dict[str, Sequence[Entry]] = {"": _entries(builder, government(_CITY), range(2008, 2025))}
    groups = {
        "opennessDepartment": bureaus(_CITY, 4, 3),
        "opennessTowns": [below(_CITY, "义安区", "yaq", "340706"), zone(_CITY, "经济技术开发区", "jkq")],
    }
    pages = []
    for name, organs in groups.items():
        rows = []
        for organ in organs:
            key = _id(organ.code)
            branches[key] = _entries(builder, organ, range(2021, 2025))
            rows.append(_branch(organ, key))
        if name == "opennessDepartment":
            rows.append(f'<li><a href="{_own(builder)}" target="_blank">铜陵市财政局</a></li>')
        builder.page(f"/{name}/", "公开单位", f"<ul class='branch'>{''.join(rows)}</ul>")
        pages.append(("部门单位" if name == "opennessDepartment" else "县区园区", f"/{name}/"))
    _service(builder, look, branches)
    first = (("政府信息公开指南", "/opennessGuide/"), ("政府信息公开年报", _REPORTS))
    builder.page("/opennessGuide/", "指南", "<p>指南</p>")
    builder.page("/openness/", "政府信息公开", f"<ul>{items([*first, *pages])}</ul>")
    builder.page("/", look.site, f"<p>{links(menu)}</p>")
    return builder.replica()


def _branch(organ: Organ, key: str) -> str:
    kinds = (("目录", "opennessContent"), ("指南", "opennessGuide"), ("年报", "opennessAnnualReport"))
    return f"<li>{organ.name} {links([(text, f'/{name}/?branch_id={key}') for text, name in kinds])}</li>"


def _entries(builder: Builder, organ: Organ, years: range) -> list[Entry]:
    def address(_: Organ, year: int, day: date) -> str:
        return f"{_ORIGIN}/openness/detail/annual_report/{_id(organ.name, year, day)}.html"

    def file(page: str, year: int, _: str) -> str:
        return f"{_ORIGIN}/OpennessAnnualReport/download/{int(_id(page, year)[:4], 16)}.html"

    forms = filed("docx", 2023, when=organ.code in ("sjj", "jkq"))
    column = Column(builder, address, forms=forms, file=file, source=organ.name)
    return newest_first(column.entries(organ, years, len(organ.name)))


def _service(builder: Builder, look: Look, branches: dict[str, Sequence[Entry]]) -> None:
    def url(key: str, page: int) -> str:
        query = [f"branch_id={key}"] * bool(key) + [f"page={page}"] * (page > 1)
        return f"{_ORIGIN}{_REPORTS}" + (f"?{'&'.join(query)}" if query else "")

    def run(request: Request, emptied: bool) -> Answer | None:
        asked = parameters(request)
        key, number = asked.get("branch_id", ""), number_of(asked.get("page"), 1) or 1
        pages = windows(branches.get(key, ()), _ROWS)
        shown = pages[number - 1] if number <= len(pages) and not emptied else ()
        near = [Entry(urlsplit(entry.url).path, entry.text, entry.day) for entry in shown]
        turns = [(str(page), url(key, page).removeprefix(_ORIGIN)) for page in range(1, len(pages) + 1)]
        turns += [("尾页", turns[-1][1])] if len(turns) > 1 else []
        text = f"<h2>政府信息公开年报</h2>{ul(near)}<div class='pages'>{links(turns) if not emptied else ''}</div>"
        return Answer(headers=_HTML, body=look.page("政府信息公开年报", text).encode())

    def alias(request: Request) -> str | None:
        asked = parameters(request)
        return url(asked.get("branch_id", ""), number_of(asked.get("page"), 1) or 1)

    builder.program(_HOST, _REPORTS, run, alias)
    for key, entries in branches.items():
        for page in range(1, len(windows(entries, _ROWS)) + 1):
            builder.listed(url(key, page), column=page == 1)
        for name in ("opennessContent", "opennessGuide"):
            if key:
                builder.page(f"/{name}/?branch_id={key}", "公开", "<p>公开内容</p>")


def _own(builder: Builder) -> str:
    """财政局: its own site on the newer version."""
    organ = bureau(_CITY, "财政局")
    origin = "http://czj.tlingshi.gov.cn"
    first = "/XxgkAnnualReport/showList/650/page_1.html"
    look = Look(organ.name, _CITY, (("首页", "/"), ("政府信息公开年报", first)), skin=2)
    numbers = count(3475, 7)
    column = Column(builder, lambda _, __, ___: f"{origin}/XxgkAnnualReport/show/{next(numbers)}.html", look=look)
    entries = newest_first(column.entries(organ, range(2014, 2025), 7))
    pages = windows(entries, _ROWS)
    for number, page in enumerate(pages, 1):
        turns = [(str(other), f"page_{other}.html") for other in range(1, len(pages) + 1)]

        def text(emptied: bool, page: Sequence[Entry] = page, turns: Sequence[tuple[str, str]] = turns) -> str:
            return look.page("政府信息公开年报", f"{ul([] if emptied else page)}<p>{links(turns)}</p>")

        where = f"{origin}/XxgkAnnualReport/showList/650/page_{number}.html"
        builder.listing(where, text, column=number == 1, look=look)
    return builder.page(f"{origin}/", organ.name, f"<p>{links(look.menu)}</p>", look=look)
