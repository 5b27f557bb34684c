"""A city on UCAP whose lists come by POST: ``loadData`` for the city, ``getFileListByCodeId`` for its bureaus."""

import json
import uuid
from collections.abc import Sequence
from datetime import date
from html import escape

from demo.model import Organ
from tests.support.replicas import ucap
from tests.support.replicas.builder import Builder, Entry, json_answer, newest_first, number_of, parameters
from tests.support.replicas.columns import Column, filed
from tests.support.replicas.look import Look, links
from tests.support.replicas.model import Answer, Replica, Request
from tests.support.replicas.organs import Place, below, bureaus, government
from tests.support.replicas.surround import calendar, newsroom, sundry

_CITY = Place("昆山市", "320583", "county")
_HOST = "www.kunsshi.gov.cn"
_ORIGIN = f"http://{_HOST}"
_LOAD, _FILES = "/kss/xxgk/interfacesWebZcwj/loadData", "/getFileListByCodeId"
_FORM = (("Content-Type", "application/x-www-form-urlencoded"),)
_ROWS = 5


def build() -> Replica:
    """The replica."""
    menu = (("首页", "/"), ("昆山要闻", "/kss/yw/list.shtml"), ("政府信息公开", "/kss/gk/index.shtml"))
    look = Look("昆山市人民政府", _CITY, menu, skin=1, code="colon")
    builder = Builder("ucap_post", "UCAP", f"{_ORIGIN}/", look, ucap.frame)
    newsroom(
        builder,
        lambda page: f"/kss/yw/list{f'_{page + 1}' if page else ''}.shtml",
        lambda number, day: f"/kss/yw/{day:%Y%m}/{ucap.hexid('ks', number)}.shtml",
    )
    sundry(builder, (("公开指南", "/kss/gk/zn.shtml"), ("公开制度", "/kss/gk/zd.shtml")))
    main = str(uuid.uuid5(uuid.NAMESPACE_URL, _ORIGIN))
    channels = {main: _entries(builder, government(_CITY), range(2009, 2025))}
    _list(builder, "/kss/gknb/list.shtml", "政府信息公开年报", main, len(channels[main]), _LOAD)
    pages = [("政府信息公开年报", "/kss/gknb/list.shtml")]
    for organ in (*bureaus(_CITY, 5, 4), below(_CITY, "周市镇", "zsz"), below(_CITY, "千灯镇", "qdz")):
        channel = ucap.hexid("kunsshi", organ.code)
        channels[channel] = _entries(builder, organ, range(2021, 2025))
        url = f"/kss/{organ.code}/c10{organ.code[:1].encode()[0]}/bmxxgk_list.shtml"
        _list(builder, url, f"{organ.name}公开年报", channel, len(channels[channel]), _FILES)
        pages.append((organ.name, url))
    _services(builder, channels)
    left = (("公开指南", "./zn.shtml"), ("公开制度", "./zd.shtml"), pages[0], ("公开日历", calendar(builder)))
    options = "".join(f'<option value="{escape(url)}">{name}</option>' for name, url in pages[1:])
    choice = (
        f'<select id="dept" onchange="window.open(this.value)"><option value="">部门、区镇</option>{options}</select>'
    )
    builder.page("/kss/gk/index.shtml", "政府信息公开", f"{links(left, '<br>')}{choice}")
    builder.page("/", look.site, f"<p>{links(menu)}</p>")
    return builder.replica()


def _entries(builder: Builder, organ: Organ, years: range) -> list[Entry]:
    def address(_: Organ, year: int, day: date) -> str:
        return ucap.address(_ORIGIN, f"/kss/{organ.code}/", day, f"{organ.name}{year}")

    def file(page: str, year: int, form: str) -> str:
        return f"{page.removesuffix('.shtml')}/files/{ucap.hexid(page, year)}.{form}"

    link = '<iframe src="{url}" width="100%" height="900"></iframe>'
    column = Column(builder, address, forms=filed("pdf", 2023, when=organ.code == "tjj"), file=file, link=link)
    return newest_first(column.entries(organ, years, len(organ.name)))


def _list(builder: Builder, url: str, name: str, channel: str, total: int, service: str) -> None:
    number, key = ("pageIndex", "channel_id") if service == _LOAD else ("page", "channelId")
    more = "" if service == _LOAD else f" + '&size={_ROWS}&relateSubChannels=true'"
    script = f"""<table id="rows"></table><div id="turns"></div><script>
var channel = '{channel}';
function load(page) {{
  var ask = new XMLHttpRequest();
  ask.open('POST', '{service}?pageSize={_ROWS}');
  ask.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
  ask.onload = function () {{
    var data = JSON.parse(ask.responseText), list = data.list || data.results.data.results, html = '', turns = '';
    var total = data.total || data.results.data.total;
    list.forEach(function (one) {{
      var title = one.titleHtml || one.title;
      html += '<tr><td><a href="' + one.url + '">' + title + '</a><td>' + one.publishedTimeStr + '</tr>';
    }});
    for (var i = 1; i <= Math.ceil(total / {_ROWS}); i++) {{
      turns += '<a href="javascript:load(' + i + ')">' + i + '</a> ';
    }}
    document.getElementById('rows').innerHTML = html;
    document.getElementById('turns').innerHTML = turns;
  }};
  ask.send('{number}=' + page + '&{key}=' + channel{more});
}}
load(1);
</script>"""
    where = builder.shell_list(url, name, f"<h2>{name}</h2>{script}", column=True)
    for page in range(1, -(-total // _ROWS) + 1):
        builder.listed(f"{service}?{key}={channel}&{number}={page}")
        body = f"{number}={page}&{key}={channel}" + (
            "" if service == _LOAD else f"&size={_ROWS}&relateSubChannels=true"
        )
        kind = {"Content_Type": "application/x-www-form-urlencoded"}
        builder.way(
            where, f"{service}?pageSize={_ROWS}", channel, service, number, method="POST", body=body.encode(), **kind
        )


def _services(builder: Builder, channels: dict[str, Sequence[Entry]] | dict[str, list[Entry]]) -> None:
    def found(asked: dict[str, str], emptied: bool) -> Sequence[Entry] | None:
        channel = asked.get("channel_id") or asked.get("channelId") or asked.get("codeId") or ""
        return None if channel not in channels else [] if emptied else channels[channel]

    def load(request: Request, emptied: bool) -> Answer | None:
        asked = parameters(request)
        entries = found(asked, emptied)
        page, size = number_of(asked.get("pageIndex"), 1), number_of(asked.get("pageSize"), 15)
        if entries is None or not page or not size:
            return json_answer('{"code":500,"msg":"参数错误","list":[],"total":0}')
        shown = [_one(entry, "title") for entry in entries[(page - 1) * size : page * size]]
        return json_answer(json.dumps({"code": 200, "total": len(entries), "list": shown}, ensure_ascii=False))

    def files(request: Request, emptied: bool) -> Answer | None:
        asked = parameters(request)
        entries = found(asked, emptied)
        page, size = number_of(asked.get("page"), 1), number_of(asked.get("size"), 20)
        if request.method != "POST" or entries is None or not page or not size:
            return json_answer('{"code":500,"results":null}')
        shown = [_one(entry, "titleHtml") for entry in entries[(page - 1) * size : page * size]]
        data = {"total": len(entries), "results": shown}
        return json_answer(json.dumps({"code": 200, "results": {"data": data}}, ensure_ascii=False))

    def alias(service: str, key: str, number: str, other: str, request: Request) -> str:
        asked = parameters(request)
        channel = asked.get(key) or asked.get(other)
        return f"{_ORIGIN}{service}?{key}={channel}&{number}={asked.get(number) or 1}"

    builder.program(_HOST, _LOAD, load, lambda request: alias(_LOAD, "channel_id", "pageIndex", "", request))
    builder.program(_HOST, _FILES, files, lambda request: alias(_FILES, "channelId", "page", "codeId", request))


def _one(entry: Entry, key: str) -> dict[str, object]:
    return {key: entry.text, "url": entry.url, "redirectUrl": "", "publishedTimeStr": f"{entry.day} 16:00:00"}
