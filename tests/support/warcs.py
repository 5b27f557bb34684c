"""Exchanges, crawls and WARC files of our own making, for the tests of the archive."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.model import Capture, Crawl, Exchange, Portal, Truncation
from archive.warc.reader import read_warc
from archive.warc.writer import WarcWriter

PORTAL = Portal(
    name="qingxi",
    organ="清溪市人民政府",
    adcode="999900",
    seeds=("http://www.qingxi.test/xxgk/nb/", "http://www.qingxi.test/zwgk/年报/"),
    first_year=2008,
    expected_minimum=12,
    family="trs",
)
ROOT = Path(__file__).resolve().parent.parent.parent
START = datetime(2024, 3, 1, 8, 0, 0, 123456, tzinfo=UTC)
CRAWL = Crawl("qingxi-20240301T080000Z", PORTAL, START, "nianbao 0.1")
REQUEST = b"GET /xxgk/nb/2023.html HTTP/1.1\r\nHost: www.qingxi.test\r\nUser-Agent: nianbao\r\n\r\n"


def exchange(
    url: str = "http://www.qingxi.test/xxgk/nb/2023.html",
    response: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>\xe5\xb9\xb4\xe6\x8a\xa5</html>",
    *,
    seconds: float = 0,
    truncated: Truncation | None = None,
    request: bytes = REQUEST,
) -> Exchange:
    """An exchange that began ``seconds`` after START."""
    return Exchange(url, START + timedelta(seconds=seconds), request, response, "127.0.0.1", ("http/1.1",), truncated)


def writer(root: Path, crawl: Crawl = CRAWL) -> WarcWriter:
    """A writer into ``<root>/qingxi``."""
    return WarcWriter(root / "qingxi", crawl, settings={"DOWNLOAD_DELAY": "1.0"})


def warcs(root: Path) -> list[Path]:
    """The finished WARC files under a root."""
    return sorted(root.rglob("*.warc.gz"))


def captures(root: Path) -> list[Capture]:
    """Every capture of every finished file under a root."""
    return [item for path in warcs(root) for item in read_warc(path, root) if isinstance(item, Capture)]
