"""TRS WCM: directories with ``index.html``, articles ``./YYYYMM/tYYYYMMDD_N.html``, paging in a script's call."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from itertools import count

from demo.model import Organ
from tests.support.replicas.builder import Article, Builder, Entry, windows
from tests.support.replicas.look import Look, Menu
from tests.support.replicas.surround import ul

_FROM_ZERO = """<script>
function %(function)s(count, current, name, ext) {
  for (var i = 0; i < count; i++) {
    document.write('<a href="' + name + (i ? '_' + i : '') + '.' + ext + '">' + (i + 1) + '</a> ');
  }
}
%(call)s
</script>"""
_FROM_ONE = """<div id="%(box)s"></div><script>
function createPageHTML(box, count, current, name, ext, rows) {
  var html = '';
  for (var i = 1; i <= count; i++) {
    html += '<a href="' + name + (i > 1 ? '_' + i : '') + '.' + ext + '">' + i + '</a> ';
  }
  document.getElementById(box).innerHTML = html + '共' + rows + '条';
}
%(call)s
</script>"""
_VARIABLES = """<script>
var currentPage = %(current)d; //所在页从0开始
var countPage = %(count)d; //共多少页
for (var i = 0; i < countPage; i++) {
  document.write('<a href="index' + (i ? '_' + i : '') + '.%(ext)s">' + (i + 1) + '</a> ');
}
</script>"""


@dataclass(frozen=True, slots=True)
class Call:
    """One way to print the paging: ``text`` from pages, current page (from 0) and records; what a page is called."""

    text: Callable[[int, int, int], str]
    script: str
    first: int = 0  # the number in the name of page 2, less one
    name: str = "index"
    ext: str = "html"
    function: str = "createPageHTML"

    def page(self, number: int) -> str:
        """The name of a page, counted from 0."""
        return f"{self.name}.{self.ext}" if not number else f"{self.name}_{number + self.first}.{self.ext}"

    def html(self, pages: int, number: int, records: int) -> str:
        """What stands under the list."""
        call = self.text(pages, number, records)
        return self.script % {
            "call": call,
            "function": self.function,
            "box": "paging",
            "current": number,
            "count": pages,
            "ext": self.ext,
        }


def usual(ext: str = "html") -> Call:
    """pages, current from 0, name, extension."""
    return Call(lambda n, i, _: f'createPageHTML({n}, {i}, "index", "{ext}");', _FROM_ZERO, ext=ext)


def quoted(ext: str = "shtml") -> Call:
    """The same with single quotes and another function."""
    return Call(lambda n, i, _: f"createPage({n}, {i}, 'index', '{ext}');", _FROM_ZERO, ext=ext, function="createPage")


def with_records(ext: str = "shtml") -> Call:
    """pages, current from 0, name, extension, a CSS class, records."""
    return Call(lambda n, i, r: f'createPageHTML({n}, {i}, "index", "{ext}", "black2", {r});', _FROM_ZERO, ext=ext)


def in_box(name: str = "index", ext: str = "html") -> Call:
    """container, pages, current from 1, name, extension, records; page 2 is ``_2``."""
    return Call(
        lambda n, i, r: f"createPageHTML('paging',{n},{i + 1},'{name}','{ext}',{r});", _FROM_ONE, 1, name=name, ext=ext
    )


def variables(ext: str = "htm") -> Call:
    """``var countPage = N``, no call."""
    return Call(lambda n, _, __: f"var countPage = {n};", _VARIABLES, ext=ext)


def frame(article: Article) -> str:
    """The article page of a TRS site."""
    return (
        f'<div class="article"><h1>{escape(article.title)}</h1>'
        f'<div class="info">发布日期：{article.day} 来源：{escape(article.source)}</div>'
        '<div class="view TRS_UEDITOR trs_paper_default"><style>.TRS_UEDITOR p{margin:0}</style>'
        f"{article.body}</div></div>"
    )


def crumbs(steps: Menu) -> str:
    """The path of channels as TRS prints it."""
    links = "&gt;".join(f'<a href="{escape(url)}" title="{text}" class="CurrChnlCls">{text}</a>' for text, url in steps)
    return f'<div class="wz">当前位置：{links}</div>'


@dataclass
class Station:
    """One host of a station group: its builder, origin and shell; numbers its articles."""

    builder: Builder
    origin: str
    look: Look
    ext: str = "html"
    numbers: Iterator[int] = field(default_factory=lambda: count(2098495, 7))

    def address(self, folder: str, day: date) -> str:
        """The URL of a new article of a folder."""
        return f"{self.origin}{folder}{day:%Y%m}/t{day:%Y%m%d}_{next(self.numbers)}.{self.ext}"

    def filed(self, folder: str) -> Callable[[Organ, int, date], str]:
        """Addresses of the articles of a folder, as columns ask for them."""
        return lambda _, __, day: self.address(folder, day)

    def column(
        self,
        folder: str,
        name: str,
        entries: Sequence[Entry],
        *,
        call: Call,
        rows: int = 8,
        beside: str = "",
        column: bool = False,
        cut: int = 0,
        steps: Menu = (),
        stub: bool = True,
    ) -> str:
        """A paged list at a folder; what is past its end is a stub of 300 bytes. Gives its first
        URL."""
        base = self.origin + folder + ("" if call.name == "index" else call.page(0))
        pages = windows(entries, rows)
        texts = [
            self._page(folder, name, page, call.html(len(pages), number, len(entries)), beside, steps, cut)
            for number, page in enumerate(pages)
        ]
        self.builder.listing(base, texts[0], column=column, look=self.look)
        self.builder.listed(base, column=column)
        if call.name == "index":
            self.builder.put(base + call.page(0), texts[0], look=self.look)
        for number, text in enumerate(texts[1:], 1):
            where = self.builder.listing(self.origin + folder + call.page(number), text, look=self.look)
            self.builder.way(base, where, call.text(len(pages), 0, len(entries)))
        if stub:
            self.builder.put(self.origin + folder + call.page(len(pages)), _stub(self.look.charset), look=self.look)
        return base

    def _page(
        self, folder: str, name: str, entries: Sequence[Entry], pager: str, beside: str, steps: Menu, cut: int
    ) -> Callable[[bool], str]:
        prefix = self.origin + folder
        near = [
            Entry(entry.url.replace(prefix, "./", 1) if entry.url.startswith(prefix) else entry.url, *_rest(entry))
            for entry in entries
        ]
        code = self.look.place.site_code
        head = f'<meta name="ColumnName" content="{name}">\n<meta name="SiteIDCode" content="{code}">\n'

        def text(emptied: bool) -> str:
            shown = ul([] if emptied else near, cut=cut)
            inner = (
                f'{crumbs(steps)}<div class="left">{beside}</div>'
                f'<div class="right"><h2>{name}</h2>{shown}<div class="page">{pager}</div></div>'
            )
            return self.look.page(f"{name}_{self.look.site}", inner, head=head)

        return text


def _rest(entry: Entry) -> tuple[str, date, str]:
    return entry.text, entry.day, entry.title


def _stub(charset: str) -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title></title></head><body><ul class="list"></ul>'
        "<script>var countPage = 1;var currentPage = 0;</script></body></html>"
    )
