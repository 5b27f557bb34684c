"""Whether a long crawl, its reading into the index and its recrawl stay as they began: memory and descriptors.

``SOAK_PAGES`` (100,000) small gzip'd pages. Bars: of each process, the last tenth within 10 % of the second, and no
more descriptors. Some hours on a busy machine; say so where it was run with fewer.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from statistics import mean

from benchmarks._page_server import page_server
from benchmarks.crawl_cost import child

PAGES = int(os.environ.get("SOAK_PAGES", "100000"))
PAGE_BYTES = 4 * 1024
_MIB = 1 << 20


def run() -> str:
    """A Markdown table."""
    lines = [
        f"{PAGES:,} pages.",
        "",
        "| what | seconds | MiB in the second tenth | in the last | ratio | descriptors, second tenth | last |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    with page_server(PAGE_BYTES, PAGES) as server, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        crawl = child("archived", server.port, folder, pages=PAGES)
        index = [sys.executable, "-m", "archive", "index", "--archive", name, "--jobs", "1", str(folder)]
        for what, command in (("crawl", crawl), ("index", index), ("recrawl", crawl), ("index again", index)):
            lines.append(_row(what, command))
    return "\n".join(lines)


def _row(what: str, command: Sequence[str]) -> str:
    began, samples = time.monotonic(), list[tuple[int, int]]()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            with suppress(OSError, StopIteration):
                samples.append(_sample(process.pid))
            time.sleep(0.2)
        said = process.stderr.read() if process.stderr is not None else ""
    if process.returncode != 0:
        raise RuntimeError(f"{what} exited with {process.returncode}: {said[-2000:]}")
    tenth = max(1, len(samples) // 10)
    early, late = samples[tenth : 2 * tenth] or samples, samples[-tenth:]
    memory = [mean(size for size, _ in part) / _MIB for part in (early, late)]
    files = [max(count for _, count in part) for part in (early, late)]
    return (
        f"| {what} | {time.monotonic() - began:.0f} | {memory[0]:.1f} | {memory[1]:.1f} | {memory[1] / memory[0]:.2f} "
        f"| {files[0]} | {files[1]} |"
    )


def _sample(pid: int) -> tuple[int, int]:
    """Resident bytes and open descriptors of a process."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    resident = next(int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("VmRSS"))
    return resident, len([*Path(f"/proc/{pid}/fd").iterdir()])
