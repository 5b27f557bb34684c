"""What random portals are put together from: words, addresses, markup of menus and lists, pagers."""

import json
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from typing import Literal
from urllib.parse import urlsplit

from tests.support.replicas.builder import Builder, Entry, windows
from tests.support.replicas.look import Look, Menu
from tests.support.replicas.ucap import hexid

# Names of report columns: those of real portals, and some that nobody has used yet.
COLUMNS = (
    *("政府信息公开年报", "政府信息公开工作年度报告", "信息公开年度报告", "公开年报", "信息公开年报", "工作年报"),
    *("年度报告", "政务公开年报", "政府公开工作年报", "历年公开报告", "公开工作年终报告", "年报公示", "公开报告库"),
)
SECTIONS = (
    *("政务公开", "信息公开", "政府信息公开", "公开专栏", "阳光政务", "政府信息公开平台", "公开"),
    *("透明政府", "公开大厅"),
)
OFFICES = (
    *("部门信息公开", "单位公开目录", "部门乡镇公开", "公开导航", "各部门年报", "机构公开", "部门链接"),
    *("公开单位一览",),
)
TITLES = (
    "{organ}{year}年政府信息公开工作年度报告",
    "{organ}{year}年度政府信息公开年度报告",
    "{year}年{organ}政府信息公开工作年度报告",
    "{organ}关于{year}年度政府信息公开工作情况的年度报告",
    "{organ}{year}年政府信息公开年报",
    "{organ}政府信息公开工作{year}年度报告",
)
OTHERS = ("机构概况", "政策文件", "规划计划", "人事信息", "财政资金", "公示公告", "公开指南", "公开制度", "依申请公开")
_NEXT = ("下一页", "下页", "后一页", "下一页>", "»", "Next")
PagerKind = Literal["none", "next", "numbers", "last", "select", "script", "json"]
PAGERS: tuple[PagerKind, ...] = ("none", "next", "numbers", "last", "select", "script", "json")


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a host spells its addresses: columns by number and word, their pages (from 1), and articles."""

    column: Callable[[int, str], str]
    page: Callable[[str, int], str]
    article: Callable[[str, date, int], str]


def _folder(url: str) -> str:
    return url[: url.rindex("/") + 1]


def _numbered(url: str, mark: str) -> str:
    stem, dot, end = url.rpartition(".")
    return f"{stem}{mark}{dot}{end}"


def schemes(rng: random.Random) -> Scheme:
    """One of six families of addresses, its details drawn."""
    first, ending = rng.choice((0, 1)), rng.choice(("html", "htm", "shtml"))
    root = rng.choice(("", "/site1", "/web", "/cms"))
    kinds = (
        Scheme(
            lambda number, word: f"{root}/{word}/",
            lambda url, page: url if page == 1 else f"{url}index_{page - 1 + first}.{ending}",
            lambda url, day, number: f"{url}{day:%Y%m}/{number}.{ending}",
        ),
        Scheme(
            lambda number, word: f"{root}/list/{number}.{ending}",
            lambda url, page: url if page == 1 else _numbered(url, f"_{page - 1 + first}"),
            lambda url, day, number: f"{root}/show/{day.year}/{number}.{ending}",
        ),
        Scheme(
            lambda number, word: f"{root}/list.php?cid={number}",
            lambda url, page: url if page == 1 else f"{url}&p={page}",
            lambda url, day, number: f"{root}/view.php?aid={number}",
        ),
        Scheme(
            lambda number, word: f"{root}/col.jsp?nid={number}&t={word}",
            lambda url, page: url if page == 1 else f"{url}&pn={page - 1 + first}",
            lambda url, day, number: f"{root}/art.jsp?t={url.rsplit('=', 1)[1]}&id={number}",
        ),
        Scheme(
            lambda number, word: f"{root}/lm/{hexid(root, number, word)}.{ending}",
            lambda url, page: url if page == 1 else _numbered(url, f"-{page - 1 + first}"),
            lambda url, day, number: f"{root}/wz/{day:%Y-%m-%d}/{hexid(url, number)}.{ending}",
        ),
        Scheme(
            lambda number, word: f"{root}/channel/{word}",
            lambda url, page: url if page == 1 else f"{url}/{page}",
            lambda url, day, number: f"{root}/doc/{number}",
        ),
    )
    return rng.choice(kinds)


# --- menus and lists --------------------------------------------------------------------------


def menu_html(rng: random.Random, menu: Menu) -> str:
    """A menu in one of five hands."""
    return rng.choice((_ul, _cells, _onclick, _map, _slashes))(menu)


def _ul(menu: Menu) -> str:
    return "<ul>" + "".join(f"<li><a href='{escape(url)}'>{text}</a></li>" for text, url in menu) + "</ul>"


def _cells(menu: Menu) -> str:
    cells = "".join(f'<td><a href="{escape(url)}"><span>{text}</span></a></td>' for text, url in menu)
    return f"<table><tr>{cells}</tr></table>"


def _onclick(menu: Menu) -> str:
    return "".join(f"<div class='m' onclick=\"location.href='{url}'\">{text}</div>" for text, url in menu)


def _map(menu: Menu) -> str:
    areas = "".join(
        f'<area shape="rect" coords="0,{at},90,{at + 20}" href="{escape(url)}" alt="{text}">'
        for at, (text, url) in enumerate(menu)
    )
    return f'<img src="/images/nav.gif" usemap="#nav" alt=""><map name="nav">{areas}</map>'


def _slashes(menu: Menu) -> str:
    return " / ".join(f'<a href="{escape(url)}" target="_blank">{text}</a>' for text, url in menu)


def lists(rng: random.Random) -> Callable[[Sequence[Entry]], str]:
    """A hand that writes lists; some cut texts, and only some of these say the whole in a title attribute."""
    hand = rng.choice((_lines, _rows, _blocks, _definitions))
    cut, titled = rng.choice((0, 0, 22)), rng.random() < 0.7

    def write(entries: Sequence[Entry]) -> str:
        shown = []
        for entry in entries:
            text = entry.text if not cut or len(entry.text) <= cut else entry.text[:cut] + rng_mark
            title = f' title="{escape(entry.text)}"' if titled else ""
            shown.append((f'<a href="{escape(entry.url)}"{title}>{escape(text)}</a>', entry.day))
        return hand(shown)

    rng_mark = rng.choice(("…", "..."))
    return write


Shown = Sequence[tuple[str, date]]


def _lines(shown: Shown) -> str:
    return "<ul class='news'>" + "".join(f"<li>{link}<em>{day}</em></li>" for link, day in shown) + "</ul>"


def _rows(shown: Shown) -> str:
    rows = "".join(
        f"<tr><td>{at}</td><td>{link}</td><td>{day:%Y/%m/%d}</td></tr>" for at, (link, day) in enumerate(shown, 1)
    )
    return f"<table class='tab'><tr><th>序号</th><th>标题</th><th>日期</th></tr>{rows}</table>"


def _blocks(shown: Shown) -> str:
    return "".join(f"<div class='item'><span>[{day:%m-%d}]</span><h4>{link}</h4></div>" for link, day in shown)


def _definitions(shown: Shown) -> str:
    return "<dl>" + "".join(f"<dt>{day:%Y年%m月%d日}</dt><dd>{link}</dd>" for link, day in shown) + "</dl>"


# --- pages ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lister:
    """Puts a paged list on a host: how it writes lines, turns pages, and whether it states totals."""

    builder: Builder
    look: Look
    scheme: Scheme
    write: Callable[[Sequence[Entry]], str]
    pager: PagerKind
    stated: bool
    rows: int
    next: str
    keys: Mapping[str, str]

    def put(self, url: str, name: str, entries: Sequence[Entry], *, column: bool, above: str = "") -> str:
        """The list at a URL; gives that URL."""
        pages = windows(entries, 10_000 if self.pager == "none" else self.rows)
        if self.pager == "json":
            return self._json(url, name, entries, column=column, above=above)
        urls = [self.scheme.page(url, number) for number in range(1, len(pages) + 1)]
        for number, page in enumerate(pages):

            def text(emptied: bool, page: Sequence[Entry] = page, number: int = number) -> str:
                turns = self._turns(urls, number, len(entries)) if not emptied and len(urls) > 1 else ""
                body = self.write([] if emptied else [_near(entry) for entry in page])
                return self.look.page(name, f"{above}<h3>{name}</h3>{body}{turns}")

            where = self.builder.listing(urls[number], text, column=column and not number, look=self.look)
            if number and self.pager == "script":
                self.builder.way(urls[0], where, self._call(urls, 0))
        return urls[0]

    def _turns(self, urls: Sequence[str], number: int, total: int) -> str:
        stated = f"<span>共{total}条记录，第{number + 1}/{len(urls)}页</span>" if self.stated else ""
        links = [f'<a href="{escape(_path(url))}">{at}</a>' for at, url in enumerate(urls, 1)]
        after = f'<a href="{escape(_path(urls[number + 1]))}">{self.next}</a>' if number + 1 < len(urls) else ""
        shown = {
            "next": after,
            "numbers": " ".join(links),
            "last": f'<a href="{escape(_path(urls[0]))}">首页</a> {after} <a href="{escape(_path(urls[-1]))}">尾页</a>',
            "select": _select(urls, number),
            "script": _SCRIPT % self._call(urls, number),
        }[self.pager]
        return f"<div class='pages'>{stated} {shown}</div>"

    def _call(self, urls: Sequence[str], number: int) -> str:
        """A call with the number of pages, the current one, and a template in which ``#`` stands for the page."""
        second = self.scheme.page(urls[0], 2)
        third = self.scheme.page(urls[0], 3)
        place = next(at for at, (one, other) in enumerate(zip(second, third, strict=False)) if one != other)
        template = f"{second[:place]}#{second[place + 1 :]}"
        local = re.sub(r"^https?://[^/]+", "", template)
        return f"turnPage({len(urls)},{number + 1},{int(second[place]) - 2},'{_path(urls[0])}','{local}')"

    def _json(self, url: str, name: str, entries: Sequence[Entry], *, column: bool, above: str) -> str:
        """The list in JSON files that the page's script asks for."""
        pages = windows(entries, self.rows)
        base = f"/data/{hexid(url)[:10]}"
        key = self.keys
        script = _JSON % {"base": base, **key}
        plain = replace(self.look, charset="utf-8")
        content = f"{above}<h3>{name}</h3><div id='list'></div>{script}"
        where = self.builder.shell_list(url, name, content, column=column, look=self.look)
        origin = where[: where.index("/", 8)]
        for number, page in enumerate(pages, 1):

            def text(emptied: bool, page: Sequence[Entry] = page, number: int = number) -> str:
                rows = [
                    {key["title"]: entry.text, key["url"]: _near(entry).url, key["day"]: str(entry.day)}
                    for entry in ([] if emptied else page)
                ]
                body: dict[str, object] = {key["rows"]: rows, "page": number, "pages": len(pages)}
                if self.stated:
                    body[key["total"]] = 0 if emptied else len(entries)
                return json.dumps(body, ensure_ascii=False)

            service = self.builder.put(
                f"{origin}{base}/{number}.json", text, kind="application/json;charset=utf-8", look=plain
            )
            self.builder.listed(service)
            self.builder.way(where, service, base)
        return where


def _near(entry: Entry) -> Entry:
    return Entry(_path(entry.url), entry.text, entry.day, entry.title)


def _path(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _select(urls: Sequence[str], number: int) -> str:
    options = "".join(
        f'<option value="{escape(_path(url))}"{" selected" if at == number else ""}>第{at + 1}页</option>'
        for at, url in enumerate(urls)
    )
    return f'<select onchange="location=this.value">{options}</select>'


_SCRIPT = """<script>
function turnPage(count, current, shift, first, template) {
  for (var i = 1; i <= count; i++) {
    document.write('<a href="' + (i == 1 ? first : template.replace('#', i + shift)) + '">' + i + '</a> ');
  }
}
%s;
</script>"""
_JSON = """<script>
function get(page) {
  var ask = new XMLHttpRequest();
  ask.open('GET', '%(base)s/' + page + '.json');
  ask.onload = function () {
    var answer = JSON.parse(ask.responseText);
    answer.%(rows)s.forEach(function (one) {
      document.getElementById('list').innerHTML += '<p><a href="' + one.%(url)s + '">' + one.%(title)s + '</a></p>';
    });
    if (answer.page < answer.pages) get(answer.page + 1);
  };
  ask.send();
}
get(1);
</script>"""


def lister(rng: random.Random, builder: Builder, look: Look, pager: PagerKind) -> Lister:
    """A lister whose details are drawn."""
    keys = {
        "title": rng.choice(("title", "name", "bt", "docTitle")),
        "url": rng.choice(("url", "link", "href", "docUrl")),
        "day": rng.choice(("date", "time", "fbsj")),
        "rows": rng.choice(("rows", "list", "data", "items")),
        "total": rng.choice(("total", "count", "recordCount")),
    }
    return Lister(
        builder,
        look,
        schemes(rng),
        lists(rng),
        pager,
        rng.random() < 0.5,
        rng.choice((4, 5, 7)),
        rng.choice(_NEXT),
        keys,
    )
