"""The site on an index of 20,000 reports: the 95th percentile of each kind of page, in process, one at a time.

Processor time beside the time that passed: the first says what a page costs, the second what it took on this machine,
with whatever else ran.
"""

import asyncio
import random
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from archive.index.database import connect_reader
from archive.site.app import create_site
from benchmarks import _large

REQUESTS = 40  # of each kind
BAR_MS = 200
_WORDS = (
    "公",
    "公开",
    "不掌握",
    "行政复议",
    "政务公开",
    "信息公开申请",
    "2020年",
    "培训 渠道",
    "公开 申请",
    "财政局",
)


def pages_of(folder: Path) -> dict[str, list[str]]:
    """Addresses of each kind of page, of the index in ``folder``."""
    connection = connect_reader(folder / "archive.db")
    chance = random.Random(11)
    reports = [row[0] for row in connection.execute("SELECT report_id FROM reports")]
    organs = [row[0] for row in connection.execute("SELECT organ_id FROM organs")]
    regions = [
        row[0]
        for row in connection.execute("SELECT DISTINCT substr(adcode, 1, 4) || '00' FROM organs WHERE adcode NOT NULL")
    ]
    connection.close()
    pick = chance.choices(reports, k=REQUESTS)
    return {
        "home": ["/"] * REQUESTS,
        "search": [f"/reports?q={quote(word)}" for word in chance.choices(_WORDS, k=REQUESTS)],
        "report": [f"/report/{report}" for report in pick],
        "organ": [f"/organ/{organ}" for organ in chance.choices(organs, k=REQUESTS)],
        "coverage": [f"/coverage?page={number % 10 + 1}" for number in range(REQUESTS)],
        "region": [f"/region/{region}" for region in chance.choices(regions, k=REQUESTS)],
        "compare": [f"/compare?a={a}&b={b}" for a, b in zip(pick, pick[1:] + pick[:1], strict=True)],
        "checks": ["/checks"] * REQUESTS,
        "panel": ["/panel?preset=granted", "/panel?preset=refusals", "/panel?preset=refusals&by=year"]
        * (REQUESTS // 3),
        "number": [f"/report/{report}/number/received" for report in pick],
        "reuse": [f"/reuse?region={region}" for region in chance.choices(regions, k=REQUESTS)],
        "sums": ["/panel?m=received,handled&by=year&change=1", "/panel?m=received&by=region&from=2022&to=2022"]
        * (REQUESTS // 2),
        "lateness": ["/lateness", "/lateness?state=on_time&sort=organ"] * (REQUESTS // 2),
        "json": [f"/report/{report}.json" for report in pick],
        "csv": ["/panel.csv?m=received&by=year", "/lateness.csv"] * (REQUESTS // 2),
        "raw figures": ["/archive/figures"] * REQUESTS,
        "raw reports": ["/archive/reports", "/archive/lateness"] * (REQUESTS // 2),
    }


async def _measure(paths: dict[str, list[str]]) -> dict[str, list[tuple[float, float]]]:
    """Of each request the milliseconds of processor time, all threads, and those that passed."""
    site = create_site(_large.FOLDER / "archive.db", _large.FOLDER / "warc")
    await site.invoke_startup()
    taken: dict[str, list[tuple[float, float]]] = {}
    for kind, urls in paths.items():
        await site.client.get(urls[0])
        for url in urls:
            before, start = time.process_time(), time.perf_counter()
            response = await site.client.get(url)
            passed, cost = time.perf_counter() - start, time.process_time() - before
            taken.setdefault(kind, []).append((cost * 1000, passed * 1000))
            if response.status_code != 200:
                raise RuntimeError(f"{url} answered {response.status_code}")
    return taken


def run() -> str:
    """A Markdown table of milliseconds."""
    if not (_large.FOLDER / "archive.db").is_file():
        _large.index()
    taken = asyncio.run(_measure(pages_of(_large.FOLDER)))
    lines = [
        "| page | processor, median | processor, 95th percentile | passed, median | passed, 95th percentile | bar |",
        "|---|---|---|---|---|---|",
    ]
    for kind, times in taken.items():
        cells = [cell for series in zip(*times, strict=True) for cell in (_middle(series), _high(series))]
        lines.append(f"| {kind} | {' | '.join(cells)} | {BAR_MS} ms |")
    return "\n".join(lines)


def _middle(times: Sequence[float]) -> str:
    return f"{statistics.median(times):.0f} ms"


def _high(times: Sequence[float]) -> str:
    return f"{statistics.quantiles(times, n=20)[-1]:.0f} ms"
