"""``python -m archive verify`` against ``fastwarc check`` on the same files: megabytes of WARC a second.

fastwarc checks block digests, or block and payload digests with ``-p``. We check these, and the pairing of records,
their fields, the targets of revisits, the CDXJ, and the SHA-256 of each file against the chain. Processor time counts
where the machine is busy; time on the clock shows what the second process gains where it is not.
"""

import gzip
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.model import Crawl, Discovery, Exchange
from archive.warc.paths import warc_files
from archive.warc.writer import WarcWriter

FILES = 2
PAGES = 4000
ROUNDS = 5
_START = datetime(2024, 3, 1, tzinfo=UTC)


def build(root: Path) -> None:
    """Files of pages of about 40 KB as reports are (few words, many tags), gzip'd as servers send them."""
    chance = random.Random(1)
    words = [chr(0x4E00 + chance.randrange(3000)) for _ in range(1500)]
    for file in range(FILES):
        with WarcWriter(root / "bench", Crawl(str(file), None, _START, "nianbao"), settings={}) as writer:
            text = "".join(chance.choices(words, k=9000))
            for number in range(PAGES):
                text = text[200:] + text[:200]
                rows = "".join(f'<p class="p0"><span>{text[at : at + 40]}</span></p>\n' for at in range(0, 9000, 40))
                body = gzip.compress(f"<html><body>{rows}{file}.{number}</body></html>".encode(), 6, mtime=0)
                head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
                block = head + b"Content-Length: %d\r\n\r\n" % len(body) + body
                url = f"http://www.qingxi.test/{file}/{number}.html"
                started = _START + timedelta(seconds=number)
                request = b"GET / HTTP/1.1\r\nHost: www.qingxi.test\r\n\r\n"
                writer.write_exchange(
                    Exchange(url, started, request, block, "127.0.0.1", ("http/1.1",), None),
                    Discovery("report", "http://www.qingxi.test/", "年报", 2023),
                )


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds on the clock and of the processor, children included."""

    clock: float
    processor: float


def measure(commands: list[list[str]]) -> Taken:
    """Run commands one after the other."""
    clock, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    for command in commands:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(time.perf_counter() - clock, processor)


def run() -> str:
    """The best of five rounds each, in turn, so that a busy machine meets all alike."""
    with tempfile.TemporaryDirectory(prefix="verify-") as folder:
        archive = Path(folder)
        build(archive / "warc")
        files = warc_files(archive / "warc")
        size = sum(path.stat().st_size for path in files)
        fastwarc = [sys.executable, "-m", "fastwarc.cli", "check", "-q"]
        ours = [sys.executable, "-m", "archive", "verify", "--archive", str(archive), "--jobs"]
        cpus = os.cpu_count() or 1
        candidates = {
            "fastwarc check": [[*fastwarc, str(path)] for path in files],
            "fastwarc check -p": [[*fastwarc, "-p", str(path)] for path in files],
            "verify --jobs 1": [[*ours, "1"]],
            f"verify (--jobs {cpus}, as by default here)": [[*ours, str(cpus)]],
        }
        taken: dict[str, list[Taken]] = {name: [] for name in candidates}
        for _ in range(ROUNDS):
            for name, commands in candidates.items():
                taken[name].append(measure(commands))
    return _table(taken, size, cpus)


def _table(taken: dict[str, list[Taken]], size: int, cpus: int) -> str:
    clock = {name: min(t.clock for t in times) for name, times in taken.items()}
    processor = {name: min(t.processor for t in times) for name, times in taken.items()}
    reference = "fastwarc check -p"
    rows = [
        f"| {name} | {size / clock[name] / 1e6:.0f} | {clock[reference] / clock[name]:.2f} "
        f"| {processor[name]:.2f} | {processor[reference] / processor[name]:.2f} |"
        for name in taken
    ]
    head = f"{FILES} files, {FILES * PAGES} gzip'd pages of 40 KB, {size / 1e6:.0f} MB of WARC, {cpus} CPUs.\n"
    columns = "| command | MB/s | rate to fastwarc's | CPU s | rate by CPU |\n|---|---|---|---|---|"
    return "\n".join([head, columns, *rows])
