"""The browser tier against a challenge of our own: a script sets a cookie and loads the page again."""

import importlib.util
from collections.abc import Callable
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from archive.model import Capture
from crawler.blocking import Answer, may_open_in_browser
from settings import browser
from tests.support.small_portal import HOST, Pages, Reply, crawl, page, report

COLUMN = f"http://{HOST}/zfxxgknb/"
ARTICLE = "/zfxxgknb/202201/t20220115_7.html"
TITLE = "甲县人民政府2021年政府信息公开工作年度报告"
CHALLENGE = Reply("<html><script>document.cookie='pass=1;path=/';location.reload()</script></html>", 412)

FAST: dict[str, Any] = {"project": "browser", "DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": 0}

needs_browser = pytest.mark.skipif(
    importlib.util.find_spec("scrapy_playwright") is None
    or not Path(browser.PLAYWRIGHT_LAUNCH_OPTIONS["executable_path"]).is_file(),
    reason="the browser tier is not installed",
)


def behind_challenge(reply: Reply) -> Callable[[Message], Reply]:
    """A reply for those who bring the cookie."""
    return lambda headers: reply if "pass=1" in headers.get("Cookie", "") else CHALLENGE


@needs_browser
def test_a_challenged_portal_is_read_in_the_browser(tmp_path: Path) -> None:
    listing = page((ARTICLE, TITLE), extra="<p>栏目说明</p>" * 80 + "<img src='http://tracker.example/p.gif'>")
    pages: Pages = {"/zfxxgknb/": behind_challenge(listing), ARTICLE: behind_challenge(report(TITLE))}
    crawled, _ = crawl(tmp_path, pages, ("trs", "TrsSpider"), (COLUMN,), first_year=2021, **FAST)
    assert (crawled.outcome.outcome, crawled.outcome.reports) == ("complete", 1), crawled.log
    resources = [capture for capture in crawled.captures if capture.warc_type == "resource"]
    assert {capture.url for capture in resources} == {
        COLUMN,
        f"urn:view:{COLUMN}",
        f"http://{HOST}{ARTICLE}",
        f"urn:view:http://{HOST}{ARTICLE}",
    }
    by_url: dict[str, Capture] = {capture.url: capture for capture in resources}
    dom = by_url[f"http://{HOST}{ARTICLE}"]
    assert TITLE in dom.body.decode("utf-8")
    assert dom.discovery is not None
    assert dom.discovery.expected_year == 2021
    assert by_url[f"urn:view:{COLUMN}"].body.startswith(b"\x89PNG")
    refused = [c for c in crawled.captures if c.warc_type == "response" and c.url == COLUMN]
    assert [capture.status for capture in refused] == [412], "the plain exchange stays in the archive"


@needs_browser
def test_a_challenge_that_never_ends_is_blocked(tmp_path: Path) -> None:
    pages: Pages = {"/zfxxgknb/": Reply("<html><script>$_ts={}</script></html>", 412)}
    crawled, _ = crawl(tmp_path, pages, ("trs", "TrsSpider"), (COLUMN,), RENDER_WAIT=0.5, **FAST)
    assert crawled.outcome.outcome == "blocked", crawled.log
    assert all(capture.warc_type == "response" for capture in crawled.captures)


@pytest.mark.parametrize(
    ("status", "body", "visible", "answer"),
    [
        (412, b"", "", True),
        (521, b"<script>", "", True),
        (200, b"<script>$_ts={}</script>", "", True),
        (200, b"<p>", "正文" * 200, False),
        (404, b"<p>", "", False),
        (403, b"<p>", "", False),
    ],
)
def test_which_answers_a_browser_may_open(status: int, body: bytes, visible: str, answer: bool) -> None:
    assert may_open_in_browser(Answer(COLUMN, COLUMN, status, body, visible)) is answer
