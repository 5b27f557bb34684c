"""What a page's scripts ask for and open, over pages of our own."""

import json

import pytest

from crawler.answers import Received, page_of
from crawler.reading.choices import read_selects
from crawler.reading.entries import address_of, read_addresses
from crawler.reading.functions import opened_by
from crawler.reading.moves import moved_to
from crawler.reading.page import read_page
from crawler.reading.pager import is_pager, read_paging
from crawler.reading.scripts import read_program, read_requests
from crawler.walk.ask import Ask

URL = "http://www.yunling.gov.cn/gk/nb.html"
HOST = "http://www.yunling.gov.cn"


def page(body: str) -> str:
    return f"<html><head><title>政府信息公开年报</title></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("handler", "script", "address"),
    [
        ("see('2023','31')", "function see(y, n) { window.open('/doc/' + y + '/' + n + '.htm'); }", "/doc/2023/31.htm"),
        ("go(7)", "var go = function(id) { location.href = '/show.jsp?id=' + id; }", "/show.jsp?id=7"),
        ("see('a9')", "const see = (page) => { window.location.href = '/d/' + page + '.html' }", "/d/a9.html"),
    ],
)  # fmt: skip
def test_a_handler_opens_what_its_function_puts_together(handler: str, script: str, address: str) -> None:
    source = page(
        f'<script>{script}</script><table><tr><td onclick="{handler}">云岭县2023年政府信息公开年报</td></tr></table>'
    )
    (link,) = read_page(source, URL).links
    assert (link.url, link.text) == (HOST + address, "云岭县2023年政府信息公开年报")


def test_a_call_without_enough_arguments_opens_nothing() -> None:
    program = read_program("function f(a, b) { location.href = '/x/' + a + '/' + b; }", URL)
    assert opened_by("f('1','2')", None, program) == "/x/1/2"
    assert opened_by("f('1')", None, program) is None
    assert opened_by("f(this, '1')", None, program) is None
    assert opened_by("g('1','2')", None, program) is None


@pytest.mark.parametrize(
    "source",
    [
        "<a :href=\"'/detail/' + item.id + '.html'\">",
        "html += '<li><a href=\"/detail/' + r.id + '.html\">' + r.title + '</a></li>';",
        'html += `<li><a href="/detail/${r.id}.html">${r.title}</a></li>`;',
        '<a href="/detail/{{row.id}}.html">{{row.title}}</a>',
    ],
)
def test_the_address_of_an_entry_is_put_together_from_its_fields(source: str) -> None:
    templates = read_addresses(source)
    assert address_of({"id": 31, "title": "x"}, templates) == "/detail/31.html"
    assert address_of({"title": "x"}, templates) is None


def test_a_picture_is_no_address_of_an_entry() -> None:
    assert read_addresses("'<img src=\"/img/' + r.id + '.png\">'") == ()


def test_axios_posts_json_and_goes_on_by_what_the_answer_gives() -> None:
    source = page(
        "<script>axios.post('/api/q', { channelId: 'c9', cursor: that.cursor, limit: 6 }).then(r => {})</script>"
    )
    (request,) = read_requests(source, URL)
    assert (request.method, request.by_cursor, request.paged) == ("POST", True, True)
    assert json.loads(request.page(1).body) == {"channelId": "c9", "cursor": None, "limit": "6"}
    assert json.loads(request.page(2, "20240101_9").body)["cursor"] == "20240101_9"


def test_entries_are_skipped_by_the_size_of_a_page() -> None:
    (request,) = read_requests("<script>$.get('/api/q', {start: start, limit: 15}, f)</script>", URL)
    assert [request.page(number).url for number in (1, 3)] == [f"{HOST}/api/q?start={n}&limit=15" for n in (0, 30)]


@pytest.mark.parametrize(
    ("data", "cursor"),
    [
        ({"nextCursor": "b7", "hasMore": True}, "b7"),
        ({"nextCursor": "b7", "hasMore": False}, ""),
        ({"nextCursor": None}, ""),
    ],
)
def test_an_answer_says_by_what_the_next_one_is_asked_for(data: dict[str, object], cursor: str) -> None:
    answer = json.dumps({"data": {"items": [{"id": 1, "title": "云岭县2023年政府信息公开年报"}], **data}})
    asked = Ask(f"{HOST}/api/q", "page")
    got = page_of(asked, Received(asked.url, asked.url, 200, "application/json", answer.encode()))
    assert got is not None
    assert got.cursor == cursor


def test_two_boxes_and_the_years_of_each_unit() -> None:
    source = page(
        "<select id='unit'><option value='szf'>云岭县人民政府</option><option value='jyj'>云岭县教育局</option>"
        "</select>"
        '<select id=\'year\'></select><script>var years = {"szf": [2024, 2023], "jyj": [2022]};'
        "function query() { var u = document.getElementById('unit').value, y = document.getElementById('year').value;"
        "window.location.href = '/nb/' + u + '/' + y + '.html'; }</script>"
    )
    assert [(link.url, link.text) for link in read_selects(read_page(source, URL))] == [
        (f"{HOST}/nb/szf/2024.html", "云岭县人民政府 2024年"),
        (f"{HOST}/nb/szf/2023.html", "云岭县人民政府 2023年"),
        (f"{HOST}/nb/jyj/2022.html", "云岭县教育局 2022年"),
    ]


def test_a_click_is_no_move_of_the_page() -> None:
    click = "<script>function query() { location.href = '/x.html'; }</script><button onclick='query()'>查询</button>"
    assert moved_to(page(click), "查询", URL) is None
    assert moved_to(page("<script>location.href = '/nb/' + u + '.html';</script>"), "", URL) is None
    assert (
        moved_to(page("<script>function go() { location.href = '/x.html'; } go();</script>"), "", URL)
        == f"{HOST}/x.html"
    )


def test_a_list_is_posted_back_with_the_state_of_its_page() -> None:
    def listing(state: str, links: str) -> str:
        return page(
            f"<form method='post' action='List.aspx?cid=5'><input type='hidden' name='__EVENTTARGET' value=''>"
            f"<input type='hidden' name='__VIEWSTATE' value='{state}'>{links}</form>"
        )

    def to(number: int) -> str:
        return f'<a href="javascript:__doPostBack(&#39;gv&#39;,&#39;Page${number}&#39;)">{number}</a>'

    url = f"{HOST}/List.aspx?cid=5"
    first = read_paging(read_page(listing("s1", to(2) + to(3)), url), 1)
    (two,) = first.further
    assert (two.url, two.number, dict(two.form)) == (
        url, 2, {"__EVENTTARGET": "gv", "__EVENTARGUMENT": "Page$2", "__VIEWSTATE": "s1"},
    )  # fmt: skip
    assert read_paging(read_page(listing("s3", to(1) + to(2)), url), 3).further == ()


@pytest.mark.parametrize(
    "link",
    [
        "<input type='button' value='下 一 页' onclick=\"location.href='nb_2.html'\">",
        "<a href='nb_2.html'>较旧文章</a>",
        "<a rel='next' href='nb_2.html'>→ 往前</a>",
        "<a class='page-next' href='nb_2.html'></a>",
    ],
)
def test_the_next_page_by_its_words_or_its_markup(link: str) -> None:
    read = read_page(page(f"<p>{link}</p>"), URL)
    assert [one.url for one in read_paging(read).further] == [f"{HOST}/gk/nb_2.html"]


def test_a_link_that_only_says_to_click_is_called_what_stands_beside_it() -> None:
    rows = (
        "<tr><td>云岭县教育局2023年政府信息公开年报</td><td><a href='/a1.html'>2024-01-20</a></td></tr>"
        "<tr><td>云岭县教育局2022年政府信息公开年报</td><td><a href='/a2.html'>查看详情</a></td></tr>"
    )
    links = read_page(page(f"<table>{rows}</table>"), URL).links
    assert [link.words for link in links] == [f"云岭县教育局{year}年政府信息公开年报" for year in (2023, 2022)]
    assert not any(is_pager(link) for link in links)
