"""An application that a server renders: each page carries its state as JSON, the turns of a list are buttons, and the
script that asks for the next page is minified in a chunk of its own."""

import json
from urllib.parse import parse_qs, urlsplit

from tests.support.replicas.beside import decoys
from tests.support.replicas.builder import Builder, Entry, json_answer, newest_first
from tests.support.replicas.columns import Column, filed
from tests.support.replicas.look import Look
from tests.support.replicas.model import Answer, Replica, Request
from tests.support.replicas.organs import Place, bureaus, government
from tests.support.replicas.surround import newsroom, posts

_CITY = Place("鹰潭市", "360600", "city")
_HOST = "www.yingtanx.gov.cn"
_ROWS = 4
_CHUNK = (
    '(self.webpackChunk_N_E=self.webpackChunk_N_E||[]).push([[405],{8312:function(e,t,n){"use strict";n.r(t);var '
    "r=n(5893),i=n(7294);"
    "function a(e){var t=e.cid,n=e.list,o=e.total,c=(0,i.useState)(n),l=c[0],s=c[1],u=(0,i.useState)(1),f=u[0],d=u[1];"
    'return(0,r.jsxs)("div",{children:[l.map((function(e){return(0,r.jsx)("a",{href:"/article/".concat(e.id),'
    "children:e.title},e.id)})),"
    '(0,r.jsx)("button",{onClick:function(){fetch("/api/list?cid=".concat(t,"&page=").concat(f+1)).then((function(e)'
    "{return e.json()}))"
    '.then((function(e){s(l.concat(e.rows)),d(f+1)}))},children:"加载更多"})]})}t.default=a}}]);'
)


def build() -> Replica:
    """The city's portal."""
    menu = (("首页", "/"), ("新闻", "/news/1"), ("政务公开", "/open"))
    look = Look("鹰潭市人民政府", _CITY, menu, skin=2, code="blank")
    builder = Builder("pages_router", "server-rendered application", f"http://{_HOST}/", look)
    newsroom(builder, lambda page: f"/news/{page + 1}", lambda number, _: f"/article/n{number}", count=60)
    column = Column(
        builder,
        lambda organ, year, _: f"/article/{year * 17 % 8999}{organ.code}",
        forms=filed("pdf", 2022),
        file=lambda page, year, form: f"/files/{year}/{page.rpartition('/')[2]}.{form}",
    )
    kept: dict[str, list[Entry]] = {}
    names = []
    for number, organ in enumerate((government(_CITY), *bureaus(_CITY, 5, 8))):
        cid = f"c{4100 + number}"
        kept[cid] = newest_first(column.reports(organ, range(2016, 2025)))
        names.append((organ.short, cid))
    kept["c4100"] += posts(
        builder, decoys("鹰潭市", 2016, (5, 9)), lambda n, _: f"/article/d{n}", kept["c4100"][-1].day
    )
    for name, cid in names:
        builder.listing(f"/open/{cid}", _page(look, name, cid, kept[cid]), column=True)

    def run(request: Request, emptied: bool) -> Answer:
        query = parse_qs(urlsplit(request.path).query)
        page = int(query.get("page", ["1"])[0])
        found = [] if emptied else kept.get(query.get("cid", [""])[0], [])
        rows = _rows(found[(page - 1) * _ROWS : page * _ROWS])
        return json_answer(json.dumps({"total": len(found), "rows": rows}, ensure_ascii=False))

    builder.program(_HOST, "/api/list", run)
    for cid, found in kept.items():
        for page in range(2, -(-len(found) // _ROWS) + 1):
            builder.listed(f"/api/list?cid={cid}&page={page}")
    builder.put("/_next/static/chunks/pages/open/list.js", _CHUNK, kind="application/javascript")
    links = "".join(f"<a href='/open/{cid}'>{name}</a> " for name, cid in names)
    builder.page("/open", "政府信息公开年报", f"<h2>政府信息公开年报</h2>{links}")
    builder.page("/", look.site, "<p>欢迎</p>")
    return builder.replica()


def _rows(found: list[Entry]) -> list[dict[str, str]]:
    return [{"id": one.url.rpartition("/")[2], "title": one.text, "date": str(one.day)} for one in found]


def _page(look: Look, name: str, cid: str, found: list[Entry]) -> str:
    first = found[:_ROWS]
    props = {
        "props": {"pageProps": {"cid": cid, "list": _rows(first), "total": len(found)}},
        "page": "/open/[cid]",
        "buildId": "k3x",
    }
    shown = "".join(f"<a href='{one.url}'>{one.text}</a>" for one in first)
    return look.page(
        f"{name}政府信息公开年报",
        f"<div id='__next'>{shown}<button>加载更多</button></div>"
        f"<script id='__NEXT_DATA__' type='application/json'>{json.dumps(props, ensure_ascii=False)}</script>"
        "<script src='/_next/static/chunks/pages/open/list.js' defer></script>",
    )
