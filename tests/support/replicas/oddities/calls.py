"""The odd organ's list is asked for by a script, in one form after another; its answer has one shape after another."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.support.replicas.builder import Entry
from tests.support.replicas.model import Answer, Request
from tests.support.replicas.oddities.site import Make, Site, html, id_of, json_of

_SHOW = (
    "function show(d) { $.each(d.rows, function (i, r) { "
    "$('#l').append('<li><a href=\"' + r.url + '\">' + r.title + '</a></li>'); }); }"
)
_FORMS: Mapping[str, str] = {
    "get_literal": "$.get('/api/l?c=3&page=1', show, 'json');",
    "getjson_plain": "$.getJSON('/api/l3', show);",
    "get_object": "$.get('/api/l', {c: 3, page: 1}, show, 'json');",
    "get_concat": "var c = 3; $.get('/api/l?c=' + c + '&page=' + 1, show, 'json');",
    "ajax_post": "$.ajax({url: '/api/l', type: 'POST', data: {c: 3, page: 1}, dataType: 'json', success: show});",
    "ajax_post_json": "$.ajax({url: '/api/l', method: 'POST', contentType: 'application/json', "
    "data: JSON.stringify({c: 3, page: 1}), success: show});",
    "fetch_template": "const c = 3; fetch(`/api/l?c=${c}&page=1`).then(r => r.json()).then(show);",
    "fetch_async": "(async () => { const r = await fetch('/api/l?c=3&page=1'); show(await r.json()); })();",
    "fetch_post": "fetch('/api/l', {method: 'POST', headers: {'Content-Type': 'application/json'}, "
    "body: JSON.stringify({c: 3, page: 1})}).then(r => r.json()).then(show);",
    "axios_post": "axios.post('/api/l', {c: 3, page: 1}).then(r => show(r.data));",
    "xhr": "var x = new XMLHttpRequest(); x.open('GET', '/api/l?c=3&page=1'); "
    "x.onload = function () { show(JSON.parse(x.responseText)); }; x.send();",
    "load_html": "$('#l').load('/api/l.html?c=3');",
    "jsonp": "$.ajax({url: '/api/l', dataType: 'jsonp', data: {c: 3, page: 1}, success: show});",
    "query_of_page": "var c = location.pathname.match(/(\\w+)\\.html/)[1]; $.getJSON('/api/u/' + c + '.json', show);",
    "data_attribute": "var c = $('#l').attr('data-c'); $.getJSON('/api/l?c=' + c + '&page=1', show);",
    "hidden_input": "var c = $('#cid').val(); $.getJSON('/api/l?c=' + c + '&page=1', show);",
}
_NO_COLUMN = frozenset({"getjson_plain", "query_of_page", "load_html"})  # calls that name the column by their path
_PARAMETER = re.compile(r"[\"']?(\w+)[\"']?[=:]\s*\"?(\w+)")


def _asked(request: Request) -> dict[str, str]:
    """The parameters of query and body, a form or JSON."""
    text = f"{request.path.partition('?')[2]} {request.body.decode()}"
    return dict(_PARAMETER.findall(text.replace("&", " ")))


def _called(name: str) -> Make:
    def make(site: Site, found: list[Entry], url: str) -> None:
        rows = [{"title": one.text, "url": one.url, "date": str(one.day)} for one in site.near(found)]
        whole = {"code": 0, "rows": rows, "total": 5}
        box = "<input type='hidden' id='cid' value='3'><ul id='l' data-c='3'></ul>"
        site.page(url, f"{box}<script>{_SHOW}\n{_FORMS[name]}</script>")

        def run(request: Request) -> Answer:
            query = _asked(request)
            known = name in _NO_COLUMN or query.get("c") == "3"
            if not known or ("post" in name) != (request.method == "POST"):
                return json_of({"code": 1, "rows": [], "total": 0})
            if name == "load_html":
                return html("".join(f"<li><a href='{row['url']}'>{row['title']}</a></li>" for row in rows))
            if name == "jsonp":
                text = f"{query.get('callback', 'cb')}({json.dumps(whole, ensure_ascii=False)})"
                return Answer(headers=(("Content-Type", "application/javascript"),), body=text.encode())
            return json_of(whole)

        site.get("/api/", run)

    return make


# --- shapes of answers ---------------------------------------------------------------------------

Row = Callable[[str, str, str, str], object]  # what a row is, given title, path, day and id
_ROWS: Mapping[str, Row] = {
    "r_url": lambda title, url, day, _: {"title": title, "url": url, "date": day},
    "r_navurl": lambda title, url, day, _: {"title": title, "navUrl": url, "addDate": day},
    "r_pinyin": lambda title, url, day, _: {"bt": title, "lj": url, "rq": day},
    "r_chinese": lambda title, url, *_: {"标题": title, "链接": url},
    "r_nested": lambda title, url, *_: {"article": {"name": title, "link": {"pc": url, "wap": f"/m{url}"}}},
    "r_array": lambda title, url, day, _: [title, url, day],
    "r_relative": lambda title, url, *_: {"title": title, "url": url.removeprefix("/open/")},
    "r_html_field": lambda title, url, *_: {"title": f"<b>{title}</b>", "url": url},
    "r_link_in_title": lambda title, url, *_: {"title": f"<a href='{url}'>{title}</a>"},
    "r_year_only": lambda _, url, day, __: {"year": int(day[:4]) - 1, "url": url},
    "r_id": lambda title, _, __, number: {"title": title, "id": number},
}


def _links(rows: list[Any]) -> str:
    return "".join(f"<li><a href='{row['url']}'>{row['title']}</a></li>" for row in rows)


_WRAPS: Mapping[str, Callable[[list[Any]], object]] = {
    "w_html": lambda rows: {"code": 0, "html": _links(rows)},
    "w_string": lambda rows: {"d": json.dumps(rows, ensure_ascii=False)},
    "w_deep": lambda rows: {"res": {"body": {"page": {"records": rows}}}},
    "w_html_text": _links,
}
_LINE = "'<li><a href=\"' + r.url + '\">' + r.title + '</a></li>'"
_LINE_OF_ID = "'<li><a href=\"/open/doc' + r.id + '.html\">' + r.title + '</a></li>'"


def _answered(name: str) -> Make:
    def make(site: Site, found: list[Entry], url: str) -> None:
        row = _ROWS.get(name, _ROWS["r_url"])
        rows = [row(one.text, one.url, str(one.day), id_of(one)) for one in site.near(found)]
        whole = _WRAPS[name](rows) if name in _WRAPS else {"code": 0, "rows": rows, "total": 5}
        line = _LINE_OF_ID if name == "r_id" else _LINE
        each = f"$.each(d.rows, function (i, r) {{ $('#l').append({line}); }});"
        site.page(
            url, f"<ul id='l'></ul><script>$.get('/api/l', {{c: 3, page: 1}}, function (d) {{ {each} }});</script>"
        )

        def run(request: Request) -> Answer:
            if "c=3" not in request.path:
                return json_of({})
            return html(whole) if isinstance(whole, str) else json_of(whole)

        site.get("/api/l", run)

    return make


CALLS: Mapping[str, Make] = {
    **{name: _called(name) for name in _FORMS},
    **{name: _answered(name) for name in (*_ROWS, *_WRAPS)},
}
