"""A table that a widget fills: layui.table.render with its address, its where and its templets in the page's script;
organs are options of a select, by number."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from tests.support.replicas.beside import decoys
from tests.support.replicas.builder import Builder, Entry, json_answer, newest_first
from tests.support.replicas.columns import Column, filed
from tests.support.replicas.look import Look
from tests.support.replicas.model import Answer, Replica, Request
from tests.support.replicas.organs import Place, bureaus, government, zone
from tests.support.replicas.surround import newsroom, posts

_CITY = Place("商洛市", "611000", "city")
_HOST = "www.shangluosx.gov.cn"
_SCRIPT = """<script>
layui.use(['table', 'form'], function () {
  var table = layui.table, form = layui.form;
  var ins = table.render({ elem: '#t', url: '/web/info/page', method: 'post', contentType: 'application/json',
    where: { orgId: '%s', catCode: 'ndbg' }, page: true, limit: 6,
    request: { pageName: 'current', limitName: 'size' },
    parseData: function (res) { return { code: res.code, count: res.data.total, data: res.data.records }; },
    cols: [[ { type: 'numbers', title: '序号' },
      { field: 'infoTitle', title: '标题', templet: function (d) {
        return '<a target="_blank" href="/web/info/' + d.orgCode + '/' + d.id + '.html">' + d.infoTitle + '</a>'; } },
      { field: 'pubDate', title: '日期' } ]] });
  form.on('select(org)', function (o) {
    ins.reload({ where: { orgId: o.value, catCode: 'ndbg' }, page: { curr: 1 } }); });
});
</script>"""


def build() -> Replica:
    """The city's portal."""
    menu = (("首页", "/"), ("新闻", "/news/1.html"), ("政府信息公开", "/web/open.html"))
    look = Look("商洛市人民政府", _CITY, menu, code="script")
    builder = Builder("layui", "own", f"http://{_HOST}/", look)
    newsroom(builder, lambda page: f"/news/{page + 1}.html", lambda number, _: f"/news/n{number}.html", count=70)
    organs = [government(_CITY), *bureaus(_CITY, 5, 6), zone(_CITY, "高新区", "gxq")]
    column = Column(
        builder,
        lambda organ, year, _: f"/web/info/{organ.code}/{year * 31 % 9973}{organ.code[0]}.html",
        forms=filed("pdf", 2021),
        file=lambda page, year, form: f"/upload/{page.split('/')[3]}/{year}.{form}",
    )
    kept: dict[str, list[Entry]] = {}
    for number, organ in enumerate(organs):
        kept[str(8800 + number)] = newest_first(column.reports(organ, range(2017 if number < 3 else 2020, 2025)))
    for number, organ in enumerate(organs[:2]):
        near = posts(
            builder,
            decoys(organ.short, 2023, (5, 8, 10)),
            _address(organ.code),
            date(2024, 2, 1),
        )
        kept[str(8800 + number)] = newest_first([*kept[str(8800 + number)], *near])

    def run(request: Request, emptied: bool) -> Answer:
        try:
            asked: dict[str, Any] = json.loads(request.body or b"{}")
        except ValueError:
            return Answer(400, (("Content-Type", "application/json"),), b'{"code":400}')
        found = kept.get(str(asked.get("orgId", "")), []) if asked.get("catCode") == "ndbg" and not emptied else []
        page, size = int(asked.get("current", 1)), min(int(asked.get("size", 6)), 20)
        rows = [
            {
                "id": one.url.rpartition("/")[2][:-5],
                "orgCode": one.url.split("/")[5],
                "infoTitle": one.text,
                "pubDate": str(one.day),
            }
            for one in found[(page - 1) * size : page * size]
        ]
        return json_answer(json.dumps({"code": 0, "data": {"total": len(found), "records": rows}}, ensure_ascii=False))

    builder.program(_HOST, "/web/info/page", run)
    builder.listed("/web/info/page")
    options = "".join(f"<option value='{8800 + number}'>{organ.short}</option>" for number, organ in enumerate(organs))
    table = (
        f"<form class='layui-form'><select name='o' lay-filter='org'>{options}</select></form><table id='t'></table>"
    )
    builder.shell_list("/web/annual.html", "政府信息公开年报", table + _SCRIPT % "8800", column=True)
    builder.page(
        "/web/open.html",
        "政府信息公开",
        "<a href='/web/zn.html'>指南</a> <a href='/web/annual.html'>政府信息公开年报</a>",
    )
    builder.page("/web/zn.html", "指南", "<p>本指南说明获取方式。</p>")
    builder.page("/", look.site, "<p>欢迎</p>")
    return builder.replica()


def _address(code: str) -> Callable[[int, date], str]:
    return lambda number, _: f"/web/info/{code}/9{number}.html"
