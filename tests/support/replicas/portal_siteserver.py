"""A city on SiteServer: 公开年报 says that it has moved; new channels by number, pages ``_2`` in a box; links without
a scheme; units by number on an open-government host, their lists by GET with a page number, the total in the answer."""

import json
from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import count

from demo.model import Organ
from tests.support.replicas.beside import decoys, news
from tests.support.replicas.builder import (
    Article,
    Builder,
    Entry,
    json_answer,
    newest_first,
    number_of,
    parameters,
    windows,
)
from tests.support.replicas.columns import Column
from tests.support.replicas.look import Look, items, links
from tests.support.replicas.model import Answer, Replica, Request
from tests.support.replicas.organs import Place, bureaus, government, office, zone
from tests.support.replicas.surround import posts, ul

CITY = Place("黄石市", "420200", "city")
HOST, OPEN = "www.hshicity.gov.cn", "xxgk.hshicity.gov.cn"
ORIGIN, GATE = f"https://{HOST}", f"https://{OPEN}"
ROWS = 6
SCRIPT = """<ul id="rows"></ul><a href="javascript:;" onclick="turn(-1)">上一页</a>
<a href="javascript:;" onclick="turn(1)">下一页</a>
<script>
var unitId = %d, typeId = 9, pageNo = 1, pageCount = 1;
function load() {
  $.get('/api/contents', {unitId: unitId, typeId: typeId, page: pageNo}, function (res) {
    pageCount = res.pageCount;
    var html = '';
    $.each(res.rows, function (i, r) {
      html += '<li><a href="' + r.navUrl + '">' + r.title + '</a><em>' + r.addDate + '</em></li>';
    });
    $('#rows').html(html);
  }, 'json');
}
function turn(d) { pageNo = Math.min(Math.max(pageNo + d, 1), pageCount); load(); }
load();
</script>"""


def _frame(article: Article) -> str:
    return (
        f"<div class='detail'><h1>{escape(article.title)}</h1><p>来源：{article.source} 日期：{article.day.year}年"
        f"{article.day.month}月{article.day.day}日</p><div class='TRS_none'>{article.body}</div></div>"
    )


def build() -> Replica:
    menu = (
        ("网站首页", f"//{HOST}/"),
        ("黄石要闻", f"//{HOST}/channels/11.html"),
        ("政务公开", f"//{HOST}/channels/20.html"),
    )
    look = Look("黄石市人民政府", CITY, menu, skin=0, code="colon")
    builder = Builder("siteserver", "SiteServer", f"{ORIGIN}/", look, _frame)
    builder.secure(HOST, OPEN)
    serial = count(8124, 3)
    shown = posts(builder, news("siteserver", 50), lambda *_: f"/contents/11/{next(serial)}.html", date(2025, 2, 20))
    _channel(builder, look, 11, "黄石要闻", shown, 10, reports=False)
    new = _own(builder, look, serial)
    moved = f"<h3>公开年报</h3><p>本栏目已迁移至“<a href='{new}'>市政府历年报告</a>”，原栏目不再更新。</p>"
    builder.page("/channels/23.html", "公开年报", moved)
    units = _units(builder, serial)
    tree = (
        ("公开指南", f"//{HOST}/channels/21.html"),
        ("政策", f"//{HOST}/channels/22.html"),
        ("公开年报", f"//{HOST}/channels/23.html"),
        ("部门及园区信息公开", units),
    )
    for name, url in tree[:2]:
        builder.page(f"https:{url}", name, f"<p>{name}。</p>")
    builder.page("/channels/20.html", "政务公开", f"<ul>{items(tree)}</ul>")
    builder.page("/", look.site, f"<p>{links(menu)}</p>{ul([_bare(one) for one in shown[:8]])}")
    return builder.replica()


def _bare(entry: Entry) -> Entry:
    return Entry(entry.url.removeprefix("https:").removeprefix("http:"), entry.text, entry.day)


def _own(builder: Builder, look: Look, serial: "count[int]") -> str:
    column = Column(
        builder,
        lambda *_: f"/contents/206/{next(serial)}.html",
        "黄石市人民政府{year}年政府信息公开工作年度报告",
        forms=dict.fromkeys((2016, 2017), "docx"),
        file=lambda _, year, form: f"/upload/files/{year + 1}/3/{year * 31:x}.{form}",
    )
    found = column.reports(government(CITY), range(2008, 2025))
    found += posts(
        builder,
        decoys("黄石市", 2021, (0, 1, 6, 9, 11)),
        lambda *_: f"/contents/206/{next(serial)}.html",
        date(2022, 7, 7),
    )
    _channel(builder, look, 206, "市政府历年报告", newest_first(found), 7)
    return f"//{HOST}/channels/206.html"


def _channel(
    builder: Builder, look: Look, number: int, name: str, entries: Sequence[Entry], rows: int, *, reports: bool = True
) -> None:
    """``/channels/N.html``, then ``N_2.html``: 下一页 and a box whose script makes the address."""
    pages = windows(entries, rows)
    names = [f"/channels/{number}{f'_{place}' if place > 1 else ''}.html" for place in range(1, len(pages) + 1)]
    for place, page in enumerate(pages):
        options = "".join(
            f"<option value='{url}'{' selected' if other == place else ''}>{other + 1}</option>"
            for other, url in enumerate(names)
        )
        turn = f"<a href='//{HOST}{names[place + 1]}'>下一页</a>" if place + 1 < len(pages) else "下一页"
        below = f"<div class='PageIndex_{number}'>第{place + 1}页/共{len(pages)}页 {turn} "
        below += f"<select onchange='location.href=this.value'>{options}</select></div>"

        def text(emptied: bool, page: Sequence[Entry] = page, below: str = below) -> str:
            return look.page(
                name, f"<h2>{name}</h2>" + ("" if emptied else ul([_bare(one) for one in page], cut=26) + below)
            )

        where = builder.put(names[place], text)
        if reports:
            builder.listed(where, column=place == 0)


def _units(builder: Builder, serial: "count[int]") -> str:
    look = Look("黄石市政府信息公开平台", CITY, (("平台首页", "/"), ("门户", f"//{HOST}/")), skin=2, code="", home="/")
    organs = [office(CITY), *bureaus(CITY, 4, 6), zone(CITY, "大冶湖高新技术产业开发区", "dyh")]
    lists: dict[int, list[Entry]] = {}
    for place, organ in enumerate(organs):
        unit = 101 + place * 3
        lists[unit] = _unit(builder, look, organ, unit, serial)
        name = "工作年报" if place % 2 else "政府信息公开工作年度报告"
        menu = (("机构信息", f"/unit.html?unitId={unit}&typeId=2"), (name, f"/unit.html?unitId={unit}&typeId=9"))
        builder.page(f"{GATE}/unit.html?unitId={unit}", organ.name, f"<ul>{items(menu)}</ul>", look=look)
        builder.page(f"{GATE}/unit.html?unitId={unit}&typeId=2", "机构信息", "<p>见三定规定。</p>", look=look)
        where = builder.shell_list(
            f"{GATE}/unit.html?unitId={unit}&typeId=9",
            name,
            f"<h3>{organ.name}</h3>" + SCRIPT % unit,
            column=True,
            look=look,
        )
        for page in range(1, len(windows(lists[unit], ROWS)) + 1):
            url = f"{GATE}/api/contents?unitId={unit}&typeId=9&page={page}"
            builder.listed(url)
            builder.way(where, url, "'/api/contents'", f"unitId = {unit}", "typeId = 9", "page: pageNo")

    def run(request: Request, emptied: bool) -> Answer | None:
        query = parameters(request)
        unit, page = number_of(query.get("unitId"), 0), number_of(query.get("page"), 1)
        if unit not in lists or page is None or query.get("typeId") != "9":
            return json_answer('{"rows":[],"pageCount":0,"totalCount":0}')
        entries = [] if emptied else lists[unit]
        pages = windows(entries, ROWS)
        rows = pages[page - 1] if 1 <= page <= len(pages) else ()
        shown = [{"title": one.text, "navUrl": one.url.removeprefix(GATE), "addDate": str(one.day)} for one in rows]
        return json_answer(
            json.dumps({"totalCount": len(entries), "pageCount": len(pages), "rows": shown}, ensure_ascii=False)
        )

    builder.program(
        OPEN,
        "/api/contents",
        run,
        lambda r: (
            f"{GATE}/api/contents?unitId={parameters(r).get('unitId')}&typeId=9&page={parameters(r).get('page', '1')}"
        ),
    )
    rows = [(organ.name, f"/unit.html?unitId={101 + place * 3}") for place, organ in enumerate(organs)]
    builder.page(f"{GATE}/", "单位导航", f"<ul class='dw'>{items(rows)}</ul>", look=look)
    return f"//{OPEN}/"


def _unit(builder: Builder, look: Look, organ: Organ, unit: int, serial: "count[int]") -> list[Entry]:
    def address(*_: object) -> str:
        return f"{GATE}/contents/{unit}/{next(serial)}.html"

    found = Column(builder, address, "{organ}{year}年度政府信息公开工作年度报告", look=look, source=organ.name).reports(
        organ, range(2017, 2025)
    )
    found += posts(builder, decoys(organ.short, 2022, (0, 5, 10)), address, date(2023, 3, unit % 28 + 1), look=look)
    return newest_first(found)
