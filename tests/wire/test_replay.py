"""A replayed crawl sees what the captured one saw, asks nobody, and names what was not captured."""

import gzip
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from archive.__main__ import main as archive_command
from archive.warc.writer import WarcWriter
from crawler.stored import Stored, StoredAnswers, replay_files
from tests.support import foreign
from tests.support.crawling import Ask, crawl, records
from tests.support.fidelity import contract_asks
from tests.support.rawserver import Answer, RawServer
from tests.support.small_portal import HOST, Pages, page, report, scrapy, serve, write_spider
from tests.support.warcs import CRAWL, START, exchange, warcs, writer
from tests.support.wire_answers import ANSWERS

URL = "http://www.qingxi.gov.cn"


def content(folder: Path) -> dict[str, str]:
    return {str(path): sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


# --- every odd answer -----------------------------------------------------------------------------


def test_every_odd_answer_is_seen_again_as_it_was(tmp_path: Path) -> None:
    asks = contract_asks(URL)
    with RawServer(dict(ANSWERS)) as server:
        live = crawl(tmp_path / "live", asks, CONNECT_TO=f"::127.0.0.1:{server.port}", DOWNLOAD_MAXSIZE=4_000_000)
    before = content(tmp_path / "live" / "warc")
    again = crawl(tmp_path / "again", asks, REPLAY=str(tmp_path / "live" / "warc"), DOWNLOAD_MAXSIZE=4_000_000)
    assert again.got == live.got, again.log
    assert content(tmp_path / "live" / "warc") == before
    copies = {(one.url, one.type, one.get("WARC-Date")): one for one in records(tmp_path / "again") if one.url}
    for one in records(tmp_path / "live"):
        if one.type in ("request", "response", "revisit"):
            copy = copies[one.url or "", one.type, one.get("WARC-Date")]
            said = ("WARC-IP-Address", "WARC-Protocol", "WARC-Truncated", "WARC-Payload-Digest")
            assert (copy.block, *map(copy.get, said)) == (one.block, *map(one.get, said)), one.url
    kept = list((tmp_path / "again" / "replay").glob("asker-*"))
    assert len(kept) == 1
    assert not (tmp_path / "again" / "warc").exists()
    assert archive_command(["verify", "--archive", str(kept[0])]) == 0


def test_posts_are_told_apart_and_a_miss_has_a_name(tmp_path: Path) -> None:
    def search(request: bytes) -> Answer:
        body = request.partition(b"\r\n\r\n")[2]
        return Answer(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    asks = [Ask(body, f"{URL}/search?q=1", "POST", body) for body in ("page=1", "page=2")]
    with RawServer({"/search?q=1": search}) as server:
        live = crawl(tmp_path, asks, CONNECT_TO=f"::127.0.0.1:{server.port}")
    missing = {
        "another page": Ask("another page", f"{URL}/search?q=1", "POST", "page=3"),
        "no body": Ask("no body", f"{URL}/search?q=1"),
        "another query": Ask("another query", f"{URL}/search?q=2", "POST", "page=1"),
    }
    again = crawl(tmp_path / "again", [*asks, *missing.values()], REPLAY=str(tmp_path / "warc"))
    assert {name: again.got[name].body for name in live.got} == {name: name.encode() for name in live.got}, again.log
    assert {again.got[name].error for name in missing} == {"NotCapturedError"}


# --- which capture answers ------------------------------------------------------------------------


def said(stored: Stored | None) -> bytes | None:
    return None if stored is None else stored.wire.partition(b"\r\n\r\n")[2]


def answer(body: bytes, status: str = "200 OK", extra: bytes = b"") -> bytes:
    return f"HTTP/1.1 {status}\r\n".encode() + extra + b"Content-Length: %d\r\n\r\n" % len(body) + body


def test_the_newest_whole_capture_answers(tmp_path: Path) -> None:
    url = f"{URL}/nb/2022.html"
    with writer(tmp_path) as w:
        w.write_exchange(exchange(url, answer(b"first")))
        w.write_exchange(exchange(url, answer(b"second"), seconds=2))
        w.write_exchange(exchange(url, answer(b"cut off")[:-3], seconds=3, truncated="disconnect"))
        short = gzip.compress(b"cut in its encoding" * 9)[:-9]
        w.write_exchange(exchange(url, answer(short, extra=b"Content-Encoding: gzip\r\n"), seconds=4))
        w.write_exchange(exchange(f"{URL}/gone", answer(b"", "404 Not Found"), seconds=5))
        w.write_exchange(exchange(f"{URL}/cut", answer(b"all that is")[:-3], seconds=6, truncated="disconnect"))
    stored = StoredAnswers(replay_files(tmp_path))
    assert said(stored.answer("GET", url, b"")) == b"second"
    assert said(stored.answer("GET", f"{url}#top", b"")) == b"second"
    assert said(stored.answer("GET", "HTTP://WWW.QINGXI.GOV.CN:80/nb/2022.html", b"")) == b"second"
    assert said(stored.answer("HEAD", url, b"")) is None
    gone, cut = stored.answer("GET", f"{URL}/gone", b""), stored.answer("GET", f"{URL}/cut", b"")
    assert gone is not None
    assert gone.wire.startswith(b"HTTP/1.1 404")
    assert cut is not None
    assert (cut.truncated, said(cut)) == ("disconnect", b"all that")


def test_revisits_answer_with_the_page_they_stand_for(tmp_path: Path) -> None:
    chunked = b"HTTP/1.1 200 OK\r\nX-Served: 2\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npage\r\n0\r\n\r\n"
    with writer(tmp_path) as w:
        w.write_exchange(exchange(f"{URL}/a", answer(b"page", extra=b'ETag: "1"\r\n')))
        w.write_exchange(exchange(f"{URL}/b", chunked, seconds=1))
        w.write_exchange(exchange(f"{URL}/a", b"HTTP/1.1 304 Not Modified\r\n\r\n", seconds=2))
    stored = StoredAnswers(replay_files(tmp_path))
    a, b = stored.answer("GET", f"{URL}/a", b""), stored.answer("GET", f"{URL}/b", b"")
    assert a is not None
    assert b is not None
    assert (a.captured_at, a.wire) == (START + (b.captured_at - START) * 2, answer(b"page", extra=b'ETag: "1"\r\n'))
    assert b.wire == b"HTTP/1.1 200 OK\r\nX-Served: 2\r\nContent-Length: 4\r\n\r\npage"


def test_a_revisit_finds_its_page_in_a_file_beside_the_one_that_is_replayed(tmp_path: Path) -> None:
    with writer(tmp_path) as w:
        w.write_exchange(exchange(f"{URL}/a", answer(b"page")))
    with writer(tmp_path, replace(CRAWL, crawl_id="later")) as w:
        w.write_exchange(exchange(f"{URL}/a", answer(b"page"), seconds=9))
    newest = max(warcs(tmp_path))
    assert said(StoredAnswers([newest]).answer("GET", f"{URL}/a", b"")) == b"page"


@pytest.mark.parametrize("make", [foreign.heritrix, foreign.common_crawl, foreign.browsertrix])
def test_files_of_other_tools_answer(tmp_path: Path, make: Callable[[], bytes]) -> None:
    path = tmp_path / ("others.wacz" if make is foreign.browsertrix else "others.warc.gz")
    path.write_bytes(make())
    done = crawl(tmp_path / "again", [Ask("report", foreign.URL)], REPLAY=str(path))
    assert done.got["report"].body in (foreign.REPORT, sha256(foreign.REPORT).digest()), done.log


def test_heads_of_http_2_and_bodies_without_their_framing(tmp_path: Path) -> None:
    odd = {
        "/h2": b"HTTP/2 200\r\ncontent-type: text/html\r\n\r\nbody",
        "/unframed": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<html>body",
        "/unpacked": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n<html>body",
    }
    with writer(tmp_path) as w:
        for path, block in odd.items():
            w.write_exchange(exchange(URL + path, block))
    done = crawl(tmp_path / "again", [Ask(path, URL + path) for path in odd], REPLAY=str(tmp_path))
    assert {name: got.body.removeprefix(b"<html>") for name, got in done.got.items()} == dict.fromkeys(odd, b"body")


def test_what_a_browser_showed_or_a_person_imported_answers_where_no_server_did(tmp_path: Path) -> None:
    with WarcWriter(tmp_path / "qingxi", CRAWL, settings={}) as w:
        w.write_resource(f"{URL}/saved", b"<html>saved</html>", "text/html", datetime.now(UTC))
        w.write_resource(f"{URL}/both", b"<html>shown</html>", "text/html", datetime.now(UTC))
        w.write_exchange(exchange(f"{URL}/both", answer(b"sent")))
    done = crawl(tmp_path / "again", [Ask(name, f"{URL}/{name}") for name in ("saved", "both")], REPLAY=str(tmp_path))
    assert {name: got.body for name, got in done.got.items()} == {"saved": b"<html>saved</html>", "both": b"sent"}
    kept = {record.url: record.type for record in records(tmp_path / "again") if record.type != "request"}
    assert kept[f"{URL}/saved"] == "resource"


def test_a_file_that_a_killed_crawl_left_open_answers(tmp_path: Path) -> None:
    with writer(tmp_path) as w:
        w.write_exchange(exchange(f"{URL}/a", answer(b"page")))
        w.write_exchange(exchange(f"{URL}/b", answer(b"torn")))
    (path,) = warcs(tmp_path)
    torn = path.read_bytes()[:-30]
    shutil.rmtree(tmp_path / "qingxi")
    (tmp_path / f"{path.name}.open").write_bytes(torn)
    stored = StoredAnswers(replay_files(tmp_path))
    assert said(stored.answer("GET", f"{URL}/a", b"")) == b"page"
    assert stored.answer("GET", f"{URL}/b", b"") is None


# --- the command ----------------------------------------------------------------------------------

COLUMN = f"http://{HOST}/zfxxgknb/"
SITE: Pages = {
    "/zfxxgknb/": page(*[(f"./{year}.html", f"甲县人民政府{year}年政府信息公开工作年度报告") for year in (2021, 2022)]),
    **{f"/zfxxgknb/{year}.html": report(f"甲县人民政府{year}年政府信息公开工作年度报告") for year in (2021, 2022)},
}


def replayed(folder: Path, *arguments: str) -> tuple[int, str]:
    done = scrapy(folder, "crawl", "jia", *arguments)
    return done.returncode, done.stderr


def test_a_portal_is_mended_from_its_captures(tmp_path: Path) -> None:
    write_spider(tmp_path, ("listing", "ListingSpider"), (COLUMN,), first_year=2021)
    with serve(SITE) as server:
        live = scrapy(tmp_path, "crawl", "jia", "-a", "years=2021", port=server.port, INDEX_AFTER_CRAWL=1)
    assert live.returncode == 0, live.stderr
    warc = tmp_path / "data" / "warc"
    before = content(warc)
    status, log = replayed(tmp_path, "-a", "years=2021", "-a", f"replay={warc}")
    assert "jia: complete: " in log, log
    assert (status, log.count("WARNING"), log.count("ERROR")) == (0, 0, 0), log
    status, log = replayed(tmp_path, "-a", f"replay={warc / 'jia'}")
    assert f"failed {COLUMN}2022.html: not captured in jia\n" in log, log
    assert "jia: short: " in log
    assert content(warc) == before
    assert len(list((tmp_path / "data" / "replay").glob("jia-*"))) == 2


@pytest.mark.parametrize(
    ("path", "words"), [("nowhere", "is no file and no folder"), ("empty", "holds no WARC or WACZ file")]
)
def test_nothing_to_replay_is_one_clear_line(tmp_path: Path, path: str, words: str) -> None:
    write_spider(tmp_path, ("listing", "ListingSpider"), (COLUMN,))
    (tmp_path / "empty").mkdir()
    status, log = replayed(tmp_path, "-a", f"replay={tmp_path / path}")
    assert status == 2
    assert log == f"error: replay={tmp_path / path}: {words}\n"
    assert not (tmp_path / "data").exists()
