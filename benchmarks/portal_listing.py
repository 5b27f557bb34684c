"""``scrapy list`` and ``scrapy portals`` with 500 declared portals, half of them crawled.

The spider files lie in a folder of their own, one a portal, as under ``spiders/<province>/``; each crawled portal has
one WARC file, whose first record the second command reads. ``cold`` is the first run, before Python has compiled the
500 files. Processor time counts where the machine is busy; the bar is meant for the clock of one that is not.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive.index import update_index
from archive.model import Crawl, CrawlOutcome, Portal
from archive.warc.writer import WarcWriter
from crawler.platforms import FAMILIES
from crawler.registry import PROVINCES

PORTALS = 500
ROUNDS = 5
BAR = 2.0
_START = datetime(2026, 3, 1, tzinfo=UTC)
_SPIDER = '''"""No real portal."""

from {module} import {base}


class Portal{number}Spider({base}):
    name = "{name}"
    organ = "甲县人民政府"
    adcode = "{adcode}"
    seeds = ("{seed}",)
    first_year = 2015
    expected_minimum = 3
'''


def declare(root: Path) -> None:
    """The spider files, and a crawl of every second portal in the archive."""
    provinces, package = sorted(PROVINCES.items()), root / "many_portals"
    for number in range(PORTALS):
        code, folder = provinces[number % len(provinces)]
        family = FAMILIES[number % len(FAMILIES)]
        name, seed = f"portal{number}", f"http://www.p{number}.gov.cn/zfxxgk/"
        file = package / folder / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        for parent in (package, file.parent):
            (parent / "__init__.py").touch()
        base = {"module": family.__module__, "base": family.__name__}
        adcode = f"{code}0100"
        file.write_text(_SPIDER.format(**base, number=number, name=name, adcode=adcode, seed=seed), encoding="utf-8")
        if number % 2:
            portal = Portal(name, "甲县人民政府", adcode, (seed,), 2015, 3, family.family)
            crawl = Crawl(f"{name}-1", portal, _START, "nianbao")
            with WarcWriter(root / "data" / "warc" / name, crawl, settings={}) as writer:
                writer.write_resource(seed, b"<p>", "text/html", _START)
                writer.write_outcome(CrawlOutcome(crawl.crawl_id, "complete", _START, 9, 5, (2015, 2019), ""))


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of one command: on the clock, from its start to its end, and of the processor."""

    clock: float
    processor: float


def measure(root: Path, *command: str) -> Taken:
    """Run one command on the declared portals."""
    settings = ("-s", "SPIDER_MODULES=many_portals", "-s", f"ARCHIVE_DIR={root / 'data'}")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), str(Path.cwd())])}
    begun, before = time.perf_counter(), _processor()
    asked = [sys.executable, "-m", "scrapy", *command, *settings]
    done = subprocess.run(asked, env=environment, capture_output=True, text=True, check=True)
    if done.stdout.count("portal") < PORTALS:
        raise RuntimeError(f"scrapy {command[0]} listed too little: {done.stdout[:200]}")
    return Taken(time.perf_counter() - begun, _processor() - before)


def run() -> str:
    """The table."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        declare(root)
        cold = measure(root, "list")
        rows = [f"| scrapy list, cold | {cold.clock:.2f} | {cold.processor:.2f} | |"]
        rows += [_row(", index missing", root, ("portals",))]
        update_index(root / "data" / "archive.db", [root / "data" / "warc"], root / "data" / "warc")
        rows += [_row("", root, command) for command in (("list",), ("portals",), ("portals", "--json"))]
    return "\n".join(["| command | median s | processor, median s | bar s |", "|---|---:|---:|---:|", *rows])


def _row(note: str, root: Path, command: tuple[str, ...]) -> str:
    taken = [measure(root, *command) for _ in range(ROUNDS)]
    clock, processor = (statistics.median(values) for values in zip(*map(astuple, taken), strict=True))
    return f"| scrapy {' '.join(command)}{note} | {clock:.2f} | {processor:.2f} | {BAR:.1f} |"


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
