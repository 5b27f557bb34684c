"""Resident memory while 10,000 different pages are extracted in one process.

The pages are the report pages of a replica world, made in one process and read in another. What may grow is what the
reader remembers of them: labels, titles and menus, all within fixed bounds.
"""

import gc
import multiprocessing
import random
from multiprocessing.connection import Connection
from pathlib import Path

from archive.extract.pipeline import extract
from archive.model import Document
from demo.sites import sites_of
from demo.world import build

PAGES = 10_000
ORGANS = 260
YEARS = tuple(range(2008, 2026))
_SHOWN = (100, 1_000, 2_500, 5_000, 7_500, 10_000)


def run() -> str:
    """A Markdown table: resident memory (MiB) of the reader after so many pages."""
    world = build(organs_per_portal=ORGANS, years=YEARS)
    pages = [
        (resource, f"http://{site.host}{target}")
        for site in sites_of(world)
        for target, resource in site.resources.items()
        if resource.kind == "report"
    ]
    random.Random(3).shuffle(pages)
    processes = multiprocessing.get_context("spawn")
    ours, its = processes.Pipe()
    reader = processes.Process(target=_read, args=(its,))
    reader.start()
    shown: list[tuple[int, float]] = []
    for count, (resource, url) in enumerate(pages[:PAGES], 1):
        ours.send(Document(resource.make(), url, resource.content_type))
        if count in _SHOWN:
            ours.send(None)
            shown.append((count, ours.recv()))
    ours.close()
    reader.join()
    lines = [
        f"| pages of {len(pages):,} | " + " | ".join(f"{count:,}" for count, _ in shown) + " |",
        "|---|" + "---:|" * len(shown),
        "| resident MiB | " + " | ".join(f"{size:.1f}" for _, size in shown) + " |",
    ]
    return "\n".join(lines)


def _read(pipe: Connection) -> None:
    """Extracts each document that comes, and answers None with the memory in use (MiB)."""
    while True:
        try:
            document = pipe.recv()
        except EOFError:
            return
        if document is not None:
            extract(document)
            continue
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        pipe.send(pages * 4096 / (1 << 20))
