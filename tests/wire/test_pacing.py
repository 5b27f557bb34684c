"""A host that asks for patience gets it, and no other host waits for it."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.http import Headers, Response
from scrapy.utils.test import get_crawler

from crawler import pacing
from crawler.pacing import PaceMiddleware, retry_after
from tests.support.crawling import Ask, Crawled, crawl
from tests.support.rawserver import Answer, RawServer

SLOW, QUICK = "http://slow.qingxi.gov.cn", "http://quick.qingxi.gov.cn"
DATE = "Date: Wed, 21 Oct 2015 07:28:00 GMT"


def put_off(status: int, *headers: str) -> Answer:
    lines = "".join(f"{line}\r\n" for line in headers)
    return Answer(f"HTTP/1.1 {status} Later\r\nContent-Length: 0\r\n{lines}\r\n".encode())


OK = Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Wed, 21 Oct 2015 07:30:00 GMT", 120),
        ("Wednesday, 21-Oct-15 07:30:00 GMT", 120),
        ("Wed Oct 21 07:30:00 2015", 120),
        ("Wed, 21 Oct 2015 15:30:00 +0800", 120),
        ("Wed, 21 Oct 2015 07:27:00 GMT", 0),
        ("9" * 500, 999_999_999_999),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("一分钟", None),
        ("tomorrow", None),
    ],
)
def test_seconds_and_dates_by_the_servers_own_clock(stated: str, seconds: float | None) -> None:
    headers = Headers({"Retry-After": stated.encode(), "Date": "Wed, 21 Oct 2015 07:28:00 GMT"})
    assert retry_after(headers) == seconds


@given(st.binary(), st.binary())
def test_no_header_breaks_it(stated: bytes, date: bytes) -> None:
    wait = retry_after(Headers({"Retry-After": stated, "Date": date}))
    assert wait is None or wait >= 0


def crawl_both(folder: Path, server: RawServer, slow: list[str], quick: list[str], **settings: Any) -> Crawled:
    asks = [Ask(f"slow{path}", SLOW + path) for path in slow] + [Ask(f"quick{path}", QUICK + path) for path in quick]
    chosen = {"CONCURRENT_REQUESTS": 4, "RETRY_ENABLED": True, **settings}
    return crawl(folder, asks, CONNECT_TO=f"::127.0.0.1:{server.port}", **chosen)


@pytest.mark.parametrize(
    "headers",
    [["Retry-After: 1"], ["Retry-After: Wed, 21 Oct 2015 07:28:01 GMT", DATE.strip()]],
    ids=["seconds", "date"],
)
def test_the_host_is_waited_for_and_asked_again_while_others_go_on(tmp_path: Path, headers: list[str]) -> None:
    others = [f"/other{number}" for number in range(12)]
    answers: dict[str, Answer | list[Answer]] = {"/a": [put_off(503, *headers), OK], "/b": OK}
    answers |= dict.fromkeys(others, OK)
    with RawServer(answers) as server:
        done = crawl_both(tmp_path, server, ["/a", "/b"], others, CONCURRENT_REQUESTS_PER_DOMAIN=1)
        order = [one.path for one in server.seen]
    assert {got.status for got in done.got.values()} == {200}, done.log
    assert order.count("/a") == 2
    assert set(order[-2:]) == {"/a", "/b"}, "the whole host rests, and nobody else does"
    assert "slow.qingxi.gov.cn asks for 1 s of rest" in done.log


def test_what_asks_for_too_much_is_asked_no_more_and_the_second_time_the_host_is_left_alone(
    tmp_path: Path,
) -> None:
    much = put_off(429, "Retry-After: 86400")
    answers = {"/a": much, "/b": OK, "/c": much, "/d": much, "/e": OK, "/quick": OK}
    with RawServer(answers) as server:
        slow = ["/a", "/b", "/c", "/d", "/e"]
        done = crawl_both(tmp_path, server, slow, ["/quick"], CONCURRENT_REQUESTS=1, RETRY_AFTER_MAX=0.05)
        assert sorted(one.path for one in server.seen) == ["/a", "/b", "/c", "/d", "/quick"]
    assert [done.got[f"slow/{name}"].status for name in "abcd"] == [429, 200, 429, 429], done.log
    assert done.got["slow/e"].error == "HostWaitsError"
    assert done.got["quick/quick"].status == 200


def test_patience_ends_with_the_retries(tmp_path: Path) -> None:
    with RawServer({"/a": put_off(429, "Retry-After: 0"), "/b": put_off(503, "Retry-After: 0")}) as server:
        done = crawl_both(tmp_path, server, ["/a", "/b"], [], RETRY_TIMES=2)
        assert [len(server.requests(path)) for path in ("/a", "/b")] == [3, 3]
    assert [done.got[f"slow/{name}"].status for name in "ab"] == [429, 503], done.log


def test_a_crawl_that_is_to_end_does_not_wait(tmp_path: Path) -> None:
    answers = {"/a": put_off(503, "Retry-After: 100"), "/b": OK}
    with RawServer(answers) as server:
        limits = {"CLOSESPIDER_TIMEOUT": 0.3, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}
        done = crawl_both(tmp_path, server, ["/a", "/b"], [], **limits)
    assert done.status == 0, "it was killed after a minute"
    assert "closespider_timeout" in done.log
    assert done.got["slow/b"].error == "HostWaitsError", done.log


# --- refused without a word, on a clock that does not tick by itself ------------------------------


class Host:
    """One slot, its middleware and the clock that it looks at."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> None:
        self.now = 100.0
        monkeypatch.setattr(pacing, "monotonic", lambda: self.now)
        crawler = get_crawler(settings_dict={"REFUSED_DELAY": 5.0, "AUTOTHROTTLE_MAX_DELAY": 60.0, **settings})
        self.slot = Slot(1, 2.0, 0.0)
        engine: Any = SimpleNamespace(downloader=SimpleNamespace(slots={"x": self.slot}))
        crawler.engine = engine
        crawler.spider = crawler._create_spider()
        self.pace = PaceMiddleware(crawler)

    def answers(self, *statuses: int, at_once: bool = False) -> list[Request | Response]:
        came = []
        for status in statuses:
            self.now += 0.0 if at_once else self.slot.delay
            request = Request(QUICK, meta={"download_slot": "x"})
            response = Response(QUICK, status=status)
            self.pace.response_downloaded(response, request)
            came.append(self.pace.process_response(request, response))
        return came


def test_refusals_in_a_row_slow_a_host_down_and_good_answers_let_it_go(monkeypatch: pytest.MonkeyPatch) -> None:
    host = Host(monkeypatch)
    host.answers(403, 200, 403, 200)
    assert host.slot.delay == 2.0, "a page that is forbidden says nothing of the pace"
    host.answers(403, 403)
    assert host.slot.delay == 5.0
    host.answers(403, 403, 403, 403, 403)
    assert host.slot.delay == 60.0
    host.answers(*[200] * 10)
    assert host.slot.delay == 30.0
    host.answers(*[200] * 100)
    assert host.slot.delay == 2.0


def test_too_many_requests_are_fewer_at_once_and_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    host = Host(monkeypatch)
    (again,) = host.answers(429)
    assert isinstance(again, Request)
    assert host.slot.delay == 5.0
    (refused,) = host.answers(403)
    assert isinstance(refused, Response)


def test_answers_that_were_under_way_count_as_one_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    host = Host(monkeypatch)
    host.answers(429)
    host.answers(429, 429, 403, at_once=True)
    assert host.slot.delay == 5.0


def test_a_slot_that_adapts_to_the_servers_speed_stays_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    host = Host(monkeypatch)
    host.answers(429)
    host.slot.delay = 2.5  # what AutoThrottle makes of a quick answer
    host.answers(200)
    assert host.slot.delay == 5.0
