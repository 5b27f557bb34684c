"""Small archives for the tests of index and site: real WARC files, documents that state their own extraction."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from archive.extract.checks import run_checks
from archive.index import update_index
from archive.index.update import IndexReport
from archive.model import (
    Check,
    Crawl,
    CrawlOutcome,
    Discovery,
    Document,
    Exchange,
    Extraction,
    Figure,
    Issue,
    Link,
    Portal,
    Region,
    Report,
    Section,
    Truncation,
)
from archive.warc.writer import WarcWriter

START = datetime(2024, 3, 1, 8, 0, 0, tzinfo=UTC)
PORTAL = Portal("qingxi", "清溪市人民政府", "999900", ("http://www.qingxi.test/nb/",), 2008, 2, "trs")
LISTING = "http://www.qingxi.test/nb/"


def state(
    organ: str = "清溪市人民政府",
    year: int = 2022,
    text: str = "一、总体情况\n本年收到申请12件。",
    figures: Mapping[str, int | None] | None = None,
    **more: object,
) -> bytes:
    """A document that ``tell`` reads: the body of a page in a test archive."""
    stated = {"organ": organ, "year": year, "text": text, "figures": dict(figures or {}), **more}
    return json.dumps(stated, ensure_ascii=False).encode()


def tell(document: Document, attachments: Sequence[Document] = ()) -> Extraction:
    """The extraction that a document of ``state`` states; anything else is no report, no bytes are unreadable."""
    if not document.data:
        return _nothing(Issue("decode", "empty_document", f"{document.url}: 0 bytes"))
    try:
        stated = json.loads(document.data)
    except ValueError:
        return _nothing(Issue("classify", "not_a_report", f"{document.url}: no statement"))
    for attachment in attachments:
        stated["text"] += "\n" + json.loads(attachment.data)["text"]
        stated["figures"] |= json.loads(attachment.data)["figures"]
    figures = tuple(
        Figure(
            key, value, "blank" if value is None else "printed", "件", "" if value is None else str(value), (), "t 1"
        )
        for key, value in stated["figures"].items()
    )
    published = date.fromisoformat(stated["published"]) if stated.get("published") else None
    region = Region(stated.get("province"), stated.get("city", "清溪市"), stated.get("county"))
    checks = tuple(
        Check(name, name, left, right, "pass" if left == right else "fail", (name,))
        for name, (left, right) in stated.get("checks", {}).items()
    )
    if stated.get("sums"):
        checks += run_checks(figures)
    report = Report(
        stated["year"],
        stated.get("title", f"{stated['organ']}{stated['year']}年政府信息公开工作年度报告"),
        stated["organ"],
        stated.get("adcode", "999900"),
        region,
        None,
        stated.get("form", "C"),
        published,
        None,
        None,
        (),
    )
    return Extraction(
        report=report,
        sections=(Section(1, "总体情况", "一、总体情况", ""),) if stated.get("sections", True) else (),
        figures=figures,
        checks=checks,
        issues=(),
        removed=(),
        text=stated["text"],
        attachments=tuple(Link(url, "附件") for url in stated.get("links", ())),
    )


def _nothing(issue: Issue) -> Extraction:
    return Extraction(None, (), (), (), (issue,), (), "", ())


class Crawling:
    """Writes one crawl into ``<root>/<portal>``; each page a second after the last."""

    def __init__(
        self, root: Path, name: str = "1", portal: Portal | None = PORTAL, day: int = 0, **settings: str
    ) -> None:
        self.started = START + timedelta(days=day)
        self.crawl = Crawl(f"{portal.name if portal else 'other'}-{name}", portal, self.started, "nianbao test")
        self.writer = WarcWriter(root / (portal.name if portal else "other"), self.crawl, settings=settings)
        self.second = 0

    def page(
        self,
        url: str,
        body: bytes,
        discovery: Discovery | None = None,
        status: int = 200,
        *,
        cut: int = 0,
        truncated: Truncation | None = None,
    ) -> None:
        """``cut`` bytes of the body were announced and did not come; ``truncated`` is why, where the crawler knew."""
        self.second += 1
        length = len(body) + cut
        head = f"HTTP/1.1 {status} OK\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n\r\n".encode()
        request = f"GET {url} HTTP/1.1\r\n\r\n".encode()
        moment = self.started + timedelta(seconds=self.second)
        exchange = Exchange(url, moment, request, head + body, "127.0.0.1", ("http/1.1",), truncated)
        self.writer.write_exchange(exchange, discovery)

    def report(self, url: str, body: bytes) -> None:
        self.page(url, body, Discovery("report", LISTING, "年度报告", None))

    def attachment(self, url: str, body: bytes, via: str) -> None:
        self.page(url, body, Discovery("attachment", via, "附件", None))

    def end(self) -> None:
        moment = self.started + timedelta(seconds=self.second + 1)
        self.writer.write_outcome(CrawlOutcome(self.crawl.crawl_id, "complete", moment, self.second, 1, (2022,), ""))
        self.writer.close()


def index(root: Path, database: Path | None = None) -> IndexReport:
    """The archive under ``root`` (its ``warc`` folder) into ``archive.db`` beside it."""
    return update_index(database or root.parent / "archive.db", [root], root, extractor=tell)
