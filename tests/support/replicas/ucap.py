"""UCAP: lists ``…_list.shtml`` with ``_2``, or filled by ``/common/search/<channel id>`` and its like as JSON."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from html import escape
from urllib.parse import urlsplit

from tests.support.replicas.builder import (
    Article,
    Builder,
    Entry,
    json_answer,
    newest_first,
    number_of,
    parameters,
)
from tests.support.replicas.model import Answer, Request

SEARCH = "?_isAgg=true&_isJson=true&_pageSize={size}&_template=index&_rangeTimeGte=&_channelName=&page={page}"
_HTML = (("Content-Type", "text/html;charset=UTF-8"),)


def hexid(*parts: object) -> str:
    """An id of 32 hexadecimal digits."""
    return hashlib.md5("|".join(map(str, parts)).encode(), usedforsecurity=False).hexdigest()


def frame(article: Article) -> str:
    """The article page: custom elements around title, date and text."""
    return (
        f"<h1><ucaptitle>{escape(article.title)}</ucaptitle></h1>"
        f"<p>发布时间：<publishtime>{article.day}</publishtime> 来源：{escape(article.source)}</p>"
        f'<div id="zoomcon"><ucapcontent>{article.body}</ucapcontent></div>'
    )


def address(origin: str, folder: str, day: date, name: str) -> str:
    """The URL of an article of a channel's folder."""
    return f"{origin}{folder}{day:%Y%m}/{hexid(origin, folder, name)}.shtml"


def search(
    builder: Builder, host: str, mount: str, channels: Mapping[str, Sequence[Entry]], within: Mapping[str, str]
) -> None:
    """The JSON search of a host: entries by channel id; ``within``: parent by sub-channel, seen with ``_isAgg``."""

    def run(request: Request, emptied: bool) -> Answer | None:
        asked = parameters(request)
        channel = urlsplit(request.path).path.removeprefix(mount)
        if channel not in channels:
            return Answer(200, _HTML, "缺少参数channelId！".encode())
        page, size = number_of(asked.get("page"), 1), number_of(asked.get("_pageSize"), 20)
        if not page or not size:
            return Answer(200, _HTML, "参数page不合法！".encode())
        found = list(channels[channel])
        if asked.get("_isAgg") == "true":
            found += [entry for sub, parent in within.items() if parent == channel for entry in channels[sub]]
        found = [] if emptied else newest_first(found)
        shown = found[(page - 1) * size : page * size]
        results = [_result(entry, channel) for entry in shown]
        data = {"page": page, "rows": size, "channelId": channel, "total": len(found), "results": results}
        return json_answer(json.dumps({"code": 200, "data": data}, ensure_ascii=False))

    def alias(request: Request) -> str | None:
        page = parameters(request).get("page") or "1"
        return f"http://{host}{urlsplit(request.path).path}?page={page}"

    builder.program(host, mount, run, alias)


def _result(entry: Entry, channel: str) -> dict[str, object]:
    fields = [{"key": "syh", "value": hexid(entry.url)[:12]}, {"key": "fwrq", "value": str(entry.day)}]
    return {
        "title": entry.text,
        "subTitle": "",
        "url": entry.url.partition(":")[2],
        "publishedTimeStr": f"{entry.day} 09:30:00",
        "channelId": channel,
        "manuscriptId": hexid(entry.url),
        "content": "",
        "resList": [],
        "domainMetaList": [{"resultList": fields}],
    }


def search_lists(builder: Builder, page: str, mount: str, channel: str, *, size: int, total: int, prints: str) -> None:
    """Note the search's pages as lists, and how the page at ``page`` comes to ask for them."""
    origin = page[: page.index("/", 8)]
    for number in range(1, max(1, -(-total // size)) + 1):
        builder.listed(f"{origin}{mount}{channel}?page={number}")
        builder.way(page, f"{origin}{mount}{channel}" + SEARCH.format(size=size, page=number), prints, mount)


def script(mount: str, channel: str, box: str, size: int) -> str:
    """The script of a page that fills a table from the search; ``channel`` is JavaScript that gives the id."""
    return f"""<script>
function load(page) {{
  var ask = new XMLHttpRequest();
  ask.open('GET', '{mount}' + {channel} + '?_isAgg=true&_isJson=true&_pageSize={size}&_template=index'
    + '&_rangeTimeGte=&_channelName=&page=' + page);
  ask.onload = function () {{
    var data = JSON.parse(ask.responseText).data, rows = '', pages = '';
    data.results.forEach(function (one) {{
      rows += '<tr><td><a href="' + one.url + '">' + one.title + '</a></td><td>' + one.publishedTimeStr + '</td></tr>';
    }});
    for (var i = 1; i <= Math.ceil(data.total / data.rows); i++) {{
      pages += '<a href="javascript:load(' + i + ')">' + i + '</a> ';
    }}
    document.getElementById('{box}').innerHTML = rows;
    document.getElementById('{box}_page').innerHTML = pages;
  }};
  ask.send();
}}
load(1);
</script>"""


def static_list(
    builder: Builder,
    origin: str,
    folder: str,
    name: str,
    pages: Sequence[Sequence[Entry]],
    text: Callable[[Sequence[Entry], str], str],
    *,
    column: bool = False,
) -> str:
    """A static list ``folder`` + ``name``.shtml, page 2 ``_2``; gives the URL of its first page."""
    total = sum(len(page) for page in pages)
    first = f"{origin}{folder}{name}.shtml"
    for number, page in enumerate(pages, 1):
        call = f"createPageHTML('page_div',{len(pages)},{number},'{name}','shtml',{total});"
        where = first if number == 1 else f"{origin}{folder}{name}_{number}.shtml"

        def make(emptied: bool, page: Sequence[Entry] = page, call: str = call) -> str:
            return text([] if emptied else page, _PAGER % call)

        builder.listing(where, make, column=column and number == 1)
        if number > 1:
            opening = f"createPageHTML('page_div',{len(pages)},1,'{name}','shtml',{total});"
            builder.way(first, where, opening)
    return first


_PAGER = """<div id="page_div"></div><script>
function createPageHTML(box, count, current, name, ext, rows) {
  var html = '';
  for (var i = 1; i <= count; i++) {
    html += '<a href="' + name + (i > 1 ? '_' + i : '') + '.' + ext + '">' + i + '</a> ';
  }
  document.getElementById(box).innerHTML = html + ' 共' + rows + '条';
}
%s
</script>"""
