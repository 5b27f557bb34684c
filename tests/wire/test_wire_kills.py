"""A crawl killed at any moment loses nothing that reached its spider, and goes on to the same content."""

import random
import re
from pathlib import Path

import pytest

from archive.__main__ import main as archive_command
from archive.model import Capture
from archive.warc.reader import read_warc
from tests.support.crawling import Ask, crawl, records
from tests.support.rawserver import Answer, RawServer

URL = "http://www.qingxi.gov.cn"
PAGES = 40
HEAD = b"HTTP/1.1 200 OK\r\nX-Serial: @SERIAL@\r\nContent-Length: %d\r\n\r\n"
KILLS = 50
SERIAL = re.compile(rb"\r\nX-Serial: (\d{8})\r\n")


def site() -> dict[str, Answer]:
    chance = random.Random(7)
    answers = {}
    for number in range(PAGES):
        body = chance.randbytes(chance.randrange(10, 12_000))
        answers[f"/{number}"] = Answer(HEAD % len(body) + body)
    return answers


def content(archive: Path) -> dict[str, set[bytes]]:
    """What the archive holds by URL, revisits resolved."""
    held: dict[str, set[bytes]] = {}
    for path in archive.rglob("*.warc.gz"):
        for item in read_warc(path, archive / "warc"):
            assert isinstance(item, Capture) or not hasattr(item, "code"), item
            if isinstance(item, Capture) and item.truncated is None:
                held.setdefault(item.url, set()).add(item.body)
    return held


@pytest.mark.parametrize("seed", range(2))
def test_killed_at_random_moments_nothing_is_lost(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    asks = [Ask(str(number), f"{URL}/{number}") for number in range(PAGES)]
    killed = 0
    noted: set[str | None] = set()
    with RawServer(dict(site())) as server:
        target = f"::127.0.0.1:{server.port}"
        whole = crawl(tmp_path / "undisturbed", asks, CONNECT_TO=target)
        assert whole.status == 0, whole.log
        disturbed = tmp_path / "disturbed"
        for _ in range(KILLS // 2):
            asked = len(server.seen) + chance.randrange(PAGES)
            done = crawl(
                disturbed, asks, CONNECT_TO=target, LOG_LEVEL="ERROR", kill_when=lambda n=asked: len(server.seen) > n
            )
            killed += done.status != 0
            noted |= {got.serial for got in done.got.values()}
        last = crawl(disturbed, asks, CONNECT_TO=target)
        assert last.status == 0, last.log
    assert killed == KILLS // 2
    assert len(noted) > PAGES, "some pages are to reach the spiders before the kills"
    kept = {serial.decode() for record in records(disturbed) for serial in SERIAL.findall(record.block)}
    assert noted - kept == set(), "what a spider saw is in the archive, whatever came after"
    assert list(disturbed.rglob("*.open")) == []
    assert archive_command(["verify", "--archive", str(disturbed)]) == 0
    assert content(disturbed) == content(tmp_path / "undisturbed")
