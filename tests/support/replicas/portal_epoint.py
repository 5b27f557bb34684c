"""A city on Epoint: a shell page by category and department, lists by POST of JSON, pages from 0; a port of its own."""

import json
from collections.abc import Sequence
from datetime import date
from itertools import count
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from demo.model import Organ
from tests.support.replicas.builder import Builder, Entry, json_answer, newest_first, parameters
from tests.support.replicas.columns import Column, beside_name, filed
from tests.support.replicas.look import Look, links
from tests.support.replicas.model import Answer, Replica, Request
from tests.support.replicas.organs import Place, below, bureaus, government, zone
from tests.support.replicas.surround import calendar, newsroom, sundry

_CITY = Place("营口市", "210800", "city")
_HOST, _GOV = "www.ykoushi.gov.cn", "zwgk.ykoushi.gov.cn:9091"
_REST = "/EWB_YK_Mid/rest/lightfrontaction/getgovinfolist"
_PAGE = "/dynamic/zwgk/govInfoPub.html"
_SITE = str(uuid5(NAMESPACE_URL, _HOST))
_CATEGORY = "003006"
_ROWS = 5
_NUMBERS = count(1)
_COMMON = f"var siteInfo = {{ projectName: '/EWB_YK_Mid', siteGuid: '{_SITE}' }};\n"
_SCRIPT = """<ul id="list"></ul><div id="turns"></div>
<script src="/js/webBuilderCommon.js"></script>
<script src="/js/govInfoPub.js"></script>"""
_LOADER = """function load(page) {
  var query = {}, ask = new XMLHttpRequest();
  location.search.slice(1).split('&').forEach(function (pair) { query[pair.split('=')[0]] = pair.split('=')[1]; });
  ask.open('POST', siteInfo.projectName + '/rest/lightfrontaction/getgovinfolist');
  ask.setRequestHeader('Content-Type', 'application/json');
  ask.onload = function () {
    var custom = JSON.parse(ask.responseText).custom, html = '', turns = '';
    custom.data.forEach(function (one) { html += '<li><a href="' + one.infourl + '">' + one.title + '</a></li>'; });
    for (var i = 0; i * %(rows)d < custom.total; i++) {
      turns += '<a href="javascript:load(' + i + ')">' + (i + 1) + '</a> ';
    }
    document.getElementById('list').innerHTML = html;
    document.getElementById('turns').innerHTML = turns;
  };
  ask.send(JSON.stringify({ token: '', params: { deptcode: query.deptcode || '', categorynum: query.categorynum,
    pageIndex: page, pageSize: %(rows)d, siteGuid: siteInfo.siteGuid } }));
}
load(0);
"""


def build() -> Replica:
    """The replica."""
    gov = f"http://{_GOV}"
    menu = (
        ("首页", "/"),
        ("营口动态", "/001/001001/moreinfo.html"),
        ("政务公开", f"{gov}/dynamic/zwgk/index.html"),
        ("办事", "/004/bs.html"),
    )
    look = Look("营口市人民政府", _CITY, menu, code="colon")
    builder = Builder("epoint", "Epoint", f"http://{_HOST}/", look)
    newsroom(
        builder,
        lambda page: f"/001/001001/{f'{page + 1}' if page else 'moreinfo'}.html",
        lambda number, day: f"/001/001001/{day:%Y%m%d}/{uuid5(NAMESPACE_URL, f'yk{number}')}.html",
    )
    sundry(builder, (("办事", "/004/bs.html"),))
    shell = Look("营口市政府信息公开", _CITY, (("返回首页", f"http://{_HOST}/"),), skin=2)
    builder.put(f"{gov}/js/webBuilderCommon.js", _COMMON, kind="application/javascript")
    builder.put(f"{gov}/js/govInfoPub.js", _LOADER % {"rows": _ROWS}, kind="application/javascript")
    organs = [
        government(_CITY),
        *bureaus(_CITY, 5, 3),
        below(_CITY, "大石桥市", "dsq", "210882"),
        zone(_CITY, "高新技术产业开发区", "gxq"),
    ]
    lists: dict[str, Sequence[Entry]] = {}
    rows = []
    for number, organ in enumerate(organs):
        code = "" if not number else f"YK{number:03d}"
        lists[code] = _entries(builder, organ, shell)
        rows.append((f"{organ.name}年报", _column(builder, shell, organ.name, code, len(lists[code]))))
    _service(builder, lists)
    other = links((("机构职能", f"{_PAGE}?categorynum=003001"), ("政策文件", f"{_PAGE}?categorynum=003002")))
    for category in ("003001", "003002"):
        builder.page(f"{gov}{_PAGE}?categorynum={category}", "信息公开", "<p>本栏目内容请见门户网站。</p>", look=shell)
    content = (
        f"<p>{other}</p><h3>公开年报</h3>{links(rows, '<br>')}<a href='http://{_HOST}{calendar(builder)}'>日历</a>"
    )
    builder.page(f"{gov}/dynamic/zwgk/index.html", "政务公开", content, look=shell)
    builder.page("/", look.site, f"<p>{links(menu)}</p>")
    return builder.replica()


def _entries(builder: Builder, organ: Organ, look: Look) -> list[Entry]:
    def address(_: Organ, year: int, day: date) -> str:
        name = uuid5(NAMESPACE_URL, f"{organ.name}{year}{next(_NUMBERS)}")
        return f"http://{_GOV}/zwgk/003/003006/{day:%Y%m%d}/{name}.html"

    forms = filed("docx", 2022, when=organ.code == "sjj")
    column = Column(builder, address, forms=forms, file=beside_name("_"), look=look, source="营口市数据局")
    return newest_first(column.entries(organ, range(2014 if organ.level == "city" else 2020, 2025), len(organ.name)))


def _column(builder: Builder, look: Look, name: str, code: str, total: int) -> str:
    url = f"http://{_GOV}{_PAGE}?categorynum={_CATEGORY}" + (f"&deptcode={code}" if code else "")
    where = builder.shell_list(url, "政府信息公开年报", f"<h2>政府信息公开年报</h2>{_SCRIPT}", column=True, look=look)
    for page in range(-(-total // _ROWS)):
        builder.listed(f"http://{_GOV}{_REST}?deptcode={code}&pageIndex={page}")
        params = {"deptcode": code, "categorynum": _CATEGORY, "pageIndex": page, "pageSize": _ROWS, "siteGuid": _SITE}
        builder.way(
            where,
            f"http://{_GOV}{_REST}",
            _SITE,
            "/js/govInfoPub.js",
            method="POST",
            body=json.dumps({"token": "", "params": params}).encode(),
            Content_Type="application/json",
            through=f"http://{_GOV}/js/webBuilderCommon.js",
        )
    return where


def _asked(request: Request) -> dict[str, object]:
    try:
        given = json.loads(request.body or b"{}")
    except ValueError:
        given = {}
    inner = given.get("params", given) if isinstance(given, dict) else {}
    return {**parameters(request), **(inner if isinstance(inner, dict) else {})}


def _service(builder: Builder, lists: dict[str, Sequence[Entry]]) -> None:
    def run(request: Request, emptied: bool) -> Answer | None:
        asked = _asked(request)
        entries = lists.get(str(asked.get("deptcode", "")), ())
        if asked.get("siteGuid") != _SITE or asked.get("categorynum") != _CATEGORY or emptied:
            entries = ()
        page, size = int(str(asked.get("pageIndex", 0))), int(str(asked.get("pageSize", _ROWS)))
        data = [
            {
                "infourl": urlsplit(entry.url).path,
                "title": entry.text,
                "realtitle": entry.text,
                "infodate": str(entry.day),
            }
            for entry in entries[page * size : (page + 1) * size]
        ]
        body = {"custom": {"total": len(entries), "data": data}, "status": {"code": "200"}}
        return json_answer(json.dumps(body, ensure_ascii=False))

    def alias(request: Request) -> str | None:
        asked = _asked(request)
        return f"http://{_GOV}{_REST}?deptcode={asked.get('deptcode', '')}&pageIndex={asked.get('pageIndex', 0)}"

    builder.program(_GOV, _REST, run, alias)
