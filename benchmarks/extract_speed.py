"""The time of one whole extraction, against parsing the same bytes and against trafilatura.

All in one process on the same hundred pages of 78 KB: different reports of replica portals, filled up with menus to
the size of a real page. Processor time for a page, the median of many rounds in turn, so that a busy machine slows all
alike.
"""

import importlib
import importlib.util
import statistics
import time
from collections.abc import Callable, Sequence

import lxml.html

from archive.extract.pipeline import extract
from archive.extract.tables import read_figures
from archive.model import Document
from archive.text import read_page
from demo.sites import sites_of
from demo.world import build

PAGE_BYTES = 78_000
PAGES = 100
ROUNDS = 10
_URL = "https://www.yunxi.gov.cn/gk/nb/202301/t20230119_7.html"


def pages() -> list[Document]:
    """Report pages of a small replica world, filled up to ``PAGE_BYTES``: the largest that are below it."""
    world = build(seed=7, organs_per_portal=14, years=(2022, 2023))
    resources = [resource for site in sites_of(world) for resource in site.resources.values()]
    made = [(resource.make(), resource.content_type) for resource in resources if resource.kind == "report"]
    largest = sorted((page for page in made if len(page[0]) <= PAGE_BYTES), key=lambda page: len(page[0]))[-PAGES:]
    return [Document(_filled(data), _URL, content_type) for data, content_type in largest]


def _filled(data: bytes) -> bytes:
    """Menus above and below the text until the page has the size of a real one."""
    link = '<li class="menu-item"><a href="/zwgk/fdzdgknr/{n}/" title="栏目{n}" target="_blank">栏目{n}</a></li>\n'
    missing = PAGE_BYTES - len(data)
    links = "".join(link.format(n=n) for n in range(max(0, missing) // len(link.encode())))
    menu = f'<div class="footer-links"><ul>{links}</ul></div></body>'.encode()
    return data.replace(b"</body>", menu, 1)


def _seconds(action: Callable[[Document], object], documents: Sequence[Document]) -> float:
    """Processor time for one page."""
    started = time.process_time()
    for document in documents:
        action(document)
    return (time.process_time() - started) / len(documents)


def run() -> str:
    """A Markdown table: milliseconds a page (median) and the ratio to ``lxml.html.fromstring``."""
    documents = pages()
    blocks = {document.data: read_page(document).blocks for document in documents}
    actions: dict[str, Callable[[Document], object]] = {
        "lxml.html.fromstring": lambda document: lxml.html.fromstring(document.data),
        "read_page (text, blocks, boilerplate)": read_page,
        "read_figures (tables alone)": lambda document: read_figures(blocks[document.data]),
        "extract (everything)": extract,
    }
    if importlib.util.find_spec("trafilatura"):
        trafilatura = importlib.import_module("trafilatura")
        actions["trafilatura.extract"] = lambda document: trafilatura.extract(document.data, include_tables=True)
    times: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(ROUNDS):
        for name, action in actions.items():
            times[name].append(_seconds(action, documents))
    middle = {name: statistics.median(seconds) for name, seconds in times.items()}
    base, whole = middle["lxml.html.fromstring"], middle["extract (everything)"]
    sizes = [len(document.data) for document in documents]
    lines = [
        f"{len(documents)} pages of {min(sizes):,} to {max(sizes):,} bytes, median of {ROUNDS} rounds over all.",
        "",
        "| | ms a page | × parse | × extract |",
        "|---|---:|---:|---:|",
    ]
    for name, seconds in middle.items():
        lines.append(f"| {name} | {seconds * 1000:.2f} | {seconds / base:.2f} | {seconds / whole:.1f} |")
    if "trafilatura.extract" not in actions:
        lines.append("| trafilatura.extract | not installed (requirements/bench.txt) | | |")
    return "\n".join(lines)
