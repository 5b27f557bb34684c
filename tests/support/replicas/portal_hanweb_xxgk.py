"""A city on Hanweb's open-government module: organs by ``vc_xxgkarea``, lists by POST to ``search.jsp``, which gives
all that an area published whatever the column; the tree of categories in a frame. The zone has no report on 2022."""

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape
from itertools import count
from urllib.parse import urlsplit

from demo.model import Organ
from tests.support.replicas import hanweb
from tests.support.replicas.beside import news
from tests.support.replicas.builder import Builder, Entry, newest_first, number_of, parameters
from tests.support.replicas.columns import Column
from tests.support.replicas.look import Look, links
from tests.support.replicas.model import Answer, Replica, Request
from tests.support.replicas.organs import Place, below, bureaus, government, zone
from tests.support.replicas.surround import calendar, newsroom

_CITY = Place("景德镇市", "360200", "city")
_HOST = "www.jdzshi.gov.cn"
_ORIGIN = f"http://{_HOST}"
_SEARCH, _TREE = "/module/xxgk/search.jsp", "/module/xxgk/tree.jsp"
_HUB = "/col/col12010/index.html"
_KIND = "A0109"
_ROWS = 8
_NUMBERS = count(716001, 2)


def build() -> Replica:
    """The replica."""
    menu = (
        ("首页", "/"),
        ("瓷都要闻", "/col/col11001/index.html"),
        ("信息公开", "/col/col12000/index.html"),
        ("互动", "/col/col13001/index.html"),
    )
    look = Look("景德镇市人民政府", _CITY, menu, code="blank")
    builder = Builder("hanweb_xxgk", "Hanweb", f"{_ORIGIN}/", look, hanweb.frame)
    newsroom(
        builder,
        lambda page: f"/col/col11001/index{f'_{page}' if page else ''}.html",
        lambda number, day: hanweb.address(_ORIGIN, 11001, day, 1000 + number),
    )
    builder.page("/col/col13001/index.html", "互动", f'<a href="{calendar(builder)}">活动</a>')
    organs = [
        government(_CITY),
        *bureaus(_CITY, 4, 6),
        below(_CITY, "乐平市", "lps", "360281"),
        zone(_CITY, "高新技术产业开发区", "gxq"),
    ]
    areas: dict[str, list[Entry]] = {}
    rows = []
    for number, organ in enumerate(organs):
        area = f"0145{number * 17 + 858:05d}"
        areas[area] = _entries(builder, organ, 12010 + number)
        rows.append((organ.name, f"{_HUB}?vc_xxgkarea={area}&number={_KIND}"))
        _column(builder, look, organ.name, area, len(areas[area]))
    _service(builder, areas)
    list_html = links(rows, "<br>")
    builder.page("/col/col12000/index.html", "信息公开", f"<div class='xxgkTitle'>各地各部门公开年报</div>{list_html}")
    builder.page("/", look.site, f"<p>{links(menu)}</p>")
    return builder.replica(expected="short")


def _entries(builder: Builder, organ: Organ, column: int) -> list[Entry]:
    """Reports and, from the same area, whatever else it published."""

    def address(_: Organ, year: int, day: date) -> str:
        return hanweb.address(_ORIGIN, column, day, next(_NUMBERS))

    years = [*range(2015 if organ.level == "city" else 2020, 2025)]
    if organ.code == "gxq":
        years.remove(2022)  # never published: the portal is short of it, whoever looks
    found = Column(builder, address, source="市政府办公室").entries(organ, years, column % 9)
    for number, (title, lines) in enumerate(news(f"xxgk{column}", 12)):
        day = date(2024, 11, 3) - timedelta(number * 61)
        url = hanweb.address(_ORIGIN, column + 400, day, next(_NUMBERS))
        found.append(builder.article(url, f"关于{title}的通知", "".join(f"<p>{line}</p>" for line in lines), day))
    return newest_first(found)


def _column(builder: Builder, look: Look, name: str, area: str, total: int) -> None:
    query = f"infotypeId={_KIND}&jdid=2&area={area}&divid=div2"
    content = f"""<h2>{name}</h2>
<iframe src="{_TREE}?standardXxgk=1&amp;area={area}&amp;divid=div1" width="200"></iframe>
<div id="div2"></div>
<script>
function loadDynamic(url, box, page) {{
  var ask = new XMLHttpRequest();
  ask.open('POST', url);
  ask.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
  ask.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
  ask.onload = function () {{ document.getElementById(box).innerHTML = ask.responseText; }};
  ask.send(url.split('?')[1] + '&vc_title=&vc_number=&vc_filenumber=&vc_all=&texttype=&fbtime=&currpage=' + (page || 1)
    + '&sortfield=,createdatetime:0,orderid:0');
}}
function goPage(page) {{ loadDynamic('{_SEARCH}?{query}', 'div2', page); }}
loadDynamic('{_SEARCH}?{query}','div2');
</script>"""
    where = builder.shell_list(f"{_HUB}?vc_xxgkarea={area}&number={_KIND}", f"{name}公开年报", content, column=True)
    kind = {"Content_Type": "application/x-www-form-urlencoded", "X_Requested_With": "XMLHttpRequest"}
    for page in range(1, -(-total // _ROWS) + 1):
        builder.listed(f"{_SEARCH}?area={area}&currpage={page}")
        form = f"{query}&vc_title=&fbtime=&currpage={page}&sortfield=,createdatetime:0,orderid:0"
        builder.way(where, f"{_SEARCH}?{query}", area, _SEARCH, _KIND, method="POST", body=form.encode(), **kind)
    tree = (
        "<ul><li><a href='javascript:;' onclick=\"funclick('A0101','1')\">机构职能</a></li>"
        "<li><a href='javascript:;' onclick=\"funclick('A0102','1')\">政策文件</a></li>"
        f"<li><a href='javascript:;' onclick=\"funclick('{_KIND}','1')\">政府信息公开年报</a></li></ul>"
    )
    builder.put(f"{_TREE}?standardXxgk=1&area={area}&divid=div1", f"<html><body>{tree}</body></html>")


def _service(builder: Builder, areas: dict[str, list[Entry]]) -> None:
    def run(request: Request, emptied: bool) -> Answer | None:
        asked = parameters(request)
        entries: Sequence[Entry] = areas.get(asked.get("area", ""), ())
        page = number_of(asked.get("currpage"), 1) or 1
        pages = max(1, -(-len(entries) // _ROWS))
        shown = () if emptied or page > pages else entries[(page - 1) * _ROWS : page * _ROWS]
        rows = "".join(
            f'<tr class="tr_main_value_{"odd" if place % 2 else "even"}"><td>{place + 1}</td><td>'
            f'<a href="{urlsplit(entry.url).path}" mc="{escape(entry.text)}" target="_blank" class="bt_link">'
            f"{escape(entry.text)}</a></td><td>{entry.day}</td></tr>"
            for place, entry in enumerate(shown)
        )
        turns = f"共&nbsp;{0 if emptied else pages}&nbsp;页 <a onclick=\"goPage('{page + 1}')\">下一页</a>"
        body = f"<table class='table'>{rows}</table><div class='pageinfo'>{turns}</div>"
        return Answer(headers=(("Content-Type", "text/html;charset=UTF-8"),), body=body.encode())

    def alias(request: Request) -> str | None:
        asked = parameters(request)
        return f"{_ORIGIN}{_SEARCH}?area={asked.get('area')}&currpage={asked.get('currpage') or 1}"

    builder.program(_HOST, _SEARCH, run, alias)
