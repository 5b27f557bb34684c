"""Fifty visitors at once on an index of 20,000 reports: what each kind of page takes, whether any fails, and what
the server holds in memory. The server is ``archive browse`` in a process of its own, asked over loopback.

``python -m benchmarks.visitors [DIR] [--immutable] [--write]``: another archive, served finished, or while an index run
reads one of its files again and again.
"""

import asyncio
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks import _large
from benchmarks.site import pages_of

VISITORS = 50
SECONDS = 60
OURS_MS, RAW_MS = 1_000, 2_000  # bars of the 95th percentile
_RAW = ("raw figures", "raw reports", "raw csv")


@dataclass(frozen=True, slots=True)
class Load:
    """Milliseconds of each kind of page, how many answers were errors, MB of the server before and after."""

    taken: dict[str, list[float]]
    errors: list[str]
    before: float
    after: float


@contextmanager
def _served(folder: Path, *, immutable: bool) -> Iterator[tuple[str, int]]:
    """The address and the process."""
    command = [sys.executable, "-m", "archive", "browse", str(folder), "--port", "auto"]
    server = subprocess.Popen(
        [*command, *(["--immutable"] if immutable else [])], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        said = server.stdout.readline() if server.stdout else ""
        match = re.search(r"http://\S+:\d+", said)
        if match is None:
            raise RuntimeError(f"archive browse said {said!r}")
        yield match[0], server.pid
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def _writing(folder: Path, *, wanted: bool) -> Iterator[None]:
    """An index run beside the visitors, which finds a file of the archive to be read again each time it is asked."""
    if not wanted:
        yield
        return
    code = (
        "import subprocess, sqlite3, sys\n"
        "while True:\n"
        " c = sqlite3.connect(sys.argv[1] + '/archive.db', timeout=30)\n"
        " with c: c.execute('UPDATE warc_files SET size = -1 WHERE file = (SELECT min(file) FROM warc_files)')\n"
        " c.close()\n"
        " subprocess.run([sys.executable, '-m', 'archive', 'index', '--archive', sys.argv[1]], stdout=2, check=True)\n"
    )
    run = subprocess.Popen([sys.executable, "-c", code, str(folder)], stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        run.terminate()
        run.wait(60)


def _megabytes(pid: int) -> float:
    """Of a process and those it started."""
    total = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text("utf-8")
        except OSError:  # it has ended
            continue
        parent, size = re.search(r"^PPid:\s+(\d+)", text, re.M), re.search(r"^VmRSS:\s+(\d+)", text, re.M)
        if size and (status.parent.name == str(pid) or (parent and parent[1] == str(pid))):
            total += int(size[1]) / 1024
    return total


async def _visit(client: httpx.AsyncClient, paths: dict[str, list[str]], seed: int, until: float, load: Load) -> None:
    chance = random.Random(seed)
    kinds = list(paths)
    while time.monotonic() < until:
        kind = chance.choice(kinds)
        path = chance.choice(paths[kind])
        started = time.perf_counter()
        try:
            response = await client.get(path)
            if response.status_code != 200:
                load.errors.append(f"{path}: {response.status_code}")
        except httpx.HTTPError as error:
            load.errors.append(f"{path}: {error!r}")
        load.taken.setdefault(kind, []).append((time.perf_counter() - started) * 1000)


async def _all(origin: str, paths: dict[str, list[str]], seconds: float, load: Load) -> None:
    limits = httpx.Limits(max_connections=VISITORS, max_keepalive_connections=VISITORS)
    async with httpx.AsyncClient(base_url=origin, timeout=60, limits=limits, follow_redirects=True) as client:
        until = time.monotonic() + seconds
        await asyncio.gather(*(_visit(client, paths, seed, until, load) for seed in range(VISITORS)))


def measure(folder: Path, *, immutable: bool = False, write: bool = False, seconds: float = SECONDS) -> Load:
    """After a few seconds to warm up."""
    paths = {kind: list(dict.fromkeys(urls)) for kind, urls in pages_of(folder).items()}
    with _served(folder, immutable=immutable) as (origin, pid), _writing(folder, wanted=write):
        asyncio.run(_all(origin, paths, 5, Load({}, [], 0, 0)))
        before = _megabytes(pid)
        load = Load({}, [], before, before)
        asyncio.run(_all(origin, paths, seconds, load))
        return Load(load.taken, load.errors, before, _megabytes(pid))


def table(load: Load) -> str:
    """Markdown."""
    lines = ["| page | asked | median | 95th percentile | bar |", "|---|---|---|---|---|"]
    for kind, taken in sorted(load.taken.items()):
        bar = RAW_MS if kind in _RAW else OURS_MS
        lines.append(
            f"| {kind} | {len(taken)} | {statistics.median(taken):.0f} ms | {_high(taken):.0f} ms | {bar} ms |"
        )
    ours = [one for kind, taken in load.taken.items() if kind not in _RAW for one in taken]
    lines += [
        f"| all of ours | {len(ours)} | {statistics.median(ours):.0f} ms | {_high(ours):.0f} ms | {OURS_MS} ms |",
        f"| errors | {len(load.errors)} | | | 0 |",
        f"| memory of the server | {load.before:.0f} MB, then {load.after:.0f} MB | | | flat |",
    ]
    return "\n".join(lines)


def _high(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def run() -> str:
    """The table for the archive of the other benchmarks."""
    if not (_large.FOLDER / "archive.db").is_file():
        _large.index()
    return table(measure(_large.FOLDER))


def main(arguments: Sequence[str]) -> None:
    folders = [Path(one) for one in arguments if not one.startswith("--")]
    folder = folders[0] if folders else _large.FOLDER
    connection = sqlite3.connect(f"file:{folder / 'archive.db'}?mode=ro", uri=True)
    print(connection.execute("SELECT count(*) FROM reports").fetchone()[0], "reports")
    connection.close()
    load = measure(folder, immutable="--immutable" in arguments, write="--write" in arguments)
    print(table(load))
    for error in load.errors[:10]:
        print(error, file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
