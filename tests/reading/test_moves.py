"""Stubs that send the browser on, and pages that do not."""

from urllib.parse import urljoin

import pytest

from crawler.reading.moves import moved_to, refreshed_to

URL = "http://a.gov.cn/zwgk/"


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("<script>window.location.href='/new/'</script>", "http://a.gov.cn/new/"),
        ('<script>location = "https://a.gov.cn/x";</script>', "https://a.gov.cn/x"),
        ("<script>top.location.replace('sub/index.html')</script>", "http://a.gov.cn/zwgk/sub/index.html"),
        ("<meta http-equiv='refresh' content='0; url=list.htm'>", "http://a.gov.cn/zwgk/list.htm"),
        ("<meta http-equiv=refresh content=\"1;URL='http://b.gov.cn/'\">", "http://b.gov.cn/"),
        ("<meta http-equiv='refresh' content='300;url=/'>", None),
        ("<!-- <script>location.href='/old/'</script> -->", None),
        ("<script>location.href='/zwgk/'</script>", None),
        ("<script>location.href='mailto:a@b'</script>", None),
        ("<p>nothing</p>", None),
    ],
)
def test_where_a_stub_sends_the_browser(source: str, target: str | None) -> None:
    assert moved_to(source, "", URL) == target


@pytest.mark.parametrize(
    "code",
    [
        "$('#b').on('click',function(){location.href='/open/'})",
        "b.onclick=()=>{location.href='/'}",
        "b.addEventListener('click',function(e){if(e){location.href='/en/'}})",
        "function go(){location.href='/x/'}",
    ],
)
def test_what_waits_for_a_visitor_moves_nobody(code: str) -> None:
    assert moved_to(f"<script>{code}</script>", "", URL) is None
    assert moved_to(f"<script>{code};location.href='/now/'</script>", "", URL) == "http://a.gov.cn/now/"


def test_a_page_that_leads_to_others_stays() -> None:
    stub = "<script>if(top!=self){location.href='/index.html'}</script>"
    assert moved_to(stub, "", URL, links=1) == "http://a.gov.cn/index.html"
    assert moved_to(stub, "", URL, links=4) is None


def test_a_page_with_words_stays() -> None:
    assert moved_to("<script>location.href='/new/'</script>", "正文" * 200, URL) is None


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("0; url=/new/1.html", "/new/1.html"),
        ("2;URL='/new/1.html'", "/new/1.html"),
        ("0, /new/1.html", "/new/1.html"),
        ("300; url=/new/1.html", None),
        ("5", None),
        ("", None),
        (f"0; url={URL}", None),
    ],
)
def test_the_header_refresh_moves_the_browser_too(header: str, target: str | None) -> None:
    assert refreshed_to(header, URL) == (target and urljoin(URL, target))
