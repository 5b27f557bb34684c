"""What archiving costs: the same 2,000 gzip'd pages of 40 KB crawled with and without it, and by other archivers.

Each row is the best of several runs taken in turn, in processes of their own; the server runs in another. CPU is user
and system time of the whole process, start included; memory its peak. Where
``WEBARCHIVE_PYTHON`` names an interpreter that has scrapy-webarchive, that is a row too: its pins clash with ours, so
``make bench`` gives it a venv of its own.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks._page_server import page_server

PAGES = 2000
PAGE_BYTES = 40 * 1024
ROUNDS = 5
PLAIN, TUNED = "plain Scrapy, nothing kept", "plain Scrapy with our settings"


@dataclass(frozen=True)
class Cost:
    """CPU seconds of the process and of the crawl in it, peak memory in MiB, bytes written."""

    cpu: float
    crawl: float | None
    memory: float
    written: int


def run() -> str:
    """A Markdown table; needs some minutes."""
    contestants: dict[str, Callable[[int, Path], Sequence[str]]] = {
        PLAIN: lambda port, folder: child("plain", port, folder),
        TUNED: lambda port, folder: child("tuned", port, folder),
        "nianbao, every byte kept": lambda port, folder: child("archived", port, folder),
    }
    if shutil.which("wget"):
        contestants["wget --warc-file"] = _wget
    if other := os.environ.get("WEBARCHIVE_PYTHON", ""):
        contestants["scrapy-webarchive"] = lambda port, folder: child("webarchive", port, folder, other)
    best: dict[str, Cost] = {}
    with page_server(PAGE_BYTES, PAGES) as server:
        for _ in range(ROUNDS):
            for name, command in contestants.items():
                with tempfile.TemporaryDirectory() as folder:
                    cost = measure(command(server.port, Path(folder)), Path(folder))
                best[name] = cost if name not in best else _better(best[name], cost)
    return _table(best, server.software)


def _better(one: Cost, other: Cost) -> Cost:
    crawls = [cost.crawl for cost in (one, other) if cost.crawl is not None]
    return Cost(
        min(one.cpu, other.cpu),
        min(crawls, default=None),
        min(one.memory, other.memory),
        max(one.written, other.written),
    )


def measure(command: Sequence[str], folder: Path) -> Cost:
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path.cwd()
    ) as process:
        output, errors = "", ""
        if process.stdout is not None and process.stderr is not None:
            output, errors = process.stdout.read(), process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} exited with {process.returncode}: {errors[-2000:]}")
    last = output.strip().rpartition("\n")[2]
    written = sum(path.stat().st_size for path in folder.rglob("*.wa[rc]*") if path.is_file())
    crawl = float(last) if last.replace(".", "", 1).isdigit() else None
    return Cost(usage.ru_utime + usage.ru_stime, crawl, usage.ru_maxrss / 1024, written)


def child(mode: str, port: int, folder: Path, python: str = sys.executable, pages: int = PAGES) -> Sequence[str]:
    return [python, "-m", "benchmarks._crawl_child", mode, str(port), str(pages), str(folder)]


def _wget(port: int, folder: Path) -> Sequence[str]:
    urls = folder / "urls.txt"
    urls.write_text("".join(f"http://127.0.0.1:{port}/{number}.html\n" for number in range(PAGES)))
    return [
        *("wget", "--quiet", "--header=Accept-Encoding: gzip", "--output-document=/dev/null", "--no-warc-keep-log"),
        f"--warc-file={folder / 'wget'}",
        f"--warc-tempdir={folder}",
        f"--input-file={urls}",
    ]


def _table(best: dict[str, Cost], software: str) -> str:
    """The ratios are to Scrapy as it comes, and to Scrapy with the settings that would spare any crawl as much."""
    plain, tuned = best[PLAIN], best[TUNED]
    lines = [
        f"{PAGES} gzip'd pages of {PAGE_BYTES // 1024} KiB from {software}, best of {ROUNDS} runs each.",
        "",
        "| crawl | CPU s | × as it comes | × like for like | crawl alone s "
        "| peak MiB | × as it comes | × like for like | WARC MiB |",
        f"|---{'|---:' * 8}|",
    ]
    for name, cost in best.items():
        crawl = "" if cost.crawl is None else f"{cost.crawl:.2f}"
        lines.append(
            f"| {name} | {cost.cpu:.2f} | {cost.cpu / plain.cpu:.2f} | {cost.cpu / tuned.cpu:.2f} | {crawl} "
            f"| {cost.memory:.1f} | {cost.memory / plain.memory:.2f} | {cost.memory / tuned.memory:.2f} "
            f"| {cost.written / 2**20:.1f} |"
        )
    return "\n".join(lines)
