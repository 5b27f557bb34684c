"""The time of one whole extraction, against parsing the same bytes and against trafilatura.

On different reports, each read once by each reader: tables of every form in every layout, and reports of every year
from the replica portals. No document is met a second time, so what is remembered of words helps no more than it does in
an archive. Processor time of all readers in turn, document by document, so that a busy machine slows all alike.
"""

import importlib
import importlib.util
import time
from collections.abc import Callable
from random import Random

import lxml.html

from archive.extract.pipeline import extract
from archive.extract.tables import read_figures
from archive.model import Document
from archive.text import read_page
from demo.sites import sites_of
from demo.world import build
from tests.support.truth import draw_report
from tests.support.truth_files import html_document

PAGES = 300
TABLES = 140
_YEARS = tuple(range(2010, 2026))
_MENU_WORDS = (
    "政务",
    "公开",
    "办事",
    "服务",
    "互动",
    "新闻",
    "机构",
    "概况",
    "专题",
    "数据",
    "统计",
    "法规",
    "人事",
    "通知",
    "动态",
    "信箱",
)
_URL = "https://www.yunxi.gov.cn/gk/nb/202301/t20230119_7.html"


def documents() -> list[Document]:
    """``PAGES`` report pages of replica portals of all years, and ``TABLES`` reports of every form in every layout."""
    rng = Random(11)
    world = build(seed=11, organs_per_portal=8, years=_YEARS)
    resources = [resource for site in sites_of(world) for resource in site.resources.values()]
    reports = [resource for resource in resources if resource.kind == "report"]
    pages = [(resource.make(), resource.content_type) for resource in rng.sample(reports, PAGES)]
    found = [Document(_filled(data, rng), _URL, kind) for data, kind in pages if "html" in kind]
    found += [html_document(draw_report(rng), rng) for _ in range(TABLES)]
    rng.shuffle(found)
    return found


def _filled(data: bytes, rng: Random) -> bytes:
    """A page with menus below its text, as large as the pages of real portals: 10 to 110 KB."""
    missing = int(10_000 * 11 ** rng.random()) - len(data)
    links = []
    while missing > 0:
        words = "".join(rng.choices(_MENU_WORDS, k=rng.randint(2, 4)))
        link = f'<li class="menu-item"><a href="/zwgk/{rng.randrange(10**6)}/" title="{words}">{words}</a></li>\n'
        missing -= len(link.encode())
        links.append(link)
    menu = f'<div class="footer-links"><ul>{"".join(links)}</ul></div></body>'.encode()
    return data.replace(b"</body>", menu, 1)


def run() -> str:
    """A Markdown table: milliseconds a page and the ratio to ``lxml.html.fromstring``."""
    sample = documents()
    actions: dict[str, Callable[[Document], object]] = {
        "lxml.html.fromstring": lambda document: lxml.html.fromstring(document.data),
        "extract (everything)": extract,
    }
    if importlib.util.find_spec("trafilatura"):
        trafilatura = importlib.import_module("trafilatura")
        actions["trafilatura.extract"] = lambda document: trafilatura.extract(document.data, include_tables=True)
    spent = dict.fromkeys(actions, 0.0)
    for document in sample:
        for name, action in actions.items():
            started = time.process_time()
            action(document)
            spent[name] += time.process_time() - started
    base, whole = spent["lxml.html.fromstring"], spent["extract (everything)"]
    parts: dict[str, Callable[[Document], object]] = {
        "read_page (text, blocks, boilerplate), again": read_page,
        "read_figures (tables alone), again": _read_tables,
    }
    for name, action in parts.items():
        spent[name] = -time.process_time()
        for document in sample:
            action(document)
        spent[name] += time.process_time()
    spent["read_figures (tables alone), again"] -= spent["read_page (text, blocks, boilerplate), again"]
    sizes = [len(document.data) for document in sample]
    lines = [
        f"{len(sample)} documents of {min(sizes):,} to {max(sizes):,} bytes, each seen for the first time.",
        "",
        "| | ms a document | × parse | × extract |",
        "|---|---:|---:|---:|",
    ]
    for name, seconds in spent.items():
        lines.append(f"| {name} | {seconds * 1000 / len(sample):.2f} | {seconds / base:.2f} | {seconds / whole:.1f} |")
    if "trafilatura.extract" not in actions:
        lines.append("| trafilatura.extract | not installed (requirements/bench.txt) | | |")
    return "\n".join(lines)


def _read_tables(document: Document) -> object:
    return read_figures(read_page(document).blocks)
