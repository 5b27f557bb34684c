"""A province's one platform of annual reports: a tree of organs with numbers and no addresses, tabs of years, and a
service that lists what a number has in a year. Everything that asks stands in a script of its own."""

import json
from datetime import date

from demo.model import Organ
from tests.support.replicas.beside import decoys
from tests.support.replicas.builder import Builder, Entry, json_answer, newest_first, number_of, parameters
from tests.support.replicas.columns import Column
from tests.support.replicas.look import Look
from tests.support.replicas.model import Answer, Replica, Request
from tests.support.replicas.organs import Place, below, bureaus, government
from tests.support.replicas.surround import newsroom, posts

_CITY = Place("朝阳市", "211300", "city")
_HOST = "nb.chaoyangsx.gov.cn"
_YEARS = range(2018, 2025)
_ROWS = 5
_SCRIPT = """
var node = '', year = '2024', page = 1;
function zTreeOnClick(event, treeId, treeNode) { if (treeNode.isParent) return; node = treeNode.id; page = 1; query(); }
$('.years a').on('click', function () { year = $(this).data('y'); page = 1; query(); });
function query() {
  $.ajax({ url: ctx + '/annual/queryList', type: 'POST', dataType: 'json',
    data: { catalogId: node, year: year, pageNum: page, pageSize: 5 },
    success: function (res) {
      var h = '';
      $.each(res.data.list, function (i, o) {
        h += '<li><a target="_blank" href="' + ctx + '/annual/detail/' + o.infoId + '">' + o.title + '</a></li>';
      });
      $('#list').html(h); pager(res.data.pages, function (p) { page = p; query(); });
    } });
}
$(function () { $.fn.zTree.init($('#tree'), { callback: { onClick: zTreeOnClick } }, zNodes); query(); });
"""


def build() -> Replica:
    """The platform and the portal that leads to it."""
    menu = (("首页", "/"), ("要闻", "/yw/1.html"), ("政务公开", "/zwgk/"))
    look = Look("朝阳市人民政府", _CITY, menu, skin=1)
    builder = Builder("platform", "own platform", "http://www.chaoyangsx.gov.cn/", look)
    newsroom(builder, lambda page: f"/yw/{page + 1}.html", lambda number, _: f"/yw/a{number}.html", count=60)
    inner = Look("政府信息公开年报统一发布平台", _CITY, (("返回门户", "http://www.chaoyangsx.gov.cn/"),), code="none")
    origin = f"http://{_HOST}"
    kept: dict[tuple[str, int], list[Entry]] = {}
    column = Column(builder, lambda organ, year, _: f"{origin}/annual/detail/{year}{_number(organ)}", look=inner)
    for number, (organ, years) in enumerate(_organs()):
        for entry in column.reports(organ, years):
            kept.setdefault((str(1301 + number), entry.day.year - 1), []).append(entry)
    extra = posts(
        builder, decoys("朝阳市", 2023, (5, 9, 10)), lambda n, _: f"{origin}/annual/detail/9{n}", date(2024, 2, 2)
    )
    kept[("1301", 2023)] += extra
    nodes = [{"id": "13", "pId": "0", "name": "朝阳市", "isParent": True}]
    nodes += [{"id": str(1301 + n), "pId": "13", "name": organ.short} for n, (organ, _) in enumerate(_organs())]
    tabs = "".join(f'<a href="javascript:void(0)" data-y="{year}">{year}年</a> ' for year in reversed(_YEARS))
    shell = (
        f"<ul id='tree' class='ztree'></ul><div class='years'>{tabs}</div><ul id='list'></ul>"
        f"<script>var ctx = '', zNodes = {json.dumps(nodes, ensure_ascii=False)};</script><script "
        f"src='/static/annual.js'></script>"
    )
    builder.listing(f"{origin}/", inner.page("政府信息公开年报统一发布平台", shell), column=True)
    builder.put(f"{origin}/static/annual.js", _SCRIPT, kind="application/javascript")

    def run(request: Request, emptied: bool) -> Answer:
        asked = parameters(request)
        found = newest_first(kept.get((asked.get("catalogId", ""), number_of(asked.get("year"), 2024) or 0), []))
        page = number_of(asked.get("pageNum"), 1) or 1
        rows = [] if emptied else found[(page - 1) * _ROWS : page * _ROWS]
        data = {
            "pages": -(-len(found) // _ROWS),
            "total": len(found),
            "list": [
                {"infoId": one.url.rpartition("/")[2], "title": one.text, "publishDate": str(one.day)} for one in rows
            ],
        }
        return json_answer(json.dumps({"code": 200, "data": data}, ensure_ascii=False))

    builder.program(_HOST, "/annual/queryList", run)
    builder.listed(f"{origin}/annual/queryList")
    builder.page(
        "/zwgk/",
        "政务公开",
        f"<a href='/zwgk/zn.html'>指南</a> <a href='{origin}/' target='_blank'>政府信息公开年报</a>",
    )
    builder.page("/zwgk/zn.html", "指南", "<p>本指南说明获取方式。</p>")
    builder.page("/", look.site, "<p>欢迎访问</p>")
    return builder.replica()


def _number(organ: Organ) -> int:
    return 100 + [one for one, _ in _organs()].index(organ)


def _organs() -> list[tuple[Organ, range]]:
    return [
        (government(_CITY), _YEARS),
        *((organ, range(2019, 2025)) for organ in bureaus(_CITY, 5)),
        (below(_CITY, "北票市", "bp", "211381"), range(2021, 2025)),
    ]
