"""Hanweb: records in a ``datastore`` of the page, the rest from ``dataproxy.jsp`` as windows of records or as pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Literal
from urllib.parse import quote, urlsplit

from tests.support.replicas.builder import Article, Builder, Entry, number_of, parameters
from tests.support.replicas.look import Look
from tests.support.replicas.model import Answer, Request

# windows: startrecord and endrecord rule, page is not looked at. pages: the other way round.
Rule = Literal["windows", "pages"]
# next: continues behind the embedded records. repeats: gives the first group again. dead: a body without records.
NextGroup = Literal["next", "repeats", "dead"]
_XML = (("Content-Type", "text/xml;charset=UTF-8"),)
_GROUPS = 3  # groups of records in a page, or in an answer


def frame(article: Article) -> str:
    """The article page, with the fences that the platform writes as comments."""
    return (
        f'<div class="bt_content"><h1><!--<$[标题]>begin-->{escape(article.title)}<!--<$[标题]>end--></h1>'
        f"<p>发布日期：{article.day} 来源：{escape(article.source)}</p>"
        f'<div id="zoom"><!--<$[信息内容]>begin-->{article.body}<!--<$[信息内容]>end--></div></div>'
    )


def address(origin: str, column: int, day: date, number: int) -> str:
    """The URL of an article."""
    return f"{origin}/art/{day.year}/{day.month}/{day.day}/art_{column}_{number}.html"


@dataclass(frozen=True, slots=True)
class Proxy:
    """A list fed by dataproxy. ``mount`` is the program's path; ``column`` one number or several with commas."""

    host: str
    column: str
    unit: int
    web: int
    mount: str = "/module/web/jpage/dataproxy.jsp"
    rule: Rule = "windows"
    nextgroup: NextGroup = "next"
    per: int = 5
    scripted: bool = False  # answers as JavaScript that assigns, not as XML

    @property
    def query(self) -> str:
        """The parameters that stay the same."""
        name = quote(self.host)
        return (
            f"appid=1&webid={self.web}&path=/&columnid={self.column}&unitid={self.unit}&webname={name}&permissiontype=0"
        )


def column(
    builder: Builder, proxy: Proxy, url: str, name: str, entries: Sequence[Entry], look: Look, *, mark: bool = True
) -> str:
    """A column page and its proxy; gives the page's URL."""
    origin = f"http://{proxy.host}"
    embedded = entries[: proxy.per * _GROUPS]

    def text(emptied: bool) -> str:
        shown = [] if emptied else embedded
        total = 0 if emptied else len(entries)
        return look.page(name, f"<h2>{name}</h2>" + _script(proxy, shown, total), head=_head(name, look))

    where = builder.listing(url, text, look=look, column=mark)
    _program(builder, proxy, where, entries)
    window = proxy.per * _GROUPS
    for start in range(0, len(entries), window):
        page = start // proxy.per + 1
        query = f"startrecord={start + 1}&endrecord={start + window}&perpage={proxy.per}&page={page}&{proxy.query}"
        service = f"{origin}{proxy.mount}?columnid={proxy.column}&startrecord={start + 1}"
        if start:
            builder.listed(service)
            builder.way(where, f"{origin}{proxy.mount}?{query}", f"unitid={proxy.unit}", proxy.mount)
    return where


def _program(builder: Builder, proxy: Proxy, page: str, entries: Sequence[Entry]) -> None:
    window = proxy.per * _GROUPS

    def mine(request: Request) -> dict[str, str] | None:
        asked = parameters(request)
        return asked if asked.get("columnid") == proxy.column else None

    def start_of(asked: dict[str, str]) -> int:
        if proxy.rule == "pages":
            return ((number_of(asked.get("page"), 1) or 1) - 1) * proxy.per
        return (number_of(asked.get("startrecord"), 1) or 1) - 1

    def run(request: Request, emptied: bool) -> Answer | None:
        asked = mine(request)
        if asked is None:
            return None
        start, size = start_of(asked), min(number_of(asked.get("perpage"), proxy.per) or proxy.per, 100)
        if "startrecord" not in asked and proxy.nextgroup == "dead":
            return Answer(headers=_XML, body=b"<?xml version='1.0' encoding='UTF-8'?><datastore></datastore>")
        if "startrecord" not in asked and proxy.nextgroup == "repeats":
            start = 0
        end = start + size * _GROUPS
        if proxy.rule == "windows" and "endrecord" in asked:
            end = number_of(asked["endrecord"], end) or end
        shown = [] if emptied else entries[start:end]
        body = _datastore(proxy, shown, len(entries) if not emptied else 0, start // proxy.per + 1 + _GROUPS)
        if proxy.scripted:
            return Answer(headers=(("Content-Type", "text/javascript"),), body=f"var store='{body}';".encode())
        return Answer(headers=_XML, body=f"<?xml version='1.0' encoding='UTF-8'?>{body}".encode())

    def alias(request: Request) -> str | None:
        asked = mine(request)
        if asked is None:
            return None
        start = start_of(asked) // window * window
        # The first window is what the page itself has.
        return (
            page if not start else f"http://{proxy.host}{proxy.mount}?columnid={proxy.column}&startrecord={start + 1}"
        )

    builder.program(proxy.host, proxy.mount, run, alias)


def _records(entries: Sequence[Entry]) -> str:
    return "".join(
        f'<record><![CDATA[<li><a href="{escape(urlsplit(entry.url).path)}" title="{escape(entry.text)}" '
        f'target="_blank">{escape(entry.text)}</a><span>{entry.day}</span></li>]]></record>'
        for entry in entries
    )


def _datastore(proxy: Proxy, entries: Sequence[Entry], total: int, page: int) -> str:
    more = f'<a href="{proxy.mount}?page={page}&{proxy.query}"></a>' if page <= -(-total // proxy.per) else ""
    return (
        f"<datastore><nextgroup><![CDATA[{more}]]></nextgroup><totalrecord>{total}</totalrecord>"
        f"<totalpage>{-(-total // proxy.per)}</totalpage><recordset>{_records(entries)}</recordset></datastore>"
    )


def _head(name: str, look: Look) -> str:
    return f'<meta name="ColumnName" content="{name}">\n<meta name="SiteIDCode" content="{look.place.site_code}">\n'


def _script(proxy: Proxy, entries: Sequence[Entry], total: int) -> str:
    store = _datastore(proxy, entries, total, _GROUPS + 1)
    return f"""<div id="{proxy.unit}"><script type="text/xml">{store}</script></div>
<div id="rows{proxy.unit}"></div>
<script>
var page{proxy.unit} = {{ unitid: {proxy.unit}, perPage: {proxy.per}, totalRecord: {total},
  proxyUrl:'{proxy.mount}',
  ajaxParam:'{proxy.query}' }};
(function (page) {{
  var store = document.querySelector('[id="' + page.unitid + '"] script').textContent;
  var rows = [], loaded = store.match(/<li>.*?<\\/li>/g) || [];
  function show(number) {{
    var html = loaded.slice((number - 1) * page.perPage, number * page.perPage).join('');
    for (var i = 1; i <= Math.ceil(page.totalRecord / page.perPage); i++) {{
      html += ' <a href="#" data-page="' + i + '">' + i + '</a>';
    }}
    document.getElementById('rows' + page.unitid).innerHTML = html;
  }}
  function turn(number) {{
    if (loaded.length >= Math.min(number * page.perPage, page.totalRecord)) return show(number);
    var start = loaded.length + 1, end = loaded.length + 3 * page.perPage, ask = new XMLHttpRequest();
    ask.open('POST', page.proxyUrl + '?startrecord=' + start + '&endrecord=' + end + '&perpage=' + page.perPage);
    ask.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    ask.onload = function () {{
      loaded = loaded.concat(ask.responseText.match(/<li>.*?<\\/li>/g) || []);
      show(number);
    }};
    ask.send(page.ajaxParam + '&page=' + (loaded.length / page.perPage + 1));
  }}
  document.addEventListener('click', function (event) {{
    if (event.target.dataset.page) {{ event.preventDefault(); turn(+event.target.dataset.page); }}
  }});
  show(1);
}})(page{proxy.unit});
</script>"""
