"""The small portal that every oddity happens to: four organs with five reports each, the third organ is the odd one."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import count

from tests.support.replicas.builder import Builder, Entry, newest_first
from tests.support.replicas.columns import Column
from tests.support.replicas.look import Look, items
from tests.support.replicas.model import Answer, Replica, Request, key_of
from tests.support.replicas.organs import Place, bureaus, government
from tests.support.replicas.surround import newsroom, ul

CITY = Place("漯河市", "411100", "city")
ODD = bureaus(CITY, 3)[1]  # the organ that the oddity happens to
HTML = (("Content-Type", "text/html; charset=utf-8"),)


class Site:
    """The portal while it is written. ``label`` is how menus name organs, ``odd`` the entry of the odd
    one where it is another, ``more`` a further entry, ``below`` what stands under them; ``lost`` are reports that
    nobody can have, ``instead`` answers that stand in place of pages."""

    def __init__(self, name: str) -> None:
        self.host = f"www.{name.replace('_', '')}x.gov.cn"
        self.origin = f"http://{self.host}"
        menu = (("首页", "/"), ("新闻", "/news/1.html"), ("信息公开", "/open/"))
        self.look = Look("漯河市人民政府", CITY, menu, code="blank")
        self.builder = Builder(name, "oddity", f"{self.origin}/", self.look)
        self.label = "{}"
        self.odd = self.more = self.below = ""
        self.lost: set[str] = set()
        self.instead: dict[str, Answer] = {}
        newsroom(self.builder, lambda page: f"/news/{page + 1}.html", lambda n, _: f"/news/n{n}.html", count=24)

    def shown(self, inner: str, title: str = "政府信息公开年报") -> str:
        """A page of the portal's shell."""
        return self.look.page(title, f"<h2>{title}</h2>{inner}")

    def page(self, url: str, inner: str) -> None:
        """A list page, or any other, at a URL."""
        self.builder.put(url, self.shown(inner))

    def listing(self, url: str, found: Sequence[Entry], after: str = "") -> None:
        """A list page as it should be, ``after`` below the list."""
        self.page(url, ul(self.near(found)) + after)

    def script(self, url: str, text: str) -> None:
        """A script of its own."""
        self.builder.put(url, text, kind="application/javascript")

    def near(self, entries: Iterable[Entry]) -> list[Entry]:
        """The entries with links that begin at the root."""
        return [Entry(one.url.removeprefix(self.origin), one.text, one.day) for one in entries]

    def get(self, path: str, run: Callable[[Request], Answer | None]) -> None:
        """A program behind every path that begins so."""
        self.builder.program(self.host, path, lambda request, _: run(request))

    def swap(self, entry: Entry, answer: Answer, *, lost: bool = True) -> None:
        """Something else answers at a report's address; the report is ``lost`` with it unless it is elsewhere."""
        self.instead[key_of(entry.url)] = answer
        if lost:
            self.lost.add(entry.url)

    def gone(self, entries: Iterable[Entry]) -> None:
        """No reader of the portal can have these reports."""
        self.lost |= {one.url for one in entries}

    def answer_of(self, entry: Entry) -> Answer:
        """What the address of a report answers as long as nothing is odd."""
        path = entry.url.removeprefix(self.origin)
        return self.builder.replica().answer(Request("GET", "http", self.host, path))

    def change(self, entry: Entry, **fields: tuple[str, ...]) -> None:
        """Where else a report is: ``urls``, ``files``, ``parts``."""
        reports = self.builder.reports
        place = next(number for number, one in enumerate(reports) if one.urls[0] == entry.url)
        reports[place] = replace(reports[place], **fields)  # type: ignore[arg-type]


Make = Callable[[Site, list[Entry], str], None]


def html(text: str) -> Answer:
    """A page with 200."""
    return Answer(headers=HTML, body=text.encode())


def json_of(value: object) -> Answer:
    """An answer to a script."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return Answer(headers=(("Content-Type", "application/json;charset=utf-8"),), body=body)


def year_of(entry: Entry) -> int:
    """The year that a report is about."""
    return entry.day.year - 1


def id_of(entry: Entry) -> str:
    """The number in a report's address."""
    return re.sub(r".*doc(\d+)\.html", r"\1", entry.url)


def build(name: str, make: Make, *, whole: bool) -> Replica:
    """The portal with this oddity; ``whole``: a reader can have all of it, so that ``complete`` is what is so."""
    site = Site(name)
    serial = count(1000, 3)
    columns = []
    for organ in (government(CITY), *bureaus(CITY, 3)):
        column = Column(site.builder, lambda *_: f"/open/doc{next(serial)}.html", source=organ.name)
        found = newest_first(column.reports(organ, range(2020, 2025)))
        url = f"/open/{organ.code}.html"
        if organ == ODD:
            make(site, found, url)
        else:
            site.listing(url, found)
        site.builder.listed(url, column=True)
        columns.append((organ.short, url))
    entries = [items([(site.label.format(name), url)]) for name, url in columns]
    if site.odd:
        entries[2] = site.odd.format(name=ODD.short)
    site.page("/open/nb.html", f"<ul>{''.join(entries)}{site.more}</ul>{site.below}")
    menu = (("公开指南", "/open/zn.html"), ("政府信息公开年报", "/open/nb.html"))
    site.page("/open/", f"<ul>{items(menu)}</ul>")
    site.page("/open/zn.html", "<p>指南</p>")
    site.builder.page("/", site.look.site, "<p>欢迎</p>")
    made = site.builder.replica(expected="complete" if whole else "short", hostile=not whole)

    def answer(request: Request) -> Answer:
        return site.instead.get(key_of(request.url)) or made.answer(request)

    reports = tuple(one for one in made.reports if one.urls[0] not in site.lost)
    return replace(made, reports=reports, answer=answer)
