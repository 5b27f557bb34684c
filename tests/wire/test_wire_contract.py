"""Every byte that crossed the wire, against a server whose every byte is known."""

import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.crawling import Ask, Crawled, Record, crawl, records
from tests.support.fidelity import contract_asks
from tests.support.rawserver import Answer, RawServer, self_signed, server_tls
from tests.support.wire_answers import ANSWERS, CUT, FOLLOWED, PAGE, PARTLY

HOST = "www.qingxi.gov.cn"
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
    asks = contract_asks(f"http://{HOST}")
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
    failed = {name for name, got in contract.crawled.got.items() if got.error}
    assert failed == {*CUT, "/304"}, contract.crawled.log
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
