"""Whole crawls of small sites: what of them is archived, what is refused, and what stops them."""

import gzip
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from archive.__main__ import main as archive_command
from archive.model import Capture
from archive.warc.reader import read_warc
from tests.support.crawling import Ask, Record, crawl, records
from tests.support.rawserver import Answer, RawServer

HOST = "www.qingxi.gov.cn"
URL = f"http://{HOST}"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
ROBOTS = b"HTTP/1.1 200 OK\r\nContent-Length: 38\r\n\r\nUser-agent: *\nDisallow: /not-for-bots\n\n"


def page(text: str, *headers: str) -> bytes:
    body = text.encode()
    head = [f"Content-Length: {len(body)}", "Content-Type: text/html; charset=utf-8", *headers]
    return ("HTTP/1.1 200 OK\r\n" + "".join(f"{line}\r\n" for line in head) + "\r\n").encode() + body


def found(folder: Path, kind: str, path: str) -> list[Record]:
    return [record for record in records(folder) if record.type in kind.split() and record.url == URL + path]


def is_clean(folder: Path) -> bool:
    return archive_command(["verify", "--archive", str(folder)]) == 0


def test_robots_redirects_errors_and_retries_are_exchanges_too(tmp_path: Path) -> None:
    answers: dict[str, Answer | Sequence[Answer]] = {
        "/robots.txt": Answer(ROBOTS),
        "/flaky": [Answer(b"HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy"), Answer(page("fine"))],
        "/cut": [Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\ncut", "close"), Answer(page("whole"))],
        "/from": Answer(b"HTTP/1.1 302 Found\r\nLocation: /to\r\nContent-Length: 0\r\n\r\n"),
        "/to": Answer(page("there")),
        "/not-for-bots": Answer(OK),
    }
    with RawServer(answers) as server:
        asks = [Ask(name, f"{URL}/{name}") for name in ("flaky", "cut", "from", "not-for-bots")]
        done = crawl(tmp_path, asks, CONNECT_TO=f"::127.0.0.1:{server.port}", ROBOTSTXT_OBEY=True, RETRY_ENABLED=True)
    assert [done.got[name].body for name in ("flaky", "cut", "from")] == [b"fine", b"whole", b"there"], done.log
    assert done.got["not-for-bots"].error == "IgnoreRequest"
    assert server.requests("/not-for-bots") == []
    for path in ("/robots.txt", "/flaky", "/cut", "/from", "/to"):
        requests, responses = found(tmp_path, "request", path), found(tmp_path, "response", path)
        assert [one.block for one in requests] == [one.request for one in server.requests(path)]
        assert [one.block for one in responses] == [server.answer(path, n) for n in range(len(requests))]
    assert [r.get("WARC-Truncated") for r in found(tmp_path, "response", "/cut")] == ["disconnect", None]
    assert is_clean(tmp_path)


def test_each_attempt_on_a_dead_kept_connection_is_an_exchange_of_its_own(tmp_path: Path) -> None:
    with RawServer({"/first": Answer(OK), "/dead": [Answer(b"", "close"), Answer(page("alive"))]}) as server:
        asks = [Ask("first", f"{URL}/first"), Ask("dead", f"{URL}/dead")]
        done = crawl(tmp_path, asks, CONNECT_TO=f"::127.0.0.1:{server.port}")
    assert done.got["dead"].body == b"alive", done.log
    assert [one.connection for one in server.seen] == [0, 0, 1]
    requests, responses = found(tmp_path, "request", "/dead"), found(tmp_path, "response", "/dead")
    assert [one.block for one in requests] == [one.request for one in server.requests("/dead")]
    assert [(one.block, one.get("WARC-Truncated")) for one in responses] == [(b"", "disconnect"), (page("alive"), None)]
    assert is_clean(tmp_path)


def test_bytes_after_the_end_do_not_become_the_next_answer(tmp_path: Path) -> None:
    late = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"
    with RawServer({"/a": Answer(OK + late), "/b": Answer(page("own"))}) as server:
        done = crawl(tmp_path, [Ask("a", f"{URL}/a"), Ask("b", f"{URL}/b")], CONNECT_TO=f"::127.0.0.1:{server.port}")
    assert done.got["a"].body == b"ok"
    assert done.got["b"].body == b"own"
    assert found(tmp_path, "response", "/a")[0].block == OK + late


def test_how_a_page_was_found_lies_beside_it(tmp_path: Path) -> None:
    with RawServer({"/": Answer(OK), "/r": Answer(page("report"))}) as server:
        asks = [Ask("list", f"{URL}/"), Ask("report", f"{URL}/r", anchor="2023年度报告")]
        crawl(tmp_path, asks, CONNECT_TO=f"::127.0.0.1:{server.port}")
    (path,) = tmp_path.rglob("*.warc.gz")
    captures = [item for item in read_warc(path, tmp_path / "warc") if isinstance(item, Capture)]
    assert [one.discovery.anchor_text if one.discovery else None for one in captures] == [None, "2023年度报告"]


# --- what is refused ----------------------------------------------------------------------------


def test_no_hop_leaves_the_portal(tmp_path: Path) -> None:
    hops = {
        "/other-domain": "http://www.evil.com/x",
        "/sibling": "http://www.panjin.gov.cn/x",
        "/metadata-service": "http://169.254.169.254/latest",
        "/loopback": "http://127.0.0.1/x",
        "/no-http": "ftp://www.qingxi.gov.cn/x",
        "/other-host-of-it": "http://files.qingxi.gov.cn/x",
    }
    redirect = "HTTP/1.1 302 Found\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n"
    answers = {path: Answer(redirect.format(to).encode()) for path, to in hops.items()}
    with RawServer({**answers, "/x": Answer(OK)}) as server:
        asks = [Ask(path, URL + path) for path in hops] + [Ask("outside", "http://www.evil.com/x")]
        done = crawl(tmp_path, asks, CONNECT_TO=f"::127.0.0.1:{server.port}")
    assert {name: got.error for name, got in done.got.items()} == {
        "/other-domain": "OutOfScopeError",
        "/sibling": "OutOfScopeError",
        "/metadata-service": "OutOfScopeError",
        "/loopback": "OutOfScopeError",
        "/other-host-of-it": None,
        "outside": "OutOfScopeError",
        **({"/no-http": done.got["/no-http"].error} if "/no-http" in done.got else {}),
    }, done.log
    assert [one.request.count(b"Host: files.qingxi.gov.cn") for one in server.requests("/x")] == [1]
    assert all(found(tmp_path, "response", path) for path in hops), "the redirects themselves are kept"
    assert done.log.count("www.evil.com is outside the portal") == 1, "each host is named once"


def test_a_name_that_resolves_to_a_private_address_is_not_connected_to(tmp_path: Path) -> None:
    with RawServer({"/": Answer(OK)}) as server:
        asks = [Ask("rebound", f"http://{HOST}:{server.port}/"), Ask("literal", f"http://127.0.0.1:{server.port}/")]
        done = crawl(
            tmp_path,
            asks,
            TWISTED_DNS_RESOLVER="tests.support.wire_spiders.LoopbackResolver",
            ATTACHMENT_HOSTS="127.0.0.1",
        )
    assert {got.error for got in done.got.values()} == {"OutOfScopeError"}, done.log
    assert "resolves to 127.0.0.1, which is no public address" in done.log
    assert server.connections == 0
    assert [record.type for record in records(tmp_path)] == []


def test_a_connection_that_the_user_maps_may_be_private(tmp_path: Path) -> None:
    with RawServer({"/": Answer(OK)}) as server:
        done = crawl(tmp_path, [Ask("a", f"{URL}/")], CONNECT_TO=f"{HOST}:80:localhost:{server.port}")
    assert done.got["a"].status == 200, done.log
    assert f"Host: {HOST}\r\n".encode() in server.seen[0].request


# --- what stops a crawl -------------------------------------------------------------------------


def test_a_full_disk_stops_the_crawl_and_loses_nothing(tmp_path: Path) -> None:
    answers = {
        f"/{n}": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 40000\r\n\r\n" + os.urandom(40000)) for n in range(12)
    }
    asks = [Ask(str(n), f"{URL}/{n}") for n in range(12)]
    with RawServer(answers) as server:
        target = f"::127.0.0.1:{server.port}"
        done = crawl(tmp_path, asks, CONNECT_TO=target, file_limit=200_000)
        asked_before_stop = len(server.seen)
        reached = [name for name, got in done.got.items() if got.error is None]
        assert 2 <= len(reached) < 8, done.log
        assert asked_before_stop < 12
        assert done.log.count("could not be archived") == 1, done.log
        assert "Traceback" not in done.log
        assert "capture_failed" in done.log
        for name in reached:
            assert found(tmp_path, "response", f"/{name}")[0].block == answers[f"/{name}"].data

        again = crawl(tmp_path, asks, CONNECT_TO=target)
        assert len(again.got) == 12
        for path, answer in answers.items():
            assert found(tmp_path, "response", path)[0].block == answer.data
        assert is_clean(tmp_path)


def test_a_crawl_that_receives_too_much_is_stopped(tmp_path: Path) -> None:
    answers = {f"/{n}": Answer(page(str(n) * 30000)) for n in range(8)}
    with RawServer(answers) as server:
        asks = [Ask(str(n), f"{URL}/{n}") for n in range(8)]
        done = crawl(tmp_path, asks, CONNECT_TO=f"::127.0.0.1:{server.port}", CRAWL_MAXSIZE=100_000)
    assert len(server.seen) < 8
    assert "CRAWL_MAXSIZE=100000" in done.log
    assert "crawl_maxsize" in done.log


def test_a_crawl_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    answers = {"/hangs": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nslow", "hang"), "/never": Answer(OK)}
    with RawServer(answers) as server:
        asks = [Ask("hangs", f"{URL}/hangs", timeout=1.0), Ask("never", f"{URL}/never")]
        target = f"::127.0.0.1:{server.port}"
        done = crawl(tmp_path, asks, CONNECT_TO=target, CLOSESPIDER_TIMEOUT=0.2, CONCURRENT_REQUESTS=1)
        assert server.requests("/never") == []
    assert "closespider_timeout" in done.log
    assert [record.get("WARC-Truncated") for record in found(tmp_path, "response", "/hangs")] == ["time"]
    assert is_clean(tmp_path)


def test_a_page_that_unpacks_without_end_is_kept_packed_and_reaches_no_spider(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(20_000_000))
    sent = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb) + bomb
    with RawServer({"/bomb": Answer(sent), "/": Answer(OK)}) as server:
        asks = [Ask("bomb", f"{URL}/bomb"), Ask("next", f"{URL}/")]
        done = crawl(tmp_path, asks, CONNECT_TO=f"::127.0.0.1:{server.port}", DOWNLOAD_MAXSIZE=1_000_000)
    assert done.got["bomb"].error is not None
    assert done.got["next"].status == 200
    (kept,) = found(tmp_path, "response", "/bomb")
    assert (kept.block, kept.get("WARC-Truncated")) == (sent, None)
    assert is_clean(tmp_path)


# --- the second crawl ---------------------------------------------------------------------------


@pytest.fixture
def site() -> RawServer:
    unchanged = b'HTTP/1.1 304 Not Modified\r\nETag: "%s"\r\nServer: x\r\n\r\n'
    moved = b'HTTP/1.1 301 Moved\r\nLocation: /etag\r\nContent-Length: 0\r\nETag: "moved"\r\n\r\n'
    return RawServer(
        {
            "/etag": Answer(page("etag 年报", 'ETag: "e1"'), not_modified=unchanged % b"e1"),
            "/dated": Answer(
                page("dated", "Last-Modified: Mon, 01 Jan 2024 00:00:00 GMT"),
                not_modified=b"HTTP/1.1 304 Not Modified\r\n\r\n",
            ),
            "/plain": Answer(page("neither")),
            "/moved": Answer(moved),
        }
    )


def test_a_second_crawl_of_an_unchanged_site_adds_only_revisits(tmp_path: Path, site: RawServer) -> None:
    asks = [Ask(name, f"{URL}/{name}") for name in ("etag", "dated", "plain", "moved")]
    with site as server:
        target = f"::127.0.0.1:{server.port}"
        first = crawl(tmp_path, asks, CONNECT_TO=target)
        before = len(records(tmp_path))
        for number in (2, 3):
            again = crawl(tmp_path, asks, CONNECT_TO=target)
            assert {name: got.body for name, got in again.got.items()} == {n: g.body for n, g in first.got.items()}
            assert {name: got.status for name, got in again.got.items()} == dict.fromkeys(first.got, 200)
            assert again.got["etag"].flags == ("not-modified",), number
            assert again.got["plain"].flags == ()
    added = records(tmp_path)[before:]
    profiles = {(one.url, (one.get("WARC-Profile") or "").rpartition("/")[2]) for one in added if one.type == "revisit"}
    assert profiles == {
        (f"{URL}/etag", "server-not-modified"),
        (f"{URL}/dated", "server-not-modified"),
        (f"{URL}/plain", "identical-payload-digest"),
    }
    # A redirect has no payload that could be kept by reference.
    assert {one.url for one in added if one.type == "response"} == {f"{URL}/moved"}
    assert is_clean(tmp_path)
    conditions = [one.request.count(b'If-None-Match: "e1"') for one in server.requests("/etag")]
    assert conditions == [0, 0, 1, 1, 1, 1], "the redirect's target is asked for with its own validator"
    assert all(b"If-" not in one.request for one in server.requests("/moved"))


def test_a_page_that_changed_is_kept_anew(tmp_path: Path, site: RawServer) -> None:
    asks = [Ask("etag", f"{URL}/etag")]
    with site as server:
        target = f"::127.0.0.1:{server.port}"
        crawl(tmp_path, asks, CONNECT_TO=target)
        server.answers = {**server.answers, "/etag": Answer(page("replaced", 'ETag: "e2"'))}
        again = crawl(tmp_path, asks, CONNECT_TO=target)
    assert again.got["etag"].body == b"replaced"
    assert again.got["etag"].flags == ()
    assert [one.block for one in found(tmp_path, "response", "/etag")][-1] == page("replaced", 'ETag: "e2"')


def test_a_page_whose_copy_is_lost_is_asked_for_as_at_first(tmp_path: Path, site: RawServer) -> None:
    asks = [Ask("etag", f"{URL}/etag")]
    with site as server:
        target = f"::127.0.0.1:{server.port}"
        first = crawl(tmp_path, asks, CONNECT_TO=target)
        (warc,) = tmp_path.rglob("*.warc.gz")
        warc.write_bytes(warc.read_bytes()[:200])
        again = crawl(tmp_path, asks, CONNECT_TO=target)
    assert again.got["etag"].body == first.got["etag"].body, again.log
    assert [b"If-None-Match" in one.request for one in server.requests("/etag")] == [False, False]


def test_a_304_that_stands_for_no_copy_is_asked_again_at_once(tmp_path: Path, site: RawServer) -> None:
    asks = [Ask("etag", f"{URL}/etag"), Ask("plain", f"{URL}/plain")]
    with site as server:
        target = f"::127.0.0.1:{server.port}"
        crawl(tmp_path, asks, CONNECT_TO=target)
        other = b'HTTP/1.1 304 Not Modified\r\nETag: "e7"\r\n\r\n'
        answers = {"/etag": Answer(page("etag 2", 'ETag: "e7"'), not_modified=other), "/plain": Answer(other)}
        server.answers = {**server.answers, **answers}
        again = crawl(tmp_path, asks, CONNECT_TO=target)
    assert again.got["etag"].body == b"etag 2", again.log
    assert "no whole copy of it is kept; asking again" in again.log
    assert again.got["plain"].error == "NoPageError"
    assert [b"If-None-Match" in one.request for one in server.requests("/etag")] == [False, True, False]


def test_conditions_can_be_turned_off(tmp_path: Path, site: RawServer) -> None:
    asks = [Ask("etag", f"{URL}/etag")]
    with site as server:
        target = f"::127.0.0.1:{server.port}"
        crawl(tmp_path, asks, CONNECT_TO=target)
        crawl(tmp_path, asks, CONNECT_TO=target, RECRAWL_CONDITIONAL=False)
    assert all(b"If-" not in one.request for one in server.seen)


def test_an_archive_that_cannot_be_opened_stops_the_crawl_with_one_line(tmp_path: Path) -> None:
    (tmp_path / "warc").write_text("a file where the folder should be")
    with RawServer({"/": Answer(OK)}) as server:
        done = crawl(tmp_path, [Ask(str(n), f"{URL}/") for n in range(5)], CONNECT_TO=f"::127.0.0.1:{server.port}")
    assert server.seen == []
    assert done.log.count("the archive cannot be opened") == 1, done.log
    assert "Traceback" not in done.log
    assert "Closing spider (capture_failed)" in done.log
