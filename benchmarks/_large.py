"""An archive of 20,000 reports from the replica portals' generator, under ``data/bench`` (kept between runs).

The generator's reports are short: 1,500 characters, where seven real ones of 2008–2024 have 3,041 to 6,547, in the
median 3,516 (8.2 KB of UTF-8; extracted 2026-11). Sentences of other reports are added to each until it is as long.
"""

import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.index import IndexReport, rebuild_index
from archive.model import Crawl, CrawlOutcome, Discovery, Exchange, Portal
from archive.warc.writer import WarcWriter
from demo.resource import Site
from demo.sites import sites_of
from demo.world import build

FOLDER = Path("data/bench")
ORGANS = 521  # as many as the largest of the five portals carries: 1,152 organs in all
YEARS = range(2008, 2026)
_START = datetime(2026, 3, 1, tzinfo=UTC)
CHARACTERS = 3_516  # what stands around the report on the page included
_PARAGRAPH = re.compile(r"<p[^>]*>([^<]{30,})</p>")
# A report states its own numbers once; those of others beside them would contradict it eight times over.
_STATES = re.compile(r"申请[^。]*\d+件|复议\d+件|诉讼\d+件|收取|收费|编制了本报告|\d+年1月1日")
_HAN = re.compile(r"[\u4e00-\u9fff0-9，。、；：]+")


def warc_folder() -> Path:
    """The WARC files, written when they are not there: every report page of every portal as one exchange."""
    root = FOLDER / "warc"
    if root.is_dir():
        return root
    world = build(organs_per_portal=ORGANS, years=YEARS)
    partial = FOLDER / "warc.partial"
    sites = sites_of(world)
    chance = random.Random(20)
    pool = tuple(_sentences(sites))
    for portal, site in zip(world.portals, sites, strict=True):
        declared = Portal(portal.name, portal.organ, portal.adcode, (f"http://{portal.host}/",), 2008, 1, "replica")
        crawl = Crawl(f"{portal.name}-bench", declared, _START, "nianbao benchmark")
        pages = [(target, resource) for target, resource in site.resources.items() if resource.kind == "report"]
        with WarcWriter(partial / portal.name, crawl, settings={}) as writer:
            for number, (target, resource) in enumerate(pages):
                body = lengthen(resource.make().decode(site.charset), pool, chance).encode(site.charset)
                url = f"http://{site.host}{target}"
                head = (
                    f"HTTP/1.1 200 OK\r\nContent-Type: {resource.content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
                )
                request = f"GET {target} HTTP/1.1\r\nHost: {site.host}\r\n\r\n".encode()
                started = _START + timedelta(seconds=number)
                exchange = Exchange(url, started, request, head.encode() + body, "127.0.0.1", ("http/1.1",), None)
                writer.write_exchange(exchange, Discovery("report", f"http://{site.host}/", None, None))
            end = _START + timedelta(seconds=len(pages))
            writer.write_outcome(
                CrawlOutcome(crawl.crawl_id, "complete", end, len(pages), len(pages), tuple(YEARS), "")
            )
    partial.rename(root)
    return root


def _sentences(sites: tuple[Site, ...]) -> Iterator[str]:
    """Sentences of the prose of some hundred reports of each portal."""
    for site in sites:
        pages = [resource for resource in site.resources.values() if resource.kind == "report"]
        for resource in pages[:: max(1, len(pages) // 100)]:
            for paragraph in _PARAGRAPH.findall(resource.make().decode(site.charset)):
                yield from (
                    f"{sentence}。"
                    for sentence in paragraph.split("。")
                    if len(sentence) > 25 and not _STATES.search(sentence)
                )


def lengthen(html: str, pool: tuple[str, ...], chance: random.Random) -> str:
    """The page with as many paragraphs after its last table, or its last paragraph, as a real report has more."""
    missing = CHARACTERS - len("".join(_HAN.findall(html)))
    added = []
    while missing > 0:
        paragraph = "".join(chance.choices(pool, k=4))
        missing -= len(paragraph)
        added.append(f"<p>{paragraph}</p>")
    at = max(html.rfind("</table>") + len("</table>"), 0) if "</table>" in html else html.rfind("</p>") + len("</p>")
    return html[:at] + "".join(added) + html[at:]


def index() -> IndexReport:
    """Build the index of it anew."""
    root = warc_folder()
    return rebuild_index(FOLDER / "archive.db", [root], root)
