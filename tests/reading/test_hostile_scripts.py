"""Whatever stands in a page's scripts, reading them ends, and raises nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.reading.carriers import read_carriers
from crawler.reading.page import read_page
from crawler.reading.pager import read_paging
from crawler.reading.parts import promised_parts
from crawler.reading.program import Program
from crawler.reading.scripts import read_requests
from crawler.reading.services import read_services
from crawler.reading.values import MOST_TEXT

URL = "http://a.gov.cn/nb/list.html?id=7"
_FORM = (
    "<select lay-filter='org' id='o'><option value='1'>教育局<option value='2'>财政局</select>"
    "<a class='t' data-y='2'>2022年</a>"
)
_TOKENS = (
    *(
        "var a=",
        "b=",
        "a+",
        "'x'+",
        "/g.html",
        "'/d/'",
        "`${a}`",
        "`${",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ";",
        ",",
        "?",
        ":",
    ),
    *(
        "a.slice()",
        "a.substr(1,2)",
        "'ab'.padStart(3,'')",
        "a.replace(/(b)/g,'$5')",
        "a.split(/,/)",
        "a.match(/x+/)[1]",
    ),
    *(
        "JSON.parse('[1')",
        "atob('%%')",
        "decodeURIComponent('%E4')",
        "a[0]",
        "a.b.c",
        "a.join('')",
        "...a",
        "=>",
        "9e99",
    ),
    *("function f(a){return f(a)}", "f(1)", "$(this).data('y')", "$('.t').click(function(){location.href=a})", "this"),
    *(
        "form.on('select(org)',function(o){t.reload({where:o.value})})",
        "where:{c:o.value}",
        "treeNode.id",
        "for(var i in a){",
    ),
    *(
        "document.write('<a href=\"'+a+'\">')",
        "$.ajax({url:a,data:{p:page}})",
        "$.getJSON(a,f)",
        "createPage(3,'",
        "new Date()",
    ),
    *(
        "location.hash",
        "location.pathname.match(/(\\w+)/)[9]",
        "window.a",
        "-",
        "*",
        "%",
        "||",
        "!",
        "\\",
        "'",
        '"',
        "//",
        "/*",
    ),
)


def _read(script: str) -> None:
    source = f'<html><body>{_FORM}<a onclick="f(1)">局</a><script>{script}</script></body></html>'
    page = read_page(source, URL)
    read_paging(page)
    read_services(page)
    read_carriers(page)
    promised_parts(page)
    read_requests(source, URL)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_TOKENS), max_size=30))
def test_no_script_stops_the_reading(tokens: list[str]) -> None:
    _read(" ".join(tokens))


@pytest.mark.parametrize(
    "script",
    [
        "form.on('select(org)', function (o) { t.reload({where: {}.x}) }); $.ajax({url:'/l',data:{c:1}})",
        "var a='abc'; location.href='/x/'+a.replace(/(b)/g,'$5')+a.slice()+a.padStart(5,'')",
        "var n=999999999999999;location.href='/x/'+" + "*".join(["n"] * 900),
        ";".join(["var v0='xxxxxxxxxx'", *(f"v{i + 1}=v{i}+v{i}" for i in range(60)), "location.href='/x/'+v60"]),
        ";".join(["var v0=['x']", *(f"v{i + 1}=[v{i},v{i}]" for i in range(60)), "w={'k':v60}"]),
        "var a='" + "a" * 400 + "!';location.href='/x/'+a.match(/(a|aa)+$/)[0]",
        "var a='" + "a" * 3000 + "!';location.href='/x/'+a.match(/a*a*a*a*a*b/)[0]",
    ],
    ids=["no_object", "no_group", "numbers", "doubled", "shared", "alternatives", "repeats"],
)
def test_what_would_grow_or_run_without_end_is_not_read(script: str) -> None:
    _read(script)


def test_a_text_stays_short() -> None:
    code = ";".join(["var v0='xxxxxxxxxx'", *(f"v{i + 1}=v{i}+v{i}" for i in range(24)), "u='/x/'+v24"])
    text, _ = Program(code).text(code, code.rindex("'/x/'"))
    assert text is None or len(text) <= MOST_TEXT
