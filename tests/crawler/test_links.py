"""What the crawler reads off a page: links, and the words around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.links import Frame, read_links

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
    assert page.links == (
        Frame("http://www.jia.gov.cn/a", "甲\n乙", "全称"),
        Frame("http://www.jia.gov.cn/b.pdf", "", None),
    )


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
