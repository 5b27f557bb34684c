"""A district whose lists are filled by axios: POST of JSON with a cursor, 加载更多, articles by id alone, their address
made in the page's template; day and year as milliseconds; units in a static menu."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from html import escape
from itertools import count

from demo.model import Organ
from tests.support.replicas.beside import decoys, news
from tests.support.replicas.builder import Article, Builder, Entry, json_answer, newest_first
from tests.support.replicas.columns import Column, filed
from tests.support.replicas.look import Look, items, links
from tests.support.replicas.model import Answer, Replica, Request
from tests.support.replicas.organs import Place, below, bureaus, government
from tests.support.replicas.surround import calendar, posts

DISTRICT = Place("龙岗区", "440307", "county")
HOST = "www.lgquzf.gov.cn"
ORIGIN = f"https://{HOST}"
API = "/portal-api/v2/articles/query"
LIMIT = 6
SHELL = """<div id="app"><ul><li v-for="item in list">
<a :href="'/gov/detail/' + item.id + '.html'">{{ item.title }}</a></li></ul>
<button v-if="more" @click="load">加载更多</button></div>
<script src="/static/vue.min.js"></script><script src="/static/axios.min.js"></script>
<script>
new Vue({
  el: '#app',
  data: { list: [], cursor: null, more: true },
  created: function () { this.load(); },
  methods: {
    load: function () {
      var that = this;
      axios.post('%s', { channelId: '%s', cursor: that.cursor, limit: %d }).then(function (res) {
        var d = res.data.data;
        that.list = that.list.concat(d.items);
        that.cursor = d.nextCursor;
        that.more = d.hasMore;
      });
    }
  }
});
</script>"""


def _frame(article: Article) -> str:
    return (
        f"<main class='detail'><h1>{escape(article.title)}</h1><div class='info'><span>{article.source}</span>"
        f"<span>{article.day:%Y.%m.%d}</span></div><section id='detail-content'>{article.body}</section></main>"
    )


def build() -> Replica:
    menu = (("首页", "/"), ("龙岗资讯", "/news/index.html"), ("信息公开", "/gov/index.html"), ("活动日历", "/hd/rl.do"))
    look = Look("龙岗政府在线", DISTRICT, menu, skin=2, code="blank")
    builder = Builder("cursor", "own, axios", f"{ORIGIN}/", look, _frame)
    builder.secure(HOST)
    calendar(builder, "/hd/rl.do")
    serial = count(10000871, 17)
    lists: dict[str, list[Entry]] = {}
    lists["news"] = posts(builder, news("cursor", 40), lambda *_: f"/gov/detail/{next(serial)}.html", date(2025, 6, 1))
    builder.page("/news/index.html", "龙岗资讯", SHELL % (API, "news", LIMIT))
    organs = [
        government(DISTRICT),
        *bureaus(DISTRICT, 5, 2),
        below(DISTRICT, "坪地街道", "pdjd"),
        below(DISTRICT, "园山街道", "ysjd"),
    ]
    left: list[tuple[str, str]] = []
    for place, organ in enumerate(organs):
        channel = f"ar-{3100 + place * 7}"
        lists[channel] = _entries(builder, organ, place, serial)
        url = f"/gov/annual/{organ.code}.html"
        title = "政府信息公开年报" if place == 0 else f"{organ.short}年度报告"
        builder.shell_list(url, title, f"<h2>{title}</h2>" + SHELL % (API, channel, LIMIT), column=True)
        left.append((title, url))
        _ways(builder, url, channel, lists[channel])
    builder.listed(API)

    def run(request: Request, emptied: bool) -> Answer | None:
        if request.method != "POST" or "json" not in request.headers.get("content-type", ""):
            return Answer(405, (("Content-Type", "application/json"),), b'{"code":405,"msg":"Method Not Allowed"}')
        try:
            asked = json.loads(request.body)
            entries = [] if emptied else lists.get(str(asked.get("channelId")), [])
            start = _place(asked.get("cursor"), entries)
            rows = min(int(asked.get("limit") or LIMIT), 10)
        except (ValueError, TypeError, AttributeError):
            return json_answer('{"code":400,"msg":"参数错误","data":null}')
        shown = entries[start : start + rows]
        more = start + rows < len(entries)
        found = [
            {
                "id": _id(one),
                "title": one.text,
                "publishTime": int(
                    datetime(one.day.year, one.day.month, one.day.day, 1, tzinfo=UTC).timestamp() * 1000
                ),
            }
            for one in shown
        ]
        data = {"items": found, "nextCursor": _cursor(entries[start + rows]) if more else None, "hasMore": more}
        return json_answer(json.dumps({"code": 0, "msg": "ok", "data": data}, ensure_ascii=False))

    builder.program(HOST, API, run, lambda _: ORIGIN + API)
    units = f"<h3>区直单位和街道</h3><ul>{items(left[1:])}</ul>"
    builder.page("/gov/units.html", "单位信息公开", units)
    side = (("公开指南", "/gov/guide.html"), left[0], ("单位信息公开", "/gov/units.html"))
    builder.page("/gov/guide.html", "公开指南", "<p>指南。</p>")
    builder.page("/gov/index.html", "信息公开", f"<p>{links(side)}</p>")
    builder.page("/", look.site, f"<p>{links(menu)}</p>")
    return builder.replica()


def _id(entry: Entry) -> int:
    return int(entry.url.rpartition("/")[2].removesuffix(".html"))


def _cursor(entry: Entry) -> str:
    return f"{entry.day:%Y%m%d}_{_id(entry)}"


def _place(cursor: object, entries: Sequence[Entry]) -> int:
    if cursor is None or cursor == "":
        return 0
    known = [_cursor(one) for one in entries]
    return known.index(str(cursor))


def _entries(builder: Builder, organ: Organ, place: int, serial: "count[int]") -> list[Entry]:
    def address(*_: object) -> str:
        return f"/gov/detail/{next(serial)}.html"

    years = range(2014, 2025) if place == 0 else range(2019 + place % 3, 2025)
    forms = filed("pdf", 2021, when=place % 3 == 1)
    column = Column(
        builder,
        address,
        "{organ}{year}年政府信息公开工作年度报告",
        source=organ.name,
        forms=forms,
        file=lambda page, year, form: f"/file/{year + 1}/{page.rpartition('/')[2][:8]}.{form}",
    )
    found = column.reports(organ, years)
    found += posts(builder, decoys(organ.short, 2021, (5, 8, 9, 11)), address, date(2022, 4, 4 + place), 50)
    return newest_first(found)


def _ways(builder: Builder, url: str, channel: str, entries: Sequence[Entry]) -> None:
    for start in range(0, len(entries), LIMIT):
        cursor = _cursor(entries[start]) if start else None
        body = json.dumps({"channelId": channel, "cursor": cursor, "limit": LIMIT}).encode()
        builder.way(
            url,
            API,
            f"axios.post('{API}'",
            f"channelId: '{channel}'",
            method="POST",
            body=body,
            content_type="application/json",
        )
    for one in entries:
        builder.way(url, one.url, "'/gov/detail/' + item.id + '.html'")
