"""The browser tier against a challenge of our own: a script sets a cookie and loads the page again."""

import importlib.util
import json
from collections.abc import Callable
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from archive.__main__ import main as archive_command
from archive.model import Capture
from crawler.blocking import Answer, may_open_in_browser
from settings import base, browser
from tests.support.crawling import Ask, records
from tests.support.crawling import crawl as crawl_asks
from tests.support.small_portal import HOST, Pages, Reply, crawl, page, report, serve

COLUMN = f"http://{HOST}/zfxxgknb/"
ARTICLE = "/zfxxgknb/202201/t20220115_7.html"
TITLE = "甲县人民政府2021年政府信息公开工作年度报告"
CHALLENGE = Reply("<html><script>document.cookie='pass=1;path=/';location.reload()</script></html>", 412)

FAST: dict[str, Any] = {"project": "browser", "DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": 0, "ASK_AGAIN_AFTER": 0}

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
    assert "resource" not in {capture.warc_type for capture in crawled.captures}


SCRIPTED = """<html><head><title>年报</title></head><body><ul id=list></ul><iframe src="/frame.html"></iframe><script>
const add = (items) => items.forEach(
  (item) => list.insertAdjacentHTML("beforeend", `<li><a href="${item.url}">${item.title}</a></li>`));
fetch("/api/list?page=1").then((r) => r.json()).then((first) => {
  add(first.items);
  fetch("/api/list", {method: "POST", body: "page=2"}).then((r) => r.json()).then((next) => add(next.items));
  fetch("/api/missing"); fetch("http://tracker.example/t");
});
</script></body></html>"""


def listed(*years: int) -> Reply:
    items = [{"url": f"/zfxxgknb/{year}.html", "title": f"甲县{year}年报"} for year in years]
    return Reply(json.dumps({"total": 3, "items": items}), headers={"Content-Type": "application/json"})


@needs_browser
def test_a_list_that_a_script_builds_is_read_in_the_browser_with_what_it_was_made_from(tmp_path: Path) -> None:
    pages: Pages = {
        "/zfxxgknb/": Reply(SCRIPTED),
        "/api/list?page=1": listed(2023, 2022),
        "POST /api/list#page=2": listed(2021),
        "/frame.html": Reply("<a href='/zfxxgknb/2020.html'>2020</a>"),
    }
    settings = {name: getattr(browser, name) for name in dir(browser) if name.isupper() and name not in dir(base)}
    settings |= {name: getattr(browser, name) for name in ("DOWNLOAD_HANDLERS", "DOWNLOADER_MIDDLEWARES")}
    asks = [Ask("list", COLUMN, render=True), Ask("plain", COLUMN)]
    with serve(pages) as server:
        done = crawl_asks(tmp_path, asks, CONNECT_TO=f"::127.0.0.1:{server.port}", **settings)
    shown = done.got["list"].body.decode()
    assert [f"/zfxxgknb/{year}.html" in shown for year in (2023, 2022, 2021)] == [True] * 3, done.log
    assert "rendered" in done.got["list"].flags
    assert done.got["plain"].body.decode() == SCRIPTED
    kept = [record for record in records(tmp_path) if record.type == "resource"]
    assert kept[-1].url == COLUMN
    # The browser asks for its frame and its list side by side.
    lists = [one for one in kept if "/api/list" in (one.url or "")]
    assert [one.url for one in lists] == [f"http://{HOST}/api/list?page=1", f"http://{HOST}/api/list"]
    assert {one.url for one in kept} - {one.url for one in lists} == {f"http://{HOST}/frame.html", COLUMN}
    assert [json.loads(one.block)["total"] for one in lists] == [3, 3]
    beside = [one.block.decode() for one in records(tmp_path) if one.type == "metadata"]
    assert f"fetchedBy: browser, for {COLUMN}\r\nmethod: POST\r\nstatus: 200\r\nsent: page=2\r\n" in beside
    assert archive_command(["verify", "--archive", str(tmp_path)]) == 0

    again = crawl_asks(tmp_path / "again", [*asks, Ask("other", f"{COLUMN}2/", render=True)], REPLAY=str(tmp_path))
    assert again.got["list"].body == done.got["list"].body, again.log
    assert again.got["plain"].body == done.got["plain"].body
    assert again.got["other"].error == "NotCapturedError"


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
