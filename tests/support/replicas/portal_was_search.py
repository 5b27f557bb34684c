"""A city on TRS whose lists come from WAS search as JSON."""

import json
from collections.abc import Sequence
from itertools import count
from urllib.parse import quote

from tests.support.replicas.builder import Builder, Entry, json_answer, newest_first, number_of, parameters
from tests.support.replicas.columns import Column, beside_name, filed
from tests.support.replicas.look import Look, items, links
from tests.support.replicas.model import Answer, Replica, Request
from tests.support.replicas.organs import Place, below, bureaus, government
from tests.support.replicas.surround import calendar, newsroom, sundry
from tests.support.replicas.trs import Station, frame

_CITY = Place("南平市", "350700", "city")
_HOST = "www.npingshi.gov.cn"
_ORIGIN = f"http://{_HOST}"
_SEARCH = "/was5/web/search"
_ROWS = 8
_SCRIPT = """<ul id="docs"></ul><div id="pages"></div><script>
function search(page) {
  var ask = new XMLHttpRequest();
  ask.open('GET', '/was5/web/search?channelid=291575&classsql=chnlid%%3D%(channel)s&prepage=%(rows)d&page=' + page);
  ask.onload = function () {
    var found = JSON.parse(ask.responseText), html = '', turns = '';
    found.docs.forEach(function (doc) {
      html += '<li><a href="' + doc.url + '">' + doc.title + '</a><span>' + doc.pubtime + '</span></li>';
    });
    for (var i = 1; i <= found.pagenum; i++) turns += '<a href="javascript:search(' + i + ')">' + i + '</a> ';
    document.getElementById('docs').innerHTML = html;
    document.getElementById('pages').innerHTML = turns;
  };
  ask.send();
}
search(1);
</script>"""


def build() -> Replica:
    """The replica."""
    menu = (("首页", "/"), ("资讯", "/cms/xw/"), ("政务公开", "/zwgk/zfxxgkzl/"), ("办事", "/bs/"))
    look = Look("南平市人民政府网", _CITY, menu, skin=2, code="joined")
    builder = Builder("was_search", "TRS", f"{_ORIGIN}/", look, frame)
    station = Station(builder, _ORIGIN, look, "htm", count(1341809, 5))
    newsroom(
        builder,
        lambda page: f"/cms/xw/{f'index_{page}.htm' if page else ''}",
        lambda number, day: f"/cms/xw/{day:%Y%m}/t{day:%Y%m%d}_{3000000 + number}.htm",
    )
    sundry(builder, (("办事", "/bs/"), ("公开指南", "/zwgk/zfxxgkzl/zn/")))
    channels: dict[str, Sequence[Entry]] = {}
    menus = []
    organs = [government(_CITY), *bureaus(_CITY, 4, 8), below(_CITY, "建阳区", "jyq", "350703")]
    for number, organ in enumerate(organs):
        folder = "/zwgk/zfxxgkzl/zfxxgknb/" if not number else f"/zwgk/zfxxgkzl/{organ.code}/ndbg/"
        column = Column(
            builder,
            station.filed(folder),
            forms=filed("docx", 2020, when=number == 2),
            file=beside_name("_"),
        )
        entries = newest_first(column.entries(organ, range(2011 if not number else 2020, 2025), number))
        channels[str(22179 + number * 3)] = entries
        _column(builder, folder, organ.name, str(22179 + number * 3), len(entries))
        menus.append((f"{organ.name}年度报告", folder))
    _service(builder, channels)
    left = (("公开指南", "/zwgk/zfxxgkzl/zn/"), ("公开年报", menus[0][1]), ("公开日历", calendar(builder)))
    content = f"<ul>{items(left)}</ul><h3>部门年度报告</h3>{links(menus[1:])}"
    builder.page("/zwgk/zfxxgkzl/", "政府信息公开专栏", content)
    builder.page("/", look.site, f"<p>{links(menu)}</p>")
    return builder.replica()


def _column(builder: Builder, folder: str, name: str, channel: str, total: int) -> None:
    content = f"<h2>{name}政府信息公开年报</h2>{_SCRIPT % {'channel': channel, 'rows': _ROWS}}"
    where = builder.shell_list(folder, "政府信息公开年报", content, column=True)
    for page in range(1, -(-total // _ROWS) + 1):
        builder.listed(f"{_SEARCH}?channelid=291575&classsql={quote(f'chnlid={channel}')}&page={page}")
        query = f"channelid=291575&classsql=chnlid%3D{channel}&prepage={_ROWS}&page={page}"
        builder.way(where, f"{_SEARCH}?{query}", f"chnlid%3D{channel}", _SEARCH)


def _service(builder: Builder, channels: dict[str, Sequence[Entry]]) -> None:
    def run(request: Request, emptied: bool) -> Answer | None:
        asked = parameters(request)
        entries = channels.get(asked.get("classsql", "").removeprefix("chnlid="))
        page, rows = number_of(asked.get("page"), 1), number_of(asked.get("prepage"), 20)
        if entries is None or asked.get("channelid") != "291575" or not page or not rows:
            return json_answer('{"count":0,"pagenum":0,"docs":[]}')
        found = [] if emptied else entries
        docs = [
            {"url": entry.url, "title": entry.text, "pubtime": f"{entry.day} 10:00", "src": "", "fileno": ""}
            for entry in found[(page - 1) * rows : page * rows]
        ]
        body = {"count": len(found), "pagenum": -(-len(found) // rows), "docs": docs}
        return json_answer(json.dumps(body, ensure_ascii=False), "text/html;charset=utf-8")

    def alias(request: Request) -> str | None:
        asked = parameters(request)
        sql = quote(asked.get("classsql", ""))
        return f"{_ORIGIN}{_SEARCH}?channelid={asked.get('channelid')}&classsql={sql}&page={asked.get('page') or 1}"

    builder.program(_HOST, _SEARCH, run, alias)
