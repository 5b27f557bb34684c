"""A district on Hanweb's jpaas: page 1 in the page, the others from ``build/unit``, which reads ``paramJson`` alone and
refuses who does not say where he comes from."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from urllib.parse import quote, urlsplit

from demo.model import Organ
from tests.support.replicas import hanweb
from tests.support.replicas.builder import Builder, Entry, json_answer, newest_first, parameters, windows
from tests.support.replicas.columns import Column, filed
from tests.support.replicas.look import Look, items, links
from tests.support.replicas.model import Answer, Replica, Request
from tests.support.replicas.organs import Place, below, bureau, bureaus, government
from tests.support.replicas.surround import calendar, newsroom, sundry, ul
from tests.support.replicas.ucap import hexid

_DISTRICT = Place("平川区", "620403", "county")
_HOST = "www.pchuanqu.gov.cn"
_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_ROWS = 4
_SCRIPT = """<script>
document.addEventListener('click', function (event) {
  if (!event.target.dataset.no) return;
  event.preventDefault();
  var table = document.querySelector('table.pagination');
  var data = JSON.parse(table.getAttribute('querydata').replace(/'/g, '"')), query = [];
  for (var key in data) query.push(key + '=' + encodeURIComponent(data[key]));
  query.push('paramJson=' + encodeURIComponent('{"pageNo":' + event.target.dataset.no + ',"pageSize":%d}'));
  var ask = new XMLHttpRequest();
  ask.open('GET', table.getAttribute('uniturl') + '?' + query.join('&'));
  ask.onload = function () { document.getElementById('unit').innerHTML = JSON.parse(ask.responseText).data.html; };
  ask.send();
});
</script>"""


def build() -> Replica:
    """The replica."""
    menu = (
        ("首页", "/"),
        ("平川要闻", "/xw/pcyw/index.html"),
        ("政府信息公开", "/zfxxgk/index.html"),
        ("办事", "/bs/index.html"),
    )
    look = Look("平川区人民政府", _DISTRICT, menu, skin=2)
    builder = Builder("hanweb_jpaas", "Hanweb", f"http://{_HOST}/", look, hanweb.frame)
    newsroom(
        builder,
        lambda page: f"/xw/pcyw/index{f'_{page}' if page else ''}.html",
        lambda number, day: f"/xw/pcyw/art/{day.year}/art_{hexid('pc', number)}.html",
    )
    sundry(builder, (("办事", "/bs/index.html"), ("公开指南", "/zfxxgk/zn/index.html")))
    organs = [government(_DISTRICT), *bureaus(_DISTRICT, 4, 10), below(_DISTRICT, "王家山镇", "wjsz")]
    menus, lists = [], {}
    for number, organ in enumerate(organs):
        folder = f"/zfxxgk/{'fdzdgknr/xxgknb' if not number else f'bmxzxxgk/{organ.code}/xxgknb'}/"
        years = range(2012 if not number else 2020, 2025)
        entries = _entries(builder, f"http://{_HOST}", folder, organ, years, look)
        tag = "当前栏目列表" if number % 2 else "信息列表"
        where, key = _column(builder, _HOST, folder, organ.name, entries, tag, look)
        menus.append((organ.name, where))
        lists[key] = entries
    _service(builder, _HOST, lists)
    own = _own(builder)
    left = (("公开指南", "/zfxxgk/zn/index.html"), ("信息公开年报", menus[0][1]), ("公开日历", calendar(builder)))
    boxes = f"<ul>{items(left)}</ul><div class='wip_art_con'><h3>部门乡镇</h3>{links([*menus[1:], own])}</div>"
    builder.page("/zfxxgk/index.html", "政府信息公开", boxes)
    builder.page("/", look.site, f"<p>{links(menu)}</p>")
    return builder.replica()


def _entries(builder: Builder, origin: str, folder: str, organ: Organ, years: range, look: Look) -> list[Entry]:
    def address(_: Organ, year: int, day: date) -> str:
        return f"{origin}{folder}art/{day.year}/art_{hexid(origin, folder, year)}.html"

    def file(page: str, year: int, form: str) -> str:
        return f"{origin}/api-gateway/jpaas-web-server/front/document/file-download?fileId={hexid(page, year)}&f={form}"

    column = Column(builder, address, forms=filed("pdf", 2021, when=organ.code == "scjgj"), file=file, look=look)
    return newest_first(column.entries(organ, years, len(folder)))


def _column(
    builder: Builder, host: str, folder: str, name: str, entries: Sequence[Entry], tag: str, look: Look
) -> tuple[str, str]:
    """Gives the column's URL and the id that the service knows it by."""
    page_id = str(1487002 + int(hexid(host, folder)[:4], 16))
    data = (
        f"{{'parseType':'bulidstatic','webId':'2945','tplSetId':'quSyqDUrFf{page_id}','pageType':'column',"
        f"'tagId':'{tag}','editType':'null','pageId':'{page_id}'}}"
    )
    pages = windows(entries, _ROWS)

    def text(emptied: bool) -> str:
        unit = _unit([] if emptied else pages[0], 1, 0 if emptied else len(entries), data)
        content = f'<div class="page-content" id="unit">{unit}</div>{_SCRIPT % _ROWS}'
        return look.page(f"{name}信息公开年报", f"<h2>信息公开年报</h2>{content}")

    where = builder.listing(f"http://{host}{folder}index.html", text, column=True, look=look)
    for number in range(2, len(pages) + 1):
        builder.listed(f"http://{host}{_UNIT}?pageId={page_id}&pageNo={number}")
        asked = "&".join(
            f"{key}={quote(value)}"
            for key, value in (piece.split(":") for piece in data.strip("{}").replace("'", "").split(","))
        )
        parameter = quote(f'{{"pageNo":{number},"pageSize":{_ROWS}}}')
        builder.way(where, f"http://{host}{_UNIT}?{asked}&paramJson={parameter}", page_id, _UNIT, tag)
    return where, page_id


def _unit(entries: Sequence[Entry], number: int, total: int, data: str) -> str:
    near = [Entry(urlsplit(entry.url).path, entry.text, entry.day) for entry in entries]
    turns = " ".join(f'<a href="#" data-no="{turn + 1}">{turn + 1}</a>' for turn in range(-(-total // _ROWS)))
    return (
        f'{ul(near)}<table class="pagination" querydata="{escape(data, quote=False)}" uniturl="{_UNIT}" '
        f'count="{total}" rows="{_ROWS}" pageno="{number}"><tr><td>{turns}</td></tr></table>'
    )


def _service(builder: Builder, host: str, lists: Mapping[str, Sequence[Entry]]) -> None:
    def number_in(asked: dict[str, str]) -> tuple[int, int]:
        try:
            given = json.loads(asked.get("paramJson", "{}"))
            return int(given.get("pageNo", 1)), int(given.get("pageSize", _ROWS))
        except (ValueError, AttributeError, TypeError):
            return 1, _ROWS

    def run(request: Request, emptied: bool) -> Answer | None:
        if "referer" not in request.headers:
            return Answer(403, (("Content-Type", "text/html"),), b"<html><body>403 Forbidden</body></html>")
        asked = parameters(request)
        entries = lists.get(asked.get("pageId", ""))
        if entries is None or "tagId" not in asked or "tplSetId" not in asked:
            return json_answer('{"code":"500","success":false,"data":null}')
        number, size = number_in(asked)
        shown = () if emptied else entries[(number - 1) * size : number * size]
        html = _unit(shown, number, 0 if emptied else len(entries), "{}")
        return json_answer(json.dumps({"code": "200", "success": True, "data": {"html": html}}, ensure_ascii=False))

    def alias(request: Request) -> str | None:
        asked = parameters(request)
        return f"http://{host}{_UNIT}?pageId={asked.get('pageId')}&pageNo={number_in(asked)[0]}"

    builder.program(host, _UNIT, run, alias)


def _own(builder: Builder) -> tuple[str, str]:
    """人社局: its own host; its column keeps the reports under a slug."""
    organ = bureau(_DISTRICT, "人力资源和社会保障局")
    host = "rsj.pchuanqu.gov.cn"
    folder = "/xxgk/ndbg/"
    look = Look(organ.name, _DISTRICT, (("首页", "/"), ("年度报告", f"{folder}index.html")), skin=1)
    entries = _entries(builder, f"http://{host}", folder, organ, range(2017, 2025), look)
    _, key = _column(builder, host, folder, organ.name, entries, "内容1", look)
    _service(builder, host, {key: entries})
    return organ.name, builder.page(f"http://{host}/", organ.name, "<p>人社动态</p>", look=look)
