"""Blocked looks like success; these are the looks it was seen to have, and the real pages it must not be taken for."""

import pytest

from crawler.blocking import Answer, body_digest, check_answer, is_home
from crawler.errors import BlockedError, DeadPageError

URL = "http://www.jia.gov.cn/zwgk/zfxxgknb/202201/t20220121_1.html"
HOME = "http://www.jia.gov.cn/"
ARTICLE_TEXT = "甲县2021年政府信息公开工作年度报告 " + "本年度共收到政府信息公开申请三件。" * 40


def answer(
    status: int = 200,
    body: bytes = b"<p>",
    visible: str = ARTICLE_TEXT,
    *,
    url: str = URL,
    others: tuple[bytes, ...] = (),
) -> Answer:
    return Answer(URL, url, status, body, visible, others)


@pytest.mark.parametrize("status", [401, 403, 412, 429, 468, 512, 521])
def test_refusals_are_blocked_whatever_they_show(status: int) -> None:
    with pytest.raises(BlockedError, match=rf"^{URL}: {status}"):
        check_answer(answer(status))


@pytest.mark.parametrize(
    "body",
    [
        b"<script>$_ts=window['$_ts'];</script>",
        b"<script>document.cookie='__jsl_clearance=1';location.href='/'</script>",
        b"<html><script>setCookie('__jsluid_s', go())</script></html>",
        b'<meta id="x9" content="' + b"a" * 300 + b'"><script src="/x.js"></script>',
    ],
)
def test_a_challenge_with_status_200_is_blocked(body: bytes) -> None:
    with pytest.raises(BlockedError, match="challenge"):
        check_answer(answer(body=body, visible=""))


def test_an_article_that_carries_such_a_script_is_a_page() -> None:
    check_answer(answer(body=b"<script>document.cookie='visited=1'</script>"))


@pytest.mark.parametrize("visible", ["访问过于频繁，请稍后再试", "您的请求存在威胁，已被网站防火墙拦截", "安全验证"])
def test_a_refusal_in_words_is_blocked(visible: str) -> None:
    with pytest.raises(BlockedError, match="refusal"):
        check_answer(answer(visible=visible))


def test_a_file_is_no_challenge_whatever_its_bytes_spell() -> None:
    check_answer(answer(body=b"%PDF-1.7\n$_ts document.cookie=", visible=""))


def test_an_article_that_mentions_a_refusal_is_a_page() -> None:
    check_answer(answer(visible=ARTICLE_TEXT + "网站防火墙拦截攻击 12 次。"))


def test_the_listing_in_place_of_the_page_is_blocked() -> None:
    with pytest.raises(BlockedError, match="listing"):
        check_answer(answer(body=b"the list", others=(body_digest(b"another"), body_digest(b"the list"))))


@pytest.mark.parametrize("url", [HOME, HOME + "index.html", HOME + "index.jsp", "https://www.jia.gov.cn"])
def test_a_redirect_to_the_home_page_is_a_dead_page(url: str) -> None:
    with pytest.raises(DeadPageError, match="home page"):
        check_answer(answer(url=url))


@pytest.mark.parametrize(
    "visible", ["404 - 甲县人民政府 首页", "抱歉，您访问的页面不存在或已删除", "错误 该信息不存在", "Page Not Found"]
)
def test_a_page_that_says_it_is_missing_is_dead(visible: str) -> None:
    with pytest.raises(DeadPageError, match="says it is missing"):
        check_answer(answer(visible=visible))


def test_a_report_on_information_that_does_not_exist_is_a_page() -> None:
    check_answer(answer(visible=ARTICLE_TEXT + "本机关不掌握、信息不存在的答复四件。" * 40))
    check_answer(answer(visible="甲县2021年政府信息公开工作年度报告" + "正文" * 100 + "信息不存在"))


def test_the_home_page_itself_may_be_asked_for() -> None:
    check_answer(Answer(HOME, HOME + "index.html", 200, b"<p>", ARTICLE_TEXT))


@pytest.mark.parametrize("status", [400, 404, 410, 500, 503])
def test_other_errors_are_dead_pages(status: int) -> None:
    with pytest.raises(DeadPageError, match=str(status)):
        check_answer(answer(status))


def test_is_home() -> None:
    assert is_home("http://a.gov.cn/")
    assert not is_home("http://a.gov.cn/zfxxgk/")
    assert not is_home("http://a.gov.cn/?id=7")
