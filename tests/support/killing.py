"""Crawls killed with SIGKILL at random moments, and what their archive then holds."""

import random
import re
from dataclasses import dataclass
from pathlib import Path

from archive.model import Capture, Issue
from archive.warc.reader import read_warc
from tests.support.crawling import Ask, crawl, records
from tests.support.rawserver import Answer, RawServer

URL = "http://www.qingxi.gov.cn"
PAGES = 40
HEAD = b"HTTP/1.1 200 OK\r\nX-Serial: @SERIAL@\r\nContent-Length: %d\r\n\r\n"
SERIAL = re.compile(rb"\r\nX-Serial: (\d{8})\r\n")


@dataclass(frozen=True)
class Killed:
    """``noted`` are the serial numbers of the answers that reached a spider, ``kept`` those in the archive;
    ``content`` and ``undisturbed`` what the killed archive and one that was left alone hold by URL."""

    kills: int
    noted: frozenset[str]
    kept: frozenset[str]
    content: dict[str, set[bytes]]
    undisturbed: dict[str, set[bytes]]
    still_open: int


def kill_crawls(folder: Path, kills: int, seed: int) -> Killed:
    """Kill that many crawls of one archive, each after a random number of requests, then let one end. A crawl that
    ended before its kill came is not counted."""
    chance = random.Random(seed)
    asks = [Ask(str(number), f"{URL}/{number}") for number in range(PAGES)]
    killed, noted = 0, set()
    with RawServer(dict(_site())) as server:
        target = f"::127.0.0.1:{server.port}"
        crawl(folder / "undisturbed", asks, CONNECT_TO=target)
        disturbed = folder / "disturbed"
        while killed < kills:
            latest = len(server.seen) + chance.randrange(PAGES)

            def beyond(latest: int = latest) -> bool:
                return len(server.seen) > latest

            done = crawl(disturbed, asks, CONNECT_TO=target, LOG_LEVEL="ERROR", kill_when=beyond)
            killed += done.status != 0
            noted |= {got.serial for got in done.got.values() if got.serial is not None}
        crawl(disturbed, asks, CONNECT_TO=target)
    kept = {serial.decode() for record in records(disturbed) for serial in SERIAL.findall(record.block)}
    still_open = len(list(disturbed.rglob("*.open")))
    contents = _content(disturbed), _content(folder / "undisturbed")
    return Killed(killed, frozenset(noted), frozenset(kept), *contents, still_open)


def _site() -> dict[str, Answer]:
    chance = random.Random(7)
    bodies = [chance.randbytes(chance.randrange(10, 12_000)) for _ in range(PAGES)]
    return {f"/{number}": Answer(HEAD % len(body) + body) for number, body in enumerate(bodies)}


def _content(archive: Path) -> dict[str, set[bytes]]:
    held: dict[str, set[bytes]] = {}
    for path in archive.rglob("*.warc.gz"):
        for item in read_warc(path, archive / "warc"):
            assert not isinstance(item, Issue), item
            if isinstance(item, Capture) and item.truncated is None:
                held.setdefault(item.url, set()).add(item.body)
    return held
