"""Processes killed while they write captures: how many acknowledged records are lost. The bar is none."""

import json
import os
import random
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from archive.errors import WarcError
from archive.model import Capture, Crawl, Discovery, Exchange, Location
from archive.verify import verify
from archive.warc.paths import warc_files
from archive.warc.reader import read_capture, read_warc
from archive.warc.writer import WarcWriter

KILLS = 500
PAGES = 60
_START = datetime(2024, 3, 1, tzinfo=UTC)
_CRAWL = Crawl("killed", None, _START, "nianbao")


@dataclass(frozen=True, slots=True)
class Ending:
    """How one killed crawl ended: records acknowledged, those of them lost or changed, faults that verify finds
    after the restart, and whether the finished crawl holds what an undisturbed one holds."""

    acknowledged: int
    lost: int
    faults: int
    complete: bool


def body_of(number: int) -> bytes:
    """Page ``number``: the same on every run, of 0.1 to 6 KB, every seventh like the one before (a revisit)."""
    return random.Random(number - (number % 7 == 6)).randbytes(100 + 97 * number)


def write_page(writer: WarcWriter, number: int) -> Location:
    """Keep one page with its discovery."""
    body = body_of(number)
    url = f"http://www.qingxi.test/{number}"
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body)
    exchange = Exchange(url, _START + timedelta(seconds=number), b"GET / HTTP/1.1\r\n\r\n", head + body, None, (), None)
    return writer.write_exchange(exchange, Discovery("report", None, str(number), None))


def crawl(folder: Path, numbers: list[int], acknowledge: Callable[[int, Location], None]) -> None:
    """Keep some pages in small files, so that a kill may meet any step of a rotation."""
    with WarcWriter(folder, _CRAWL, settings={}, max_bytes=40_000) as writer:
        for number in numbers:
            acknowledge(number, write_page(writer, number))


def kept(root: Path) -> dict[str, bytes]:
    """Body by URL of everything that finished files hold."""
    items = (item for path in warc_files(root) for item in read_warc(path, root))
    return {item.url: item.body for item in items if isinstance(item, Capture)}


@contextmanager
def crawling(folder: Path, prepare: Callable[[], None]) -> Iterator[tuple[int, BinaryIO]]:
    """A child process that crawls all pages and writes one JSON line for each acknowledged; (pid, its output)."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:  # the child never returns into the caller
        status = 1
        try:
            prepare()
            os.close(reading)
            crawl(folder, list(range(PAGES)), lambda number, place: _tell(writing, [number, *_row(place)]))
            status = 0
        except WarcError as error:
            _tell(writing, [-1, str(error)])
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as output:
        try:
            yield pid, output
        finally:
            os.waitpid(pid, 0)


def _row(place: Location) -> tuple[str, int, int]:
    return place.file, place.offset, place.length


def _tell(fd: int, values: list[object]) -> None:
    os.write(fd, f"{json.dumps(values)}\n".encode())


def kill_once(root: Path, seed: int) -> Ending:
    """Kill a crawl after a random number of acknowledgements and a random moment more, start it again, and look."""
    chance = random.Random(seed)
    folder = root / "qingxi"
    lines: list[bytes] = []
    with crawling(folder, lambda: None) as (pid, output):
        lines += [line for _, line in zip(range(chance.randrange(PAGES)), output, strict=False)]
        for _ in range(chance.randrange(4000)):
            os.getpid()
        os.kill(pid, signal.SIGKILL)
        lines += output.readlines()
    return restart(root, [json.loads(line) for line in lines if line.endswith(b"\n")])


def restart(root: Path, rows: list[list[object]]) -> Ending:
    """Start a crawl over what a dead one left, check what it acknowledged, and go on to the end."""
    acknowledged = {row[0]: Location(str(row[1]), int(str(row[2])), int(str(row[3]))) for row in rows if row[0] != -1}
    missing = [number for number in range(PAGES) if number not in acknowledged]
    crawl(root / "qingxi", [], lambda _number, _place: None)
    lost = sum(not _is_kept(int(str(number)), place, root) for number, place in acknowledged.items())
    faults = len(verify([], root).faults)
    crawl(root / "qingxi", missing, lambda _number, _place: None)
    expected = {f"http://www.qingxi.test/{number}": body_of(number) for number in range(PAGES)}
    return Ending(len(acknowledged), lost, faults + len(verify([], root).faults), kept(root) == expected)


def _is_kept(number: int, place: Location, root: Path) -> bool:
    try:
        return read_capture(place, root).body == body_of(number)
    except WarcError:
        return False


def run() -> str:
    """Kill 500 crawls of 60 pages and count."""
    started = time.monotonic()
    endings = []
    for seed in range(KILLS):
        root = Path(tempfile.mkdtemp(prefix="kills-"))
        try:
            endings.append(kill_once(root, seed))
        finally:
            shutil.rmtree(root)
    rows = [
        ("crawls killed", len(endings)),
        ("records acknowledged before", sum(e.acknowledged for e in endings)),
        ("of them lost", sum(e.lost for e in endings)),
        ("faults after the restart", sum(e.faults for e in endings)),
        ("crawls that ended incomplete", sum(not e.complete for e in endings)),
        ("seconds", round(time.monotonic() - started)),
    ]
    return "\n".join(["| what | count |", "|---|---|", *(f"| {what} | {count} |" for what, count in rows)])
