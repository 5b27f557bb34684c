"""What a server may do without end, and where it ends for us."""

import gzip
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.crawling import Ask, crawl, records
from tests.support.rawserver import Answer, RawServer
from tests.support.small_portal import HOST, ROOT, write_spider

URL = "http://www.qingxi.gov.cn"
OK = Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

# --- robots.txt ---------------------------------------------------------------------------------

RULES = b"User-agent: *\nDisallow: /not-for-bots\n"
REST = b"".join(b"Disallow: /%d\n" % number for number in range(100_000)) + b"Disallow: /late\n"


def robots(kind: str) -> Answer:
    body, lines = RULES + REST, b""
    if kind == "gzip":
        body, lines = gzip.compress(body), b"Content-Encoding: gzip\r\n"
    if kind == "without length":
        return Answer(b"HTTP/1.1 200 OK\r\n\r\n" + body, "close")
    return Answer(b"HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n" % (lines, len(body)) + body)


@pytest.mark.parametrize("kind", ["length", "without length", "gzip"])
def test_of_a_long_robots_txt_the_beginning_is_read(tmp_path: Path, kind: str) -> None:
    assert len(RULES + REST) > 1_500_000
    answers = {"/robots.txt": robots(kind), "/not-for-bots": OK, "/late": OK}
    with RawServer(answers) as server:
        asks = [Ask(path, URL + path) for path in ("/not-for-bots", "/late")]
        done = crawl(tmp_path, asks, CONNECT_TO=f"::127.0.0.1:{server.port}", ROBOTSTXT_OBEY=True)
    assert (done.got["/not-for-bots"].error, done.got["/late"].status) == ("IgnoreRequest", 200), done.log
    (kept,) = [one for one in records(tmp_path) if one.type == "response" and one.url == f"{URL}/robots.txt"]
    assert (kept.get("WARC-Truncated"), len(kept.block) < 1_000_000) == (None if kind == "gzip" else "length", True)


# --- cookies --------------------------------------------------------------------------------------


def test_a_server_that_sets_cookies_without_end_gets_the_last_of_them_back(tmp_path: Path) -> None:
    pages = [f"/{number}" for number in range(30)]

    def answer(path: str) -> Answer:
        fresh = [f"{path[1:]}-{number}={'x' * 300}" for number in range(9)]
        lines = "".join(f"Set-Cookie: {one}\r\n" for one in ["session=1", "huge=" + "y" * 9000, *fresh])
        return Answer(f"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n{lines}\r\n".encode())

    with RawServer({path: answer(path) for path in pages}) as server:
        crawl(tmp_path, [Ask(path, URL + path) for path in pages], CONNECT_TO=f"::127.0.0.1:{server.port}")
        last = server.requests(pages[-1])[0].request
    (header,) = [line for line in last.split(b"\r\n") if line.startswith(b"Cookie: ")]
    assert 4000 < len(header) <= 8190
    assert b"session=1" in header
    assert b"28-8=" in header
    assert b"0-0=" not in header.split(b"; ")[0]
    assert b"huge" not in header


# --- signals --------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_before_the_crawl_is_one_line(number: signal.Signals) -> None:
    script = f"import os; from crawler.stopping import SignalLog; SignalLog('jia'); os.kill(os.getpid(), {int(number)})"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        128 + number,
        f"error: jia: stopped by {number.name} before the crawl began\n",
    )


def test_the_second_signal_ends_a_crawl_at_once_with_one_line(tmp_path: Path) -> None:
    hangs = Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nslow", "hang")
    paths = [f"/{number}/" for number in range(4)]
    write_spider(tmp_path, ("listing", "ListingSpider"), tuple(f"http://{HOST}{path}" for path in paths))
    nothing = Answer(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")
    with RawServer({"/robots.txt": nothing, **dict.fromkeys(paths, hangs)}) as server:
        settings = {
            "ARCHIVE_DIR": str(tmp_path / "data"),
            "SPIDER_MODULES": "portals_of_test",
            "CONNECT_TO": f"::127.0.0.1:{server.port}",
            "PROGRESS": "0",
        }
        options = [part for item in settings.items() for part in ("-s", "=".join(item))]
        command = [sys.executable, "-m", "scrapy", "crawl", "jia", *options]
        environment = {**os.environ, "SCRAPY_PROJECT": "demo"}
        environment["PYTHONPATH"] = f"{tmp_path}:{environment['PYTHONPATH']}"
        with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as process:
            while len(server.seen) < 1 + len(paths):
                assert process.poll() is None
            # Until it ends: a signal that comes while the first is still being answered is not told from it.
            while process.poll() is None:
                process.send_signal(signal.SIGTERM)
            assert process.stderr is not None
            said = process.stderr.read()
    # So many signals at a time may race in the interpreter, which says so before our line.
    assert said.endswith(
        "error: jia: stopped at once by a second SIGTERM; what was kept is whole, and the next crawl finishes it\n"
    )
    assert process.returncode == 1
