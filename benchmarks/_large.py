"""An archive of 20,000 reports from the replica portals' generator, under ``data/bench`` (kept between runs)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.index import IndexReport, rebuild_index
from archive.model import Crawl, CrawlOutcome, Discovery, Exchange, Portal
from archive.warc.writer import WarcWriter
from demo.sites import sites_of
from demo.world import build

FOLDER = Path("data/bench")
ORGANS = 521  # as many as the largest of the five portals carries: 1,152 organs in all
YEARS = range(2008, 2026)
_START = datetime(2026, 3, 1, tzinfo=UTC)


def warc_folder() -> Path:
    """The WARC files, written when they are not there: every report page of every portal as one exchange."""
    root = FOLDER / "warc"
    if root.is_dir():
        return root
    world = build(organs_per_portal=ORGANS, years=YEARS)
    partial = FOLDER / "warc.partial"
    for portal, site in zip(world.portals, sites_of(world), strict=True):
        declared = Portal(portal.name, portal.organ, portal.adcode, (f"http://{portal.host}/",), 2008, 1, "replica")
        crawl = Crawl(f"{portal.name}-bench", declared, _START, "nianbao benchmark")
        pages = [(target, resource) for target, resource in site.resources.items() if resource.kind == "report"]
        with WarcWriter(partial / portal.name, crawl, settings={}) as writer:
            for number, (target, resource) in enumerate(pages):
                body = resource.make()
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


def index() -> IndexReport:
    """Build the index of it anew."""
    root = warc_folder()
    return rebuild_index(FOLDER / "archive.db", [root], root)
