"""The time of one whole extraction, against parsing the same bytes and against trafilatura.

All in one process on the same page of 78 KB: a report of a replica portal, filled up with menus to the size of a real
page. Processor time, the median of many rounds in turn, so that a busy machine slows all alike.
"""

import importlib
import importlib.util
import statistics
import time
from collections.abc import Callable

import lxml.html

from archive.extract.pipeline import extract
from archive.extract.tables import read_figures
from archive.model import Document
from archive.text import read_page
from demo.sites import sites_of
from demo.world import build

PAGE_BYTES = 78_000
ROUNDS = 60
_URL = "https://www.yunxi.gov.cn/gk/nb/202301/t20230119_7.html"


def page() -> bytes:
    """The largest report page of a small replica world that is below ``PAGE_BYTES``, filled up to that size."""
    world = build(seed=7, organs_per_portal=1, years=(2022,))
    reports = [
        resource.make() for site in sites_of(world) for resource in site.resources.values() if resource.kind == "report"
    ]
    return _filled(max((data for data in reports if len(data) <= PAGE_BYTES), key=len))


def _filled(data: bytes) -> bytes:
    """Menus above and below the text until the page has the size of a real one."""
    link = '<li class="menu-item"><a href="/zwgk/fdzdgknr/{n}/" title="栏目{n}" target="_blank">栏目{n}</a></li>\n'
    missing = PAGE_BYTES - len(data)
    links = "".join(link.format(n=n) for n in range(max(0, missing) // len(link.encode())))
    menu = f'<div class="footer-links"><ul>{links}</ul></div></body>'.encode()
    return data.replace(b"</body>", menu, 1)


def _seconds(action: Callable[[], object]) -> float:
    started = time.process_time()
    action()
    return time.process_time() - started


def run() -> str:
    """A Markdown table: milliseconds (median) and the ratio to ``lxml.html.fromstring``."""
    data = page()
    document = Document(data, _URL, "text/html; charset=utf-8")
    read = read_page(document)
    actions: dict[str, Callable[[], object]] = {
        "lxml.html.fromstring": lambda: lxml.html.fromstring(data),
        "read_page (text, blocks, boilerplate)": lambda: read_page(document),
        "read_figures (tables alone)": lambda: read_figures(read.blocks),
        "extract (everything)": lambda: extract(document),
    }
    if importlib.util.find_spec("trafilatura"):
        trafilatura = importlib.import_module("trafilatura")
        actions["trafilatura.extract"] = lambda: trafilatura.extract(data, include_tables=True)
    times: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(ROUNDS):
        for name, action in actions.items():
            times[name].append(_seconds(action))
    base = statistics.median(times["lxml.html.fromstring"])
    lines = [
        f"One page of {len(data):,} bytes, median of {ROUNDS} rounds.",
        "",
        "| | ms | × parse |",
        "|---|---:|---:|",
    ]
    for name, seconds in times.items():
        middle = statistics.median(seconds)
        lines.append(f"| {name} | {middle * 1000:.2f} | {middle / base:.1f} |")
    if "trafilatura.extract" not in actions:
        lines.append("| trafilatura.extract | not installed (requirements/bench.txt) | |")
    return "\n".join(lines)
