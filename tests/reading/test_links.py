"""What the crawler reads off a page: links, and the words around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.links import read_links

URL = "http://www.jia.gov.cn/zfxxgk/nb/index.html"


def urls(source: str, url: str = URL) -> list[str]:
    return [link.url for link in read_links(source, url).links]


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("./202101/t1.html", "http://www.jia.gov.cn/zfxxgk/nb/202101/t1.html"),
        ("../x.htm", "http://www.jia.gov.cn/zfxxgk/x.htm"),
        ("//files.jia.gov.cn/a.pdf", "http://files.jia.gov.cn/a.pdf"),
        (" /a.html\n", "http://www.jia.gov.cn/a.html"),
        ("/a.html#top", "http://www.jia.gov.cn/a.html"),
        ("/viewer.html?file=%2Fup%2Fa.pdf", "http://www.jia.gov.cn/up/a.pdf"),
    ],
)
def test_links_are_absolute(href: str, target: str) -> None:
    assert urls(f'<a href="{href}">x</a>') == [target]


@pytest.mark.parametrize(
    "href",
    ["", "#", "javascript:;", "mailto:a@b.cn", "ftp://a/b", "http://[bad", "http://a:port/", "http://a:0/"],
)
def test_what_cannot_be_fetched_is_no_link(href: str) -> None:
    assert urls(f'<a href="{href}">x</a>') == []


def test_a_base_element_counts() -> None:
    assert urls('<head><base href="http://www.jia.gov.cn/root/"></head><a href="a.html">x</a>') == [
        "http://www.jia.gov.cn/root/a.html"
    ]


def test_words_of_nested_elements_and_frames() -> None:
    page = read_links('<a href="/a" title="全称"><span>甲</span>\n<b>乙</b></a><iframe src="/b.pdf"></iframe>', URL)
    assert [(link.url, link.text, link.title, link.kind) for link in page.links] == [
        ("http://www.jia.gov.cn/a", "甲 乙", "全称", "anchor"),
        ("http://www.jia.gov.cn/b.pdf", "", None, "frame"),
    ]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("<a href='\\zwgk\\nb\\t1.html'>x</a>", "http://www.jia.gov.cn/zwgk/nb/t1.html"),
        ("<a href='年 报.html'>x</a>", "http://www.jia.gov.cn/zfxxgk/nb/%E5%B9%B4%20%E6%8A%A5.html"),
        ("<a href='javascript:open(\"/a/1.html\")'>x</a>", "http://www.jia.gov.cn/a/1.html"),
        ("<li onclick=\"location.href='/a/2.html'\">x</li>", "http://www.jia.gov.cn/a/2.html"),
        ("<select><option value='/bm/czj/'>财政局</option></select>", "http://www.jia.gov.cn/bm/czj/"),
        ("<frameset><frame src='main.html'></frameset>", "http://www.jia.gov.cn/zfxxgk/nb/main.html"),
        ("<map><area href='/nb/'></map>", "http://www.jia.gov.cn/nb/"),
    ],
)
def test_links_are_what_a_browser_would_follow(source: str, target: str) -> None:
    assert urls(source) == [target]


def test_a_query_is_encoded_as_the_page_is() -> None:
    page = read_links("<a href='/list?q=年报'>x</a>", URL, "gbk")
    assert page.links[0].url == "http://www.jia.gov.cn/list?q=%C4%EA%B1%A8"


def test_links_of_one_list_share_a_block_and_a_path_whatever_their_rows_are_called() -> None:
    rows = "".join(f"<li class='{'odd' if n % 2 else 'even'}'><a href='/{n}.html'>{n}</a></li>" for n in range(4))
    page = read_links(f"<div class='nav'><a href='/'>首页</a></div><ul class='list'>{rows}</ul>", URL)
    menu, *entries = page.links
    assert len({entry.block for entry in entries}) == 1
    assert len({entry.path for entry in entries}) == 1
    assert menu.path != entries[0].path


def test_plain_text_is_what_stands_outside_of_links() -> None:
    page = read_links("<title>窗</title><p>甲<a href='/a'>乙<b>丙</b></a>丁</p><script>戊</script>", URL)
    assert page.plain == "甲丁"


def test_links_in_scripts_and_comments_are_none() -> None:
    assert urls("<script>document.write('<a href=\"/a\">x</a>')</script><!-- <a href='/b'>y</a> --><p>z</p>") == []


def test_the_context_holds_title_column_breadcrumb_and_heading() -> None:
    page = read_links(
        "<head><title>年报-甲县</title><meta name='ColumnName' content='政府信息公开年报'></head>"
        "<div>当前位置：<a href='/'>首页</a> &gt; <a href='/nb/'>信息公开年报</a> &gt; 2020年</div><h2>2020年</h2>"
        "<ul><li>2019年很长的列表</li></ul>",
        URL,
    )
    assert page.context == ("年报-甲县", "政府信息公开年报", "当前位置:首页>信息公开年报>2020年", "2020年")


def test_pictures_of_the_site_are_no_content() -> None:
    source = "<body><img src='./W0202101.png'><img src='/images/a.png'><img src='/upload/x/logo.png'><img src='a.gif'>"
    assert [image.url for image in read_links(source, URL).images] == ["http://www.jia.gov.cn/zfxxgk/nb/W0202101.png"]


def test_a_page_of_endless_links_is_cut() -> None:
    assert len(urls("<a href='/a'>x</a>" * 30_000)) == 20_000


@given(st.text(max_size=400))
def test_anything_can_be_read(source: str) -> None:
    for link in read_links(source, URL).links:
        assert link.url.startswith(("http://", "https://"))


@given(st.binary(max_size=200))
def test_any_bytes_in_a_reference_are_a_link_or_none(data: bytes) -> None:
    read_links(f'<a href="{data.decode("latin-1")}">x</a>', URL)
