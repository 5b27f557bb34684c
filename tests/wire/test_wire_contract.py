"""Every byte that crossed the wire, against a server whose every byte is known."""

import gzip
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.crawling import Ask, Crawled, Record, crawl, records
from tests.support.rawserver import Answer, RawServer, self_signed, server_tls

HOST = "www.qingxi.gov.cn"
PAGE = "<html><title>年度报告</title>".encode() * 400
GZIPPED = gzip.compress(PAGE, mtime=0)


def chunked(body: bytes, size: int) -> bytes:
    pieces = [body[i : i + size] for i in range(0, len(body), size)]
    return b"".join(b"%X;x=1\r\n%s\r\n" % (len(p), p) for p in pieces) + b"0\r\nX-Trailer: t\r\n\r\n"


# Path -> what the server sends. The names say what is odd about each.
ANSWERS: dict[str, Answer | list[Answer]] = {
    "/plain": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"),
    "/chunked-gzip": Answer(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\ncontent-ENCODING: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
        + chunked(GZIPPED, 100)
    ),
    "/mixed-case": Answer(b"HTTP/1.1 200 OK\r\ncOnTeNt-LeNgTh: 2\r\nX-ODD-case: Yes\r\nserver: X\r\n\r\noa"),
    "/double-blanks": Answer(b"HTTP/1.1 200 OK\r\nContent-Length:  2\r\nX-A:   a  b \t\r\nX-Empty:\r\n\r\nob"),
    "/two-cookies": Answer(
        b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nX-Between: x\r\nSet-Cookie: b=2; Path=/\r\nContent-Length: 2\r\n\r\noc"
    ),
    "/gbk-header": Answer(
        b"HTTP/1.1 200 OK\r\nContent-Disposition: attachment; filename="
        + "年报.doc".encode("gbk")
        + b"\r\nContent-Length: 2\r\n\r\nod"
    ),
    "/odd-reason": Answer("HTTP/1.1 200  很 好 !\r\nContent-Length: 2\r\n\r\noe".encode("gbk")),
    "/no-reason": Answer(b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nof"),
    "/early-hints": Answer(
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </s.css>; rel=preload\r\n\r\n"
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nog"
    ),
    "/bare-newlines": Answer(b"HTTP/1.1 200 OK\nContent-Length: 2\nX-A: b\n\noh"),
    "/folded": Answer(b"HTTP/1.1 200 OK\r\nX-Long: a\r\n\t b\r\nContent-Length: 2\r\n\r\noi"),
    "/no-colon": Answer(b"HTTP/1.1 200 OK\r\nthis line has none\r\nContent-Length: 2\r\n\r\noj"),
    "/empty": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
    "/empty-chunked": Answer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    "/204": Answer(b"HTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n"),
    "/304": Answer(b'HTTP/1.1 304 Not Modified\r\nETag: "e"\r\n\r\n'),
    "/head": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 4711\r\nX-A: b\r\n\r\n"),
    "/post": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nposted"),
    "/plain?again": Answer(b"HTTP/1.1 200 OK\r\nX-Other: head\r\nContent-Length: 5\r\n\r\nhello"),
    "/404": Answer(b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone"),
    "/500": Answer(b"HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\noops"),
    "/hop1": Answer(b"HTTP/1.1 302 Found\r\nLocation: /hop2\r\nContent-Length: 4\r\n\r\nhop1"),
    "/hop2": Answer(b"HTTP/1.1 301 Moved\r\nLocation: /hop3?a=%E5&b#frag\r\nContent-Length: 0\r\n\r\n"),
    "/hop3?a=%E5&b": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nthere"),
    "/until-close": Answer(b"HTTP/1.0 200 OK\r\nServer: old\r\n\r\nuntil the end", "close"),
    "/closes": Answer(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", "close"),
    "/longer": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more"),
    "/large": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n" + bytes(range(250)) * 12000),
    # Cut short, by the server or by us.
    "/cut-body": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this", "close"),
    "/cut-chunk": Answer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nonly this", "close"),
    "/cut-head": Answer(b"HTTP/1.1 200 OK\r\nContent-Le", "close"),
    "/reset-body": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", "reset"),
    "/says-nothing": Answer(b"", "close"),
    "/no-http": Answer(b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "hang"),
    "/two-lengths": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nokk", "hang"),
    "/hangs": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nslow", "hang"),
    "/too-large": Answer(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(b"x" * 5000000, 500000), "hang"
    ),
    "/announced-too-large": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\nbegin", "hang"),
    "/endless-head": Answer(b"HTTP/1.1 200 OK\r\n" + b"X-More: and more of it\r\n" * 20000, "hang"),
    "/tiny-chunks": Answer(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1;%s\r\nx\r\n" % (b"y" * 900) * 6000, "hang"
    ),
}
METHODS = {"/head": "HEAD", "/post": "POST"}
FOLLOWED = {"/hop2", "/hop3?a=%E5&b"}
CUT = {
    "/cut-body": "disconnect",
    "/cut-chunk": "disconnect",
    "/cut-head": "disconnect",
    "/reset-body": "disconnect",
    "/says-nothing": "disconnect",
    "/no-http": "unspecified",
    "/two-lengths": "unspecified",
    "/hangs": "time",
    "/too-large": "length",
    "/announced-too-large": "length",
    "/endless-head": "length",
    "/tiny-chunks": "length",
}
# Where we hang up in the middle of what the server sends, the record is the beginning of it.
PARTLY = {"/too-large", "/endless-head", "/tiny-chunks"}
# TLS 1.2 with a certificate that expired in 2016, TLS 1.3 with one that is only self-signed.
TLS = {"expired": ssl.TLSVersion.TLSv1_2, "selfsigned": ssl.TLSVersion.TLSv1_3}
TLS_ANSWER = b"HTTP/1.1 200 OK\r\nX-Odd:  \xc4\xea\r\nContent-Length: %d\r\n\r\n%s"
TLS_NAMES = {"expired": "tls/1.2", "selfsigned": "tls/1.3"}


@dataclass(frozen=True)
class Contract:
    server: RawServer
    tls: dict[str, RawServer]
    crawled: Crawled
    records: list[Record]

    def of(self, kind: str, url: str) -> list[Record]:
        return [record for record in self.records if record.url == url and record.type in kind.split()]


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Contract]:
    folder = tmp_path_factory.mktemp("contract")
    asks = [
        Ask(
            path,
            f"http://{HOST}{path}",
            METHODS.get(path, "GET"),
            "a=1" if path == "/post" else "",
            1 if path == "/hangs" else 60,
        )
        for path in ANSWERS
        if path not in FOLLOWED
    ]
    with ExitStack() as stack:
        server = stack.enter_context(RawServer(ANSWERS))
        rules = [f"{HOST}:80:127.0.0.1:{server.port}"]
        secure = {}
        for name, version in TLS.items():
            host = f"{name}.qingxi.gov.cn"
            context = server_tls(*self_signed(folder, host, expired=name == "expired"), version)
            secure[name] = stack.enter_context(
                RawServer({"/s": Answer(TLS_ANSWER % (len(name), name.encode()))}, context)
            )
            rules.append(f"{host}:443:127.0.0.1:{secure[name].port}")
            asks.append(Ask(name, f"https://{host}/s"))
        crawled = crawl(folder, asks, CONNECT_TO=rules, DOWNLOAD_MAXSIZE=4_000_000)
        yield Contract(server, secure, crawled, records(folder))


def test_the_crawl_ends_and_every_request_came_back(contract: Contract) -> None:
    assert contract.crawled.status == 0, contract.crawled.log
    asked = set(ANSWERS) - FOLLOWED | set(TLS)
    assert set(contract.crawled.got) == asked
    assert {name for name, got in contract.crawled.got.items() if got.error} == set(CUT), contract.crawled.log
    assert "Traceback" not in contract.crawled.log


@pytest.mark.parametrize("path", [path for path in ANSWERS if path not in CUT and path != "/plain?again"])
def test_blocks_equal_what_crossed_the_wire(contract: Contract, path: str) -> None:
    url = f"http://{HOST}{path}"
    (seen,) = contract.server.requests(path)
    (request,) = contract.of("request", url)
    (response,) = contract.of("response", url)
    interim = [
        record
        for record in contract.records
        if record.type == "metadata" and record.get("WARC-Refers-To") == response.get("WARC-Record-ID")
    ]
    assert request.block == seen.request
    sent = contract.server.answer(path)
    assert b"".join(record.block for record in interim) + response.block == sent
    assert response.get("WARC-Truncated") is None
    assert response.get("WARC-IP-Address") == "127.0.0.1"
    assert request.get("WARC-Concurrent-To") == response.get("WARC-Record-ID")


def test_the_same_payload_again_is_a_revisit_with_its_own_head(contract: Contract) -> None:
    (first,) = contract.of("response", f"http://{HOST}/plain")
    (again,) = contract.of("revisit", f"http://{HOST}/plain?again")
    assert again.block == contract.server.answer("/plain?again").removesuffix(b"hello")
    assert again.get("WARC-Refers-To") == first.get("WARC-Record-ID")


@pytest.mark.parametrize(("path", "reason"), CUT.items())
def test_cut_answers_are_kept_with_the_reason(contract: Contract, path: str, reason: str) -> None:
    url = f"http://{HOST}{path}"
    (seen,) = contract.server.requests(path)
    (request,) = contract.of("request", url)
    (response,) = contract.of("response", url)
    assert request.block == seen.request
    assert response.get("WARC-Truncated") == reason
    sent = contract.server.answer(path)
    if path in PARTLY:
        assert sent.startswith(response.block)
        assert 200_000 < len(response.block) < len(sent)
    else:
        assert response.block == sent
    assert contract.crawled.got[path].error is not None


@pytest.mark.parametrize("name", TLS)
def test_tls_with_an_expired_and_a_self_signed_certificate(contract: Contract, name: str) -> None:
    url = f"https://{name}.qingxi.gov.cn/s"
    (request,), (answer,) = contract.of("request", url), contract.of("response", url)
    (seen,) = contract.tls[name].requests("/s")
    assert request.block == seen.request
    assert contract.tls[name].answer("/s") == answer.block
    assert answer.headers["warc-protocol"] == ["http/1.1", TLS_NAMES[name]]


def test_connections_are_kept_and_each_exchange_stays_apart(contract: Contract) -> None:
    kept = [one.path for one in contract.server.seen if one.connection == 0]
    assert len(kept) > 10
    assert "GET /plain HTTP/1.1" in contract.of("request", f"http://{HOST}/plain")[0].block.decode()
    assert all(record.block.count(b"HTTP/1.1\r\n") == 1 for record in contract.records if record.type == "request")


def test_the_spider_reads_the_decoded_page(contract: Contract) -> None:
    assert contract.crawled.got["/chunked-gzip"].body == PAGE
    assert contract.crawled.got["/hop1"].url == f"http://{HOST}/hop3?a=%E5&b"
    assert contract.crawled.got["/early-hints"].body == b"og"
    assert contract.crawled.got["/longer"].body == b"hello"


def test_http_1_0_is_named(contract: Contract) -> None:
    (response,) = contract.of("response", f"http://{HOST}/until-close")
    assert response.headers["warc-protocol"] == ["http/1.0"]


def test_files_are_finished(contract: Contract) -> None:
    assert [path.name for path in Path(contract.crawled.archive).rglob("*.open")] == []
