"""The odd organ's rows stand in the page's own scripts and attributes, packed in one way after another, or open by a
function of a script of its own; some go on in a way that cannot be read."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from html import escape
from urllib.parse import quote

from tests.support.replicas.builder import Entry
from tests.support.replicas.model import Answer
from tests.support.replicas.oddities.site import Make, Site, id_of, year_of
from tests.support.replicas.surround import ul

Rows = Sequence[Mapping[str, str]]


def _lines(rows: Rows) -> str:
    return "".join(f'<li><a href="{row["url"]}">{row["title"]}</a></li>' for row in rows)


def _json(rows: Rows) -> str:
    return json.dumps({"props": {"list": rows}}, ensure_ascii=False)


def _nuxt(rows: Rows) -> str:
    listed = ",".join(f'{{title:"{row["title"]}",url:"{row["url"]}",org:a}}' for row in rows)
    return f'window.__NUXT__=(function(a){{return {{data:[{{list:[{listed}]}}]}}}}("某局"));'


def _numbers(rows: Rows) -> str:
    ids = ",".join(row["id"] for row in rows)
    line = "'<li><a href=\"/open/doc'+ids[i]+'.html\">'+(2024-i)+'年年报</a></li>'"
    return f"var ids=[{ids}],h='';for(var i in ids){{h+={line};}}$('#l').html(h);"


_SCRIPTS: Mapping[str, Callable[[Rows], str]] = {
    "p_encoded": lambda rows: f"var d=JSON.parse(decodeURIComponent('{quote(_json(rows))}'));show(d.props.list);",
    "p_base64": lambda rows: f"show(JSON.parse(atob('{base64.b64encode(json.dumps(rows).encode()).decode()}')));",
    "p_nuxt": _nuxt,
    "p_numbers": _numbers,
    "p_template": lambda rows: f"document.getElementById('l').innerHTML=`{_lines(rows)}`;",
    "p_unescape": lambda rows: f"document.write(unescape('{quote(_lines(rows))}'));",
}


def _rows(site: Site, found: list[Entry]) -> Rows:
    return [{"title": one.text, "url": one.url, "id": id_of(one)} for one in site.near(found)]


def _scripted(name: str) -> Make:
    def make(site: Site, found: list[Entry], url: str) -> None:
        site.page(url, f"<ul id='l'></ul><script>{_SCRIPTS[name](_rows(site, found))}</script>")

    return make


def _attribute(site: Site, found: list[Entry], url: str) -> None:
    rows = escape(json.dumps(_rows(site, found), ensure_ascii=False))
    site.page(url, f'<div id="app"><doc-list :list="{rows}"></doc-list></div>')


def _text_file(site: Site, found: list[Entry], url: str) -> None:
    """The rows are lines of a text."""
    site.page(url, "<ul id='l'></ul><script>$.get('/data/czj.txt',function(t){t.split('|')});</script>")
    lines = "\n".join(f"{one.text}|{one.url}|{one.day}" for one in site.near(found))
    site.builder.put("/data/czj.txt", lines, kind="text/plain")


def _viewed(line: str, script: str) -> Make:
    """The rows open by a function of a script of its own."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        rows = [
            line.format(text=one.text, id=id_of(one), packed=base64.b64encode(id_of(one).encode()).decode())
            for one in site.near(found)
        ]
        site.page(url, f"<table>{''.join(rows)}</table><script src='/js/v.js'></script>")
        site.script("/js/v.js", script)

    return make


def _always(answer: Answer) -> Callable[[bool], Answer]:
    return lambda _: answer


def _posted(site: Site, found: list[Entry], url: str) -> None:
    """Each row is a form with one button."""
    rows = ""
    for one in found:
        where = f"/open/show.do?id={year_of(one)}"
        site.builder.put_answer(where, _always(site.answer_of(one)))
        site.change(one, urls=(f"{site.origin}{where}",))
        rows += (
            "<li><form method='post' action='/open/show.do'><input type='hidden' name='id' "
            f"value='{year_of(one)}'><button>{one.text}</button></form></li>"
        )
    site.page(url, f"<ul>{rows}</ul>")


def _elsewhere(site: Site, found: list[Entry], url: str) -> None:
    """The next page lies in a folder that is not the list's."""
    site.listing(url, found[:3], "<p><a href='b/2.html'>下一页</a></p>")
    site.listing("/open/b/2.html", found[3:])


def _promised(after: str, script: str = "") -> Make:
    """Two of five entries come by something that cannot be read, and the page says that there is more."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        site.page(url, f"{ul(site.near(found[:3]))}{after}<script src='/js/page.js'></script>")
        site.script("/js/page.js", script)
        site.gone(found[3:])

    return make


PACKED: Mapping[str, Make] = {
    **{name: _scripted(name) for name in _SCRIPTS},
    "p_attribute": _attribute,
    "p_text_file": _text_file,
    "p_view": _viewed(
        "<tr><td>{text}</td><td><a href='#' onclick='view({id})'>查看</a></td></tr>",
        "function view(k){window.open('/open/doc'+k+'.html')}",
    ),
    "p_view_packed": _viewed(
        "<tr><td onclick=\"view('{packed}')\">{text}</td></tr>",
        "function view(k){window.open('/open/doc'+atob(k)+'.html')}",
    ),
    "p_posted": _posted,
    "p_elsewhere": _elsewhere,
}

PROMISED: Mapping[str, Make] = {
    "l_pages": _promised("<div class='pager' data-pages='2' data-tpl='/open/x'></div>"),
    "l_scroll": _promised("", "$(window).scroll(function(){$('.list').append($.get(next()))})"),
    "l_last_id": _promised(
        "<script>$(window).scroll(function(){ if(atBottom()){ $.get('/api/more',{lastId:$('#l li:last').data('id')},"
        "function(d){}); } });</script>"
    ),
}
