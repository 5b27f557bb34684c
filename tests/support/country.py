"""Many replica portals as a country: declared, served on loopback, crawled by ``scrapy crawlall``, killed at will."""

import hashlib
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from archive.model import Capture, CrawlOutcome
from archive.runs import RunReport, runs_of
from archive.warc.reader import read_warc
from crawler.families.listing import ListingSpider
from crawler.platforms import FAMILIES
from tests.support.replicas import Replica, Serving, ordinary, random_portal
from tests.support.small_portal import start_scrapy

_DECLARED = """\
from {module} import {base}


class {name}Spider({base}):
    name = "{portal}"
    organ = "{organ}"
    adcode = "{adcode}"
    seeds = ({seeds},)
    first_year = {first}
    expected_minimum = {minimum}
"""


def country(seeds: Iterable[int], names: Sequence[str] = ()) -> dict[str, Replica]:
    """Random portals of these seeds and ordinary ones of these names, by portal."""
    drawn = {f"random_{seed}": random_portal(seed) for seed in seeds}
    return drawn | {replica.name: replica for replica in ordinary() if replica.name in names}


def declare(folder: Path, replicas: Mapping[str, Replica]) -> None:
    """Spider files in the package ``portals_of_test``, as a person would write them who knows the columns."""
    package = folder / "portals_of_test"
    package.mkdir(parents=True, exist_ok=True)
    (package / "__init__.py").touch()
    for name, replica in replicas.items():
        base = next((one for one in FAMILIES if replica.family.startswith(one.family)), ListingSpider)
        text = _DECLARED.format(
            module=base.__module__,
            base=base.__name__,
            name="".join(part.capitalize() for part in re.split(r"\W|_", name)),
            portal=name,
            organ=replica.organ,
            adcode=replica.adcode,
            seeds=", ".join(f'"{url}"' for url in replica.columns),
            first=min(report.year for report in replica.reports),
            minimum=max(1, len(replica.reports) - 1),
        )
        (package / f"{name}.py").write_text(text, encoding="utf-8")


# --- what a run left ---------------------------------------------------------------------------------------


def captures(archive: Path, portal: str) -> list[Capture]:
    """What the WARC files of a portal hold."""
    files = sorted((archive / "warc" / portal).glob("*.warc.gz"))
    items = [item for path in files for item in read_warc(path, archive / "warc")]
    return [item for item in items if isinstance(item, Capture)]


def asked_again(archive: Path, portal: str) -> dict[str, int]:
    """The URLs that a portal's captures answer more than once."""
    counts = Counter(capture.url for capture in captures(archive, portal))
    return {url: count for url, count in counts.items() if count > 1}


def mean_gap(archive: Path, portal: str) -> float:
    """Seconds between two requests, by the dates of the captures, of the host that was asked fastest. Not counted is
    what a first request waits for its connection, at most half a second here."""
    by_host: dict[str, list[float]] = {}
    for capture in captures(archive, portal):
        by_host.setdefault(capture.url.split("/")[2], []).append(capture.captured_at.timestamp())
    return min((max(times) - min(times) + 0.5) / (len(times) - 1) for times in by_host.values() if len(times) > 1)


def report_of(archive: Path) -> RunReport:
    """What the last run came to."""
    report = next(runs_of(archive)).report()
    assert report is not None
    return report


_CONTENT = (
    "SELECT report_id, title, form, url, figures, checks_passed, checks_failed, versions FROM reports ORDER BY 1",
    "SELECT report_id, form, characters, figures, text FROM report_versions ORDER BY report_id, text",
    "SELECT report_id, key, value, status FROM figures ORDER BY report_id, key, version_id",
    "SELECT portal, outcome, pages, reports, years, detail FROM crawls ORDER BY portal",
    "SELECT url, status, payload_digest, count(*) FROM captures GROUP BY url, status, payload_digest ORDER BY 1, 2, 3",
)


def content_of(archive: Path) -> str:
    """A hash of what an archive says, its instants and the names of its files and records left out: every body by its
    URL, every report, version and figure, every crawl's outcome."""
    total = hashlib.sha256()
    with closing(sqlite3.connect(archive / "archive.db")) as connection:
        for query in _CONTENT:
            for row in connection.execute(query):
                total.update(repr(row).encode())
    return total.hexdigest()


def outcomes(archive: Path) -> list[CrawlOutcome]:
    """Every outcome that is written down: a crawl has one, whatever its processes went through."""
    files = sorted((archive / "warc").rglob("*.warc.gz"))
    items = [item for path in files for item in read_warc(path, archive / "warc")]
    return [item for item in items if isinstance(item, CrawlOutcome)]


# --- kills ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Killed:
    """What was killed, by kind, and how often the command was called."""

    kinds: dict[str, int]
    calls: int


def crawl_with_kills(
    folder: Path, serving: Serving, kinds: Sequence[str], *, jobs: int, seed: int, **settings: Any
) -> Killed:
    """Call ``crawlall`` until it comes to its end, and meanwhile kill one process after the other with SIGKILL, each
    after a random number of requests: a ``crawl``, an ``index``, the ``server`` of processes, the ``run``, or ``all``.
    What is not there at its moment is waited for. A kill that finds the run at its end is not counted."""
    chance, left, done, calls = random.Random(seed), list(kinds), Counter[str](), 0
    while True:
        calls += 1
        with start_scrapy(folder, "crawlall", "--jobs", str(jobs), port=serving.port, **settings) as process:
            while left and process.poll() is None:
                _wait_for(serving, process, chance.randrange(1, 40))
                if _kill(left[0], process.pid):
                    done[left.pop(0)] += 1
            said, wrong = process.communicate(timeout=120)
        assert process.returncode in (0, -signal.SIGKILL), f"{process.returncode}\n{said}\n{wrong}"
        if process.returncode == 0:
            return Killed(dict(done), calls)


def _wait_for(serving: Serving, process: "subprocess.Popen[str]", requests: int) -> None:
    """Until so many more requests came, or none do any more."""
    wanted, until = len(serving.log) + requests, monotonic() + 1.0
    while len(serving.log) < wanted and monotonic() < until and process.poll() is None:
        sleep(0.005)


def _kill(kind: str, run: int) -> bool:
    """Whether there was such a process, and it was killed."""
    tree = dict(_descendants(run))
    crawls = [pid for pid, name in tree.items() if name.startswith("crawl ")]
    indexes = [pid for pid, name in tree.items() if name.startswith("index ")]
    victims = {
        "crawl": random.sample(crawls, 1) if crawls else [],
        "index": indexes[:1],
        "server": [pid for pid, name in tree.items() if name == "server"],
        "run": [run],
        "all": [run, *tree],
    }[kind]
    for pid in victims:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return bool(victims)


def _descendants(run: int) -> Iterator[tuple[int, str]]:
    """The processes that a run started, and what they are."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, IndexError):
            parents.setdefault(int(stat.read_text().rpartition(")")[2].split()[1]), []).append(int(stat.parent.name))
    for child in parents.get(run, []):
        yield child, "server"
        for task in parents.get(child, []):
            yield task, _title(task)


def _title(pid: int) -> str:
    with suppress(OSError, json.JSONDecodeError):
        return (Path("/proc") / str(pid) / "comm").read_text().strip()
    return ""
