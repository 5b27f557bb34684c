"""A city on TrueCMS: lists as JSONP that wraps XML, no total, small windows only, and only for its own pages."""

import json
from collections.abc import Sequence
from datetime import date
from html import escape
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from demo.model import Organ
from tests.support.replicas.builder import Builder, Entry, newest_first, number_of, parameters
from tests.support.replicas.columns import Column, beside_name, filed
from tests.support.replicas.look import Look, items, links
from tests.support.replicas.model import Answer, Replica, Request
from tests.support.replicas.organs import Place, below, bureau, bureaus, government
from tests.support.replicas.surround import calendar, newsroom, sundry, ul

_CITY = Place("如皋市", "320682", "county")
_HOST, _XXGK = "www.rgaoshi.gov.cn", "xxgk.rgaoshi.gov.cn"
_MOUNT = "/truecms/"
_PATH = "messageController/getMessage.do"
_ROWS = 5
_SCRIPT = """<ul id="list"></ul><a href="javascript:more()">加载更多</a><script>
var columnId = '%(column)s', shown = 0;
function cb(answer) {
  var html = '';
  (answer.result.match(/<li>.*?<\\/li>/g) || []).forEach(function (line) { html += line; shown += 1; });
  document.getElementById('list').innerHTML += html;
}
function more() {
  var script = document.createElement('script');
  script.src = '%(mount)s%(path)s?startrecord=' + (shown + 1) + '&endrecord=' + (shown + %(rows)d)
    + '&perpage=%(rows)d&columnId=' + columnId + '&callback=cb';
  document.body.appendChild(script);
}
more();
</script>"""


def build() -> Replica:
    """The replica."""
    menu = (
        ("首页", "/"),
        ("如皋要闻", "/rgsrmzf/rgyw/rgyw.html"),
        ("政府信息公开", f"http://{_XXGK}/rgsrmzf/zfxxgk/zfxxgk.html"),
        ("便民服务", "/rgsrmzf/bmfw/bmfw.html"),
    )
    look = Look("如皋市人民政府", _CITY, menu, skin=2, code="joined")
    builder = Builder("truecms", "TrueCMS", f"http://{_HOST}/", look)
    newsroom(
        builder,
        lambda page: f"/rgsrmzf/rgyw/rgyw{f'_{page}' if page else ''}.html",
        lambda number, _: f"/rgsrmzf/rgyw/content/{uuid5(NAMESPACE_URL, f'n{number}')}.html",
    )
    sundry(builder, (("便民服务", "/rgsrmzf/bmfw/bmfw.html"),))
    organs = [government(_CITY), *bureaus(_CITY, 4, 2), below(_CITY, "白蒲镇", "bpz"), below(_CITY, "如城街道", "rcjd")]
    columns: dict[str, Sequence[Entry]] = {}
    menus = []
    shell = Look("如皋市政府信息公开", _CITY, (("门户网站", f"http://{_HOST}/"),), code="joined")
    for number, organ in enumerate(organs):
        place = f"/{'rgsrmzf' if not number else organ.code}/zfxxgknb/"
        years = range(2013 if not number else 2020, 2025)
        menus.append((organ.name, _column(builder, place, organ, years, shell, columns)))
    _service(builder, _XXGK, _MOUNT, columns)
    own = _own(builder)
    page = f"http://{_XXGK}/rgsrmzf/zfxxgk/zfxxgk.html"
    content = f"<ul>{items([*menus, own])}</ul><a href='http://{_HOST}{calendar(builder)}'>公开日历</a>"
    builder.page(page, "政府信息公开", f"<h2>政府信息公开年度报告</h2>{content}", look=shell)
    builder.page("/", look.site, f"<p>{links(menu)}</p>")
    return builder.replica()


def _column(
    builder: Builder, place: str, organ: Organ, years: range, look: Look, columns: dict[str, Sequence[Entry]]
) -> str:
    host, mount = _XXGK, _MOUNT
    key = str(uuid5(NAMESPACE_URL, host + place))

    def address(_: Organ, year: int, day: date) -> str:
        return f"http://{host}{place}content/{uuid5(NAMESPACE_URL, f'{place}{year}{day}')}.html"

    column = Column(
        builder, address, forms=filed("docx", 2021, when=organ.code == "sjj"), file=beside_name("_"), look=look
    )
    entries = newest_first(column.entries(organ, years, len(place)))
    columns[key] = entries
    script = _SCRIPT % {"column": key, "mount": mount, "path": _PATH, "rows": _ROWS}
    url = f"http://{host}{place}zfxxgknb.html"
    where = builder.shell_list(url, f"{organ.name}年报", f"<h2>{organ.name}年报</h2>{script}", column=True, look=look)
    for start in range(1, len(entries) + 1, _ROWS):
        builder.listed(f"http://{host}{mount}{_PATH}?columnId={key}&startrecord={start}")
        query = f"startrecord={start}&endrecord={start + _ROWS - 1}&perpage={_ROWS}&columnId={key}&callback=cb"
        builder.way(where, f"http://{host}{mount}{_PATH}?{query}", key, mount, _PATH)
    return where


def _service(builder: Builder, host: str, mount: str, columns: dict[str, Sequence[Entry]]) -> None:
    def run(request: Request, emptied: bool) -> Answer | None:
        asked = parameters(request)
        size = number_of(asked.get("perpage"), _ROWS) or _ROWS
        if size > 20 or urlsplit(request.headers.get("referer", "")).netloc != host:
            return builder.missing()
        start, end = number_of(asked.get("startrecord"), 1) or 1, number_of(asked.get("endrecord"), size) or size
        entries = () if emptied else columns.get(asked.get("columnId", ""), ())
        shown = entries[start - 1 : min(end, start - 1 + size)]
        records = "".join(
            f'<record><![CDATA[<li><a href="{escape(entry.url)}" title="{escape(entry.text)}">{escape(entry.text)}</a>'
            f"<span>{entry.day}</span></li>]]></record>"
            for entry in shown
        )
        answer = json.dumps({"result": f"<recordset>{records}</recordset>"}, ensure_ascii=False)
        body = f"{asked.get('callback', 'cb')}({answer})"
        return Answer(headers=(("Content-Type", "text/javascript;charset=UTF-8"),), body=body.encode())

    def alias(request: Request) -> str | None:
        asked = parameters(request)
        start = ((number_of(asked.get("startrecord"), 1) or 1) - 1) // _ROWS * _ROWS + 1
        return f"http://{host}{mount}{_PATH}?columnId={asked.get('columnId')}&startrecord={start}"

    builder.program(host, mount + _PATH, run, alias)


def _own(builder: Builder) -> tuple[str, str]:
    """自然资源局: its own host, where the first sixty records lie in a hidden field and the program is gone."""
    organ = bureau(_CITY, "自然资源局")
    origin = "http://zrzy.rgaoshi.gov.cn"
    look = Look(organ.name, _CITY, (("首页", "/"), ("政府信息公开年报", "/zrzyj/nb/nb.html")), skin=1)
    column = Column(builder, lambda _, year, __: f"{origin}/zrzyj/nb/{uuid5(NAMESPACE_URL, f'{year}')}.html", look=look)
    entries = newest_first(column.entries(organ, range(2019, 2025), 5))

    def text(emptied: bool) -> str:
        hidden = f"<div id='initData' style='display:none'>{ul([] if emptied else entries)}</div>"
        script = (
            "<script>document.getElementById('list').innerHTML=document.getElementById('initData').innerHTML</script>"
        )
        return look.page("政府信息公开年报", f"<h2>年报</h2><div id='list'></div>{hidden}{script}")

    builder.listing(f"{origin}/zrzyj/nb/nb.html", text, column=True, look=look)
    return organ.name, builder.page(f"{origin}/", organ.name, "<p>自然资源动态</p>", look=look)
