"""What an HTML page shows, by its style sheets, styles, attributes and controls, is what its cells and lines say."""

import pytest

from archive.model import Page
from archive.text.shown import UNKNOWN
from archive.text.stylesheets import media_applies
from tests.support.html_pages import cell_of, page_of

# A rule and the markup of a cell that shows 1284 and nothing else.
RULES = [
    (".old { display : none }", '<span class="old">1204</span>1284'),
    ("#prev{visibility:hidden}", '<span id="prev">1204</span>1284'),
    ("#prev{visibility:hidden}#prev b{visibility:visible}", '<span id="prev">1204<b>1284</b></span>'),
    (".a,.z9{color:#333;font-size:0;opacity:0}", '1284<i class="z9">741</i>'),
    ("i{font:0/0 a}", "1284<i>741</i>"),
    ("i{font:0/0 a}i em{font-size:14px}", "<i>741<em>1284</em></i>"),
    ("i{opacity:0.0}", "1284<i>741</i>"),
    ("i{color:#fff}", "1284<i>741</i>"),
    ("i{color:hsl(0 0% 99%)}", "1284<i>741</i>"),
    ("i{color:rgba(0,0,0,0)}", "1284<i>741</i>"),
    ("i{color:transparent}", "1284<i>741</i>"),
    ("td{background:#eee}i{color:#eeeeee}", "1284<i>741</i>"),
    ("i{background:black}", "1284<i>741</i>"),
    ("i{color:white}.h{background:#1f4e8c}", '<div class="h"><i>1284</i></div>'),
    ("td i{text-decoration:line-through}", "<i>741</i>1284"),
    ("td .xg{text-decoration-line:underline line-through;color:red}", '<i class="xg">741</i>1284'),
    ("td { .xg { text-decoration: line-through } }", '<i class="xg">741</i>1284'),
    (".t { & td i, & td b { display: none } }", "<b>1</b><i>741</i>1284"),
    ("span.note{font-size:9px;vertical-align:sub}", '1284<span class="note">2</span>'),
    ("a{vertical-align:super}", '1284<a href="#n">2</a>'),
    ("b{vertical-align:5px;font-size:9px}", "1284<b>2</b>"),
    (".wap{display:none}@media (max-width:640px){.pc{display:none}}", '<i class="pc">1284</i><i class="wap">1284</i>'),
    ("@media print{i{display:none}}@media screen{b{display:none}}", "<i>1284</i><b>7</b>"),
    (".v{display:none}.v.on{display:inline}", '<span class="v on">1284</span>'),
    (".v{display:none!important}#x{display:inline}", '<span class="v" id="x">741</span>1284'),
    (".v{display:none}", '<span class="v" style="display:inline">1284</span>'),
    (".v{display:none!important}", '<span class="v" style="display:inline">741</span>1284'),
    ("i:hover{display:none}i:not(.x):first-child{display:none}", '<i>741</i><i class="x">1284</i>'),
    ("[data-old]{display:none}", '<i data-old="1">741</i>1284'),
    (".sr{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)}", '1284<i class="sr">741</i>'),
    (".sr{position:absolute;left:-9999px}", '1284<i class="sr">741</i>'),
    (".sr{clip-path:inset(100%)}", '1284<i class="sr">741</i>'),
    (".sr{transform:scale(0)}", '1284<i class="sr">741</i>'),
    (".sr{display:inline-block;height:0;overflow:hidden}", '1284<i class="sr">741</i>'),
    (".sr{position:fixed;left:-200%}", '1284<i class="sr">741</i>'),
    (".sr{transform:translateX(-9999px)}", '1284<i class="sr">741</i>'),
    (":root{--off:none}.sr{display:var(--off)}", '1284<i class="sr">741</i>'),
    (".sr{display:var(--unset,none)}", '1284<i class="sr">741</i>'),
    ("i{-webkit-text-fill-color:#fff}", "1284<i>741</i>"),
    (".bold{position:absolute;margin-left:1px}", '<i class="bold">1284</i>1284'),
    (".n::before{content:'1'}", '<i class="n">284</i>'),
    (".n::after{content:attr(data-n)}", '<i class="n" data-n="84">12</i>'),
    (".n::before{content:'\\25cf';color:red}.c::after{content:'';display:table}", '<i class="n c">1284</i>'),
    (".n::before{content:'7';display:none}", '<i class="n">1284</i>'),
    ("<!-- i{display:none} -->", "1284<i>741</i>"),
    ("i{color:red;;;display:none", "1284<i>741</i>"),
    ("@import 'x.css';@font-face{src:url(a)}@supports (display:grid){i{display:none}}", "1284<i>741</i>"),
    ("", "1284<details>9<summary></summary>741<b>7</b></details>"),
    ("", '1284<font color="#FFFFFF">741</font>'),
    ("", '1284<font color="white">741</font>'),
    ("", "<ruby>1284<rp>(</rp><rt>7</rt><rp>)</rp></ruby>"),
    ("", '<input value="1284"><input type="hidden" value="741">'),
    ("", '<textarea rows="1">1284</textarea>'),
    ("", "<button>1284</button>"),
    ("", '<input type="submit" value="1284">'),
    ("", '<meter value="0.5">741</meter>1284'),
    ("", "<select><option>741</option><option selected>1284</option></select>"),
    ("", "<select><option>1284</option><option>741</option></select>"),
    ("", '<input value="1284" list="l"><datalist id="l"><option>741</option></datalist>'),
    ("input{display:none}", '<input value="741">1284'),
]
# Cells that show something which is no value.
NO_VALUE = [
    ("td.s{text-decoration:line-through}", 'class="s">1284'),
    ("", "><s>1284</s>"),
    ("", "><del>1284</del>"),
    ("i{position:absolute}", "><i>741</i>1284"),
    ("i{position:relative;top:-6px}", ">12<i>84</i>"),
    ("i{float:right}", "><i>84</i>12"),
    ("i{order:2}", "><i>84</i><b>12</b>"),
    (".n{display:flex;flex-direction:row-reverse}", 'class="n"><i>84</i><i>12</i>'),
    ("i{direction:rtl;unicode-bidi:bidi-override}", "><i>4821</i>"),
    ("i{-webkit-text-security:disc}", "><i>1284</i>"),
    (".n::before{content:counter(x)}", 'class="n">'),
    ("", '><img src="1284.png">'),
    ("", '><svg><text x="1">1284</text></svg>'),
    ("", '><input type="password" value="1284">'),
    ("", '><input placeholder="0">'),
    ("", "><select multiple><option>1</option><option>2</option></select>"),
]
# Cells that show nothing.
EMPTY = [
    ("td.s{color:white}", 'class="s">1284'),
    ("", "><span hidden>1284</span>"),
    ("", '><img src="spacer.gif" width="1" height="1">'),
    ("", '><input value="">'),
    ("td.s{visibility:hidden}", 'class="s">1284'),
    ("tr{font-size:12px}td.s{font-size:0px}", 'class="s">1284'),
]


@pytest.mark.parametrize(("rules", "markup"), RULES)
def test_a_cell_says_what_it_shows(rules: str, markup: str) -> None:
    assert cell_of(f">{markup}", rules) == "1284"


@pytest.mark.parametrize(("rules", "markup"), RULES)
def test_what_makes_a_difference_is_the_rule(rules: str, markup: str) -> None:
    """The same cells without their sheet: every rule above is one that the reader has to know."""
    if rules:
        assert cell_of(f">{markup}", rules) != cell_of(f">{markup}", "") or markup in HARMLESS


HARMLESS = {
    '<div class="h"><i>1284</i></div>',
    '<span class="v on">1284</span>',
    '<span class="v" style="display:inline">1284</span>',
    '<i class="n c">1284</i>',
    '<i class="n">1284</i>',
}


@pytest.mark.parametrize(("rules", "markup"), NO_VALUE)
def test_a_cell_that_shows_no_value_is_not_empty(rules: str, markup: str) -> None:
    assert cell_of(markup, rules) in (UNKNOWN, "••••")


@pytest.mark.parametrize(("rules", "markup"), EMPTY)
def test_a_cell_that_shows_nothing_is_empty(rules: str, markup: str) -> None:
    assert cell_of(markup, rules) == ""


def test_white_words_on_a_ground_that_another_file_paints_are_read() -> None:
    link = '<link rel="stylesheet" href="/a.css">'
    assert cell_of('class="s">行政许可', "td.s{color:#fff}", link) == "行政许可"
    assert cell_of('class="s">1284', "td.s{color:#fff}", link) == UNKNOWN
    assert cell_of(">1284<i>741</i>", "i{color:#fff}", link) == "1284"


def lines(page: Page) -> list[str]:
    return [block.text for block in page.blocks if block.kind != "table"]


@pytest.mark.parametrize(
    ("rules", "markup"),
    [
        (".old{display:none}", '2023年收到申请<span class="old">12件</span>13件。'),
        (".old{text-decoration:line-through}", '2023年收到申请<span class="old">12件</span>13件。'),
        (".old{display:none}", '<p class="old">2022年收到申请12件，均已答复。</p><p>2023年收到申请13件。</p>'),
        ("", "2023年收到申请<s>12</s>13件<sup>[1]</sup>。"),
        ("", '<p>2023年收到申请<input value="13">件。</p>'),
    ],
)
def test_lines_say_what_they_show(rules: str, markup: str) -> None:
    page = page_of(f"<p>{markup}</p><p>一、总体情况：全面推进政务公开，健全制度，完善平台，回应关切。</p>", rules)
    assert lines(page)[0] == "2023年收到申请13件。"


def test_lowered_digits_of_a_word_are_part_of_it() -> None:
    assert (
        lines(page_of("<p>监测PM<sub>2.5</sub>和CO<sub>2</sub>，结果公开。</p>", ""))[0] == "监测PM2.5和CO2，结果公开。"
    )


def test_a_hidden_text_that_is_the_whole_report_is_shown_by_a_script() -> None:
    prose = "全面推进政务公开，健全制度，完善平台，回应关切。" * 10
    assert lines(page_of(f'<h1>年报</h1><div class="old"><p>{prose}</p></div>', ".old{display:none}"))[-1] == prose


def test_a_struck_table_states_nothing() -> None:
    page = page_of("<del><table><tr><td>规章</td><td>5</td></tr><tr><td>行政许可</td><td>1</td></tr></table></del>", "")
    (grid,) = [block.grid for block in page.blocks if block.grid is not None]
    assert set(grid.texts) == {UNKNOWN}


def test_a_rule_that_cannot_be_read_is_an_issue() -> None:
    page = page_of("<p>一、总体情况。</p>", "p:dir(rtl){display:none}")
    assert [issue.code for issue in page.issues if issue.code == "unread_style"] == ["unread_style"]
    assert (
        page_of("<p>一、总体情况。</p>", "i::-webkit-x{display:none}").issues
        == page_of("<p>一、总体情况。</p>", "").issues
    )


def test_endless_sheets_cost_little_and_are_an_issue() -> None:
    page = page_of("<p>一、总体情况。</p>", ".a{color:red}" * 40_000)
    assert "unread_style" in [issue.code for issue in page.issues]
    page = page_of("<p><b>一</b></p>" * 3000, "[a]{display:none}" * 3000)
    assert "unread_style" in [issue.code for issue in page.issues]


@pytest.mark.parametrize(
    ("query", "applies"),
    [
        ("", True),
        ("screen", True),
        ("print", False),
        ("not print", True),
        ("print, screen", True),
        ("only screen and (min-width: 40em)", True),
        ("(max-width:640px)", False),
        ("screen and (max-width:640px)", False),
        ("(width <= 640px)", False),
        ("(400px <= width <= 2000px)", True),
        ("(400px<=width<=500px)", False),
        ("(prefers-color-scheme: dark)", False),
        ("(orientation: landscape)", True),
        ("(unheard-of: 1)", False),
    ],
)
def test_media_are_those_of_a_desk(query: str, applies: bool) -> None:
    assert media_applies(query) is applies
