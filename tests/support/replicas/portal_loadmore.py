"""A district where reports are only in 部门文件: one list of all papers of all units, 加载更多 by ``$.ajax`` that
brings pieces of HTML, twenty pages of them; titles cut by the server; the place of a unit only in a label before
the title."""

import json
from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import count

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
from tests.support.replicas.look import Look, items
from tests.support.replicas.model import Answer, Replica, Request
from tests.support.replicas.organs import Place, bureaus, office
from tests.support.replicas.surround import posts

DISTRICT = Place("烈山区", "340604", "county")
HOST = "www.lshanqu.gov.cn"
ORIGIN = f"http://{HOST}"
ROWS = 12
SCRIPT = """<a id="more" href="javascript:void(0)">加载更多</a>
<script>
var page = 1, total = %d;
$('#more').click(function () {
  page = page + 1;
  $.ajax({ url: '/ajax/doclist.ashx', type: 'get', dataType: 'json', data: { classid: %d, page: page, size: %d },
    success: function (data) { $('#doclist').append(data.html); if (page * %d >= total) { $('#more').hide(); } } });
});
</script>"""


def _frame(article: Article) -> str:
    return (
        f"<table class='wj'><tr><td>发文机关</td><td>{article.source}</td>"
        f"<td>成文日期</td><td>{article.day}</td></tr></table>"
        f"<h1>{escape(article.title)}</h1><div id='zoom'>{article.body}</div>"
    )


def build() -> Replica:
    menu = (("首页", "/"), ("烈山播报", "/bobao/"), ("公文公开", "/gw/"))
    look = Look("烈山区人民政府", DISTRICT, menu, skin=0, code="blank")
    builder = Builder("loadmore", "own, ajax", f"{ORIGIN}/", look, _frame)
    serial = count(7102, 3)

    def address(*_: object) -> str:
        return f"/doc.aspx?docid={next(serial)}"

    shown = posts(builder, news("loadmore-news", 12), address, date(2025, 5, 5))
    builder.page("/bobao/", "烈山播报", f"<ul>{items([(one.text, one.url) for one in shown])}</ul>")
    found: list[tuple[str, Entry]] = []
    organs = [office(DISTRICT), *bureaus(DISTRICT, 7, 6)]
    for place, organ in enumerate(organs):
        column = Column(
            builder,
            address,
            "{organ}关于{year}年度政府信息公开工作情况的年度报告",
            source=organ.name,
            forms={2022: "pdf"} if place == 2 else {},
            file=lambda page, year, _: f"/upload/{year}/{page.rpartition('=')[2]}.pdf",
        )
        mine = column.reports(organ, range(2018 + place % 4, 2025))
        mine += posts(
            builder,
            decoys(organ.short, 2018 + place % 6, (0, 5, 8, 9, 10, 12, 13)),
            address,
            date(2020 + place % 5, 2, 3),
            21,
            source=organ.name,
        )
        texts = [
            (f"关于{title}的通知（{place}—{number}）", lines)
            for number, (title, lines) in enumerate(news(f"loadmore{place}", 18), 1)
        ]
        mine += posts(builder, texts, address, date(2025, 6, 1 + place), 100, source=organ.name)
        found += [(organ.short.removeprefix("烈山区"), one) for one in mine]
    _sea(builder, look, 12, found)
    columns = (("区政府文件", "/gw/qzf.html"), ("部门文件", "/gw/list.aspx?classid=12"), ("人事", "/gw/rs.html"))
    for name, url in (columns[0], columns[2]):
        builder.page(url, name, f"<p>{name}：暂无新文件。</p>")
    builder.page("/gw/", "公文公开", f"<ul>{items(columns)}</ul>")
    builder.page("/", look.site, f"<ul>{items([(one.text, one.url) for one in shown[:5]])}</ul>")
    return builder.replica()


def _sea(builder: Builder, look: Look, classid: int, found: Sequence[tuple[str, Entry]]) -> None:
    label = {one.url: who for who, one in found}
    entries = newest_first([one for _, one in found])
    pages = windows(entries, ROWS)

    def html(page: Sequence[Entry]) -> str:
        return "".join(
            f"<dd><i>[{label[one.url]}]</i><a href='{escape(one.url.removeprefix(ORIGIN))}'>{one.text[:30]}"
            f"{'……' if len(one.text) > 30 else ''}</a><b>{one.day:%m-%d}</b></dd>"
            for one in page
        )

    def text(emptied: bool) -> str:
        inner = f"<dl id='doclist'>{html(pages[0])}</dl>" + SCRIPT % (len(entries), classid, ROWS, ROWS)
        return look.page("部门文件", f"<h2>部门文件</h2>{'' if emptied else inner}")

    where = builder.listing(f"/gw/list.aspx?classid={classid}", text, column=True)

    def run(request: Request, emptied: bool) -> Answer | None:
        query = parameters(request)
        page, size = number_of(query.get("page"), 1), number_of(query.get("size"), ROWS)
        if query.get("classid") != str(classid) or not page or not size:
            return json_answer('{"html":"","total":0}')
        size = min(size, 50)
        rows = () if emptied else entries[(page - 1) * size : page * size]
        return json_answer(json.dumps({"html": html(rows), "total": len(entries)}, ensure_ascii=False))

    def alias(request: Request) -> str | None:
        query = parameters(request)
        known = query.get("size") == str(ROWS) and query.get("classid") == str(classid)
        return (
            f"{ORIGIN}/ajax/doclist.ashx?classid={classid}&page={query.get('page', '1')}&size={ROWS}" if known else None
        )

    builder.program(HOST, "/ajax/doclist.ashx", run, alias)
    for number in range(2, len(pages) + 1):
        url = f"{ORIGIN}/ajax/doclist.ashx?classid={classid}&page={number}&size={ROWS}"
        builder.listed(url)
        builder.way(where, url, "'/ajax/doclist.ashx'", f"classid: {classid}", f"size: {ROWS}")
        for one in pages[number - 1]:
            builder.way(where, one.url, "$('#doclist').append(data.html)")
