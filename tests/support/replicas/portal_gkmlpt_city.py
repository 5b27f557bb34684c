"""A city on Guangdong's gkmlpt: a shell with a tree in a script, an API by category, units under prefixes of the path,
one on its own host; a node that jumps to a plain NFCMS column; pages for phones beside articles."""

import json
from collections.abc import Sequence
from datetime import date
from itertools import count
from urllib.parse import urlsplit

from demo.model import Organ
from tests.support.replicas.builder import Builder, Entry, json_answer, newest_first, number_of, parameters, windows
from tests.support.replicas.columns import Address, Column, beside_name, filed
from tests.support.replicas.look import Look, items, links
from tests.support.replicas.model import Answer, Replica, Request
from tests.support.replicas.organs import Place, below, bureau, bureaus, government
from tests.support.replicas.surround import calendar, newsroom, ul

_CITY = Place("肇庆市", "441200", "city")
_HOST = "www.zqingshi.gov.cn"
_ROWS = 4
_NUMBERS = count(829661, 3)
_APP = """var box = document.getElementById('app');
function walk(nodes) {
  nodes.forEach(function (node) {
    var line = document.createElement('a');
    line.textContent = node.name;
    line.href = node.jump_url || '#' + node.id;
    box.appendChild(line);
    walk(node.children || []);
  });
}
function load(page) {
  var id = location.hash.slice(1), base = location.pathname.split('/gkmlpt/')[0], ask = new XMLHttpRequest();
  if (!id) return;
  ask.open('GET', base + '/gkmlpt/api/all/' + id + '?page=' + page + '&sid=' + window._CONFIG.SID);
  ask.onload = function () {
    var found = JSON.parse(ask.responseText), html = '';
    found.articles.forEach(function (one) {
      html += '<li><a href="' + (one.post_url || one.url) + '">' + one.title + '</a></li>';
    });
    box.innerHTML += '<ul>' + html + '</ul>';
    if (page * found.articles.length < found.total && found.articles.length) load(page + 1);
  };
  ask.send();
}
walk(window._CONFIG.TREE);
load(1);
window.onhashchange = function () { location.reload(); };
"""


def build() -> Replica:
    """The replica."""
    menu = (
        ("首页", "/"),
        ("新闻", "/xwzx/zqyw/index.html"),
        ("政府信息公开", "/zwgk/index.html"),
        ("互动", "/hd/index.html"),
    )
    look = Look("肇庆市人民政府门户网站", _CITY, menu, skin=2, code="blank")
    builder = Builder("gkmlpt_city", "gkmlpt", f"http://{_HOST}/", look)
    newsroom(
        builder,
        lambda page: f"/xwzx/zqyw/index{f'_{page + 1}' if page else ''}.html",
        lambda number, _: f"/xwzx/zqyw/content/post_{1200000 + number}.html",
    )
    builder.page("/hd/index.html", "互动", f'<a href="{calendar(builder)}">日历</a>')
    builder.put("/gkmlpt/static/app.js", _APP, kind="application/javascript")
    units = [_unit(builder, number, organ) for number, organ in enumerate(_organs())]
    own = _own(builder)
    column, counties = _plain(builder, look), _counties(builder, look)
    _office(builder, look, column)
    left = (
        ("政府信息公开目录", "/gkmlpt/index"),
        ("政府信息公开年报", "/gkmlpt/annualreport#2629"),
        ("县（市、区）年报", counties),
    )
    content = f"<ul>{items(left)}</ul><h3>部门信息公开目录</h3>{links([*units, own], '<br>')}"
    builder.page("/zwgk/index.html", "政府信息公开", content)
    builder.page("/", look.site, f"<p>{links(menu)}</p>")
    return builder.replica()


def _organs() -> list[Organ]:
    return bureaus(_CITY, 4, 9)


def _platform(
    builder: Builder, host: str, prefix: str, sid: str, category: int, entries: Sequence[Entry], look: Look
) -> str:
    """A unit's shell with its tree, and the API behind; gives the shell's URL."""
    base = f"http://{host}{prefix}/gkmlpt"
    tree = [
        {"id": category - 9, "name": "机构职能", "children": [], "jump_url": ""},
        {"id": category - 5, "name": "法定主动公开", "children": [_node(category, "政府信息公开年报")], "jump_url": ""},
        _node(category + 4, "依申请公开"),
    ]
    _shells(builder, base, host, sid, tree, look)
    _api(builder, host, prefix, {category: entries})
    for page in range(1, -(-len(entries) // _ROWS) + 1):
        url = builder.listed(f"{base}/api/all/{category}?page={page}&sid={sid}", column=page == 1)
        builder.way(
            f"{base}/index", url, f"SID: '{sid}'", f'"id": {category}', through=f"http://{_HOST}/gkmlpt/static/app.js"
        )
    return f"{base}/index"


def _node(category: int, name: str, jump: str = "") -> dict[str, object]:
    return {"id": category, "name": name, "children": [], "jump_url": jump}


def _shells(builder: Builder, base: str, host: str, sid: str, tree: object, look: Look) -> None:
    config = json.dumps(tree, ensure_ascii=False)
    text = (
        '<div id="app"></div><script>window._CONFIG = '
        f"{{ SID: '{sid}', TREE: {config}, SERVICE_AREA_ID: 24 }};</script>"
        f'<script src="http://{_HOST}/gkmlpt/static/app.js"></script>'
    )
    builder.shell_list(f"{base}/index", "政府信息公开目录", text, look=look)
    builder.put(f"{base}/annualreport", look.page("政府信息公开年报", text), look=look)


def _api(builder: Builder, host: str, prefix: str, lists: dict[int, Sequence[Entry]]) -> None:
    mount = f"{prefix}/gkmlpt/api/all/"

    def category(request: Request) -> int:
        text = urlsplit(request.path).path.removeprefix(mount)
        return int(text) if text.isdigit() else -1

    def run(request: Request, emptied: bool) -> Answer | None:
        asked = parameters(request)
        page = number_of(asked.get("page"), 1) or 1
        entries = () if emptied or not asked.get("sid") else lists.get(category(request), ())
        articles = [
            {
                "id": int(entry.url.rsplit("_", 1)[1].removesuffix(".html")),
                "title": entry.text,
                "publisher": "办公室",
                "create_time": (entry.day - date(1970, 1, 1)).days * 86400,
                "url": entry.url.replace("/post_", "/mpost_"),
                "post_url": entry.url,
            }
            for entry in entries[(page - 1) * _ROWS : page * _ROWS]
        ]
        body = {"classify": {"post_count": len(entries)}, "total": len(entries), "articles": articles}
        return json_answer(json.dumps(body, ensure_ascii=False))

    def alias(request: Request) -> str | None:
        asked = parameters(request)
        page, sid = asked.get("page") or 1, asked.get("sid")
        return f"http://{host}{mount}{category(request)}?page={page}&sid={sid}"

    builder.program(host, mount, run, alias)


def _unit(builder: Builder, number: int, organ: Organ) -> tuple[str, str]:
    prefix = f"/zq{organ.code}"
    look = Look(organ.name, _CITY, (("首页", f"{prefix}/gkmlpt/index"),), skin=1)
    entries = _entries(builder, f"http://{_HOST}", prefix, organ, range(2020, 2025), look)
    return organ.name, _platform(builder, _HOST, prefix, f"75800{number + 3}", 2650 + number * 31, entries, look)


def _entries(builder: Builder, origin: str, prefix: str, organ: Organ, years: range, look: Look) -> list[Entry]:
    def address(_: Organ, year: int, __: date) -> list[str]:
        number = next(_NUMBERS)
        post = f"{origin}{prefix}/gkmlpt/content/{number // 100000}/{number // 100}/post_{number}.html"
        return [post, post.replace("/post_", "/mpost_")]

    forms = filed("pdf", 2022, when=organ.code == "jtysj")
    column = Column(builder, address, forms=forms, file=beside_name("_"), look=look)
    return newest_first(column.entries(organ, years, len(organ.name)))


def _own(builder: Builder) -> tuple[str, str]:
    organ = bureau(_CITY, "人力资源和社会保障局")
    host = "rsj.zqingshi.gov.cn"
    look = Look(organ.name, _CITY, (("首页", "/"), ("信息公开目录", "/gkmlpt/index")))
    entries = _entries(builder, f"http://{host}", "", organ, range(2018, 2025), look)
    _platform(builder, host, "", "200025", 505, entries, look)
    return organ.name, builder.page(f"http://{host}/", organ.name, "<p>人社要闻</p>", look=look)


def _office(builder: Builder, look: Look, column: str) -> None:
    """The city's own shell: its node jumps to a plain column."""
    tree = [_node(2620, "政策"), _node(2629, "政府信息公开年报", column), _node(2633, "依申请公开")]
    _shells(builder, f"http://{_HOST}/gkmlpt", _HOST, "758001", tree, look)
    _api(builder, _HOST, "", {})
    builder.way(f"http://{_HOST}/gkmlpt/index", column, f'"jump_url": "{column}"')


def _nfcms(builder: Builder, look: Look, folder: str, name: str, entries: Sequence[Entry], rows: int) -> str:
    """A plain column; page 2 is ``index_2.html``."""
    pages = windows(entries, rows)
    for number, page in enumerate(pages, 1):
        turns = [("上一页", f"index{f'_{number - 1}' if number > 2 else ''}.html")] if number > 1 else []
        turns += [("下一页", f"index_{number + 1}.html")] if number < len(pages) else []

        def text(emptied: bool, page: Sequence[Entry] = page, turns: Sequence[tuple[str, str]] = turns) -> str:
            return look.page(name, f"<h2>{name}</h2>{ul([] if emptied else page)}<p>{links(turns)}</p>")

        builder.listing(f"{folder}index{f'_{number}' if number > 1 else ''}.html", text, column=number == 1)
    return f"http://{_HOST}{folder}index.html"


def _posts(folder: str) -> Address:
    return lambda _, __, ___: f"http://{_HOST}{folder}content/post_{next(_NUMBERS)}.html"


def _plain(builder: Builder, look: Look) -> str:
    folder = "/zwgk/xxgknb/"
    column = Column(builder, _posts(folder))
    entries = newest_first(column.entries(government(_CITY), range(2010, 2025), 1))
    return _nfcms(builder, look, folder, "工作报表", entries, 7)


def _counties(builder: Builder, look: Look) -> str:
    """All counties of one year in one list, the years in one menu."""
    organs = [below(_CITY, "端州区", "dzq", "441202"), below(_CITY, "四会市", "shs", "441284")]
    menu = []
    for year in range(2021, 2025):
        folder = f"/zwgk/xqnb/{year}n/"
        column = Column(builder, _posts(folder))
        entries = [column.report(organ, year) for organ in organs] + column.beside(organs[0], year, 1, year)
        menu.append((f"{year}年", _nfcms(builder, look, folder, f"{year}年县区年报", newest_first(entries), 9)))
    return builder.listing_of_links("/zwgk/xqnb/index.html", "县（市、区）年报", menu)
