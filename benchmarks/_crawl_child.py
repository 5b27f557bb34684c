"""``python -m benchmarks._crawl_child MODE PORT PAGES FOLDER``: one crawl of the page server, in a process of its own.

MODE is ``plain`` (Scrapy as it comes), ``tuned`` (with what the project's settings spare any crawl), ``archived`` (so,
and through the wire tap), or ``webarchive`` (``tuned`` with scrapy-webarchive, where the interpreter has it). The last
line on stdout is the CPU time in seconds that the crawl itself took, from the spider's first request to the end.
"""

import sys
import time
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.http import Response
from scrapy.settings import Settings

from settings import base

_SPARING = {
    "CONCURRENT_ITEMS": base.CONCURRENT_ITEMS,
    "EXTENSIONS_BASE": base.EXTENSIONS_BASE,
    "EXTENSIONS": {path: order for path, order in base.EXTENSIONS.items() if "collector" in path},
}
_ARCHIVING = ("DOWNLOAD_HANDLERS", "DOWNLOADER_MIDDLEWARES", "RECRAWL_CONDITIONAL", "CRAWL_MAXSIZE")
_ALL = ("DOWNLOAD_MAXSIZE", "DOWNLOAD_TIMEOUT", "DOWNLOAD_VERIFY_CERTIFICATES", "HTTPPROXY_ENABLED", "USER_AGENT")


class PagesSpider(Spider):
    """Asks for every page once and reads its title, as a spider that does the least would."""

    name = "pages"
    started = 0.0

    def __init__(self, origin: str, pages: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_urls = [f"{origin}/"]
        self.origin = origin
        self.pages = pages
        self.read = 0

    async def start(self) -> AsyncIterator[Request]:
        PagesSpider.started = time.process_time()
        for number in range(self.pages):
            yield Request(f"{self.origin}/{number}.html", dont_filter=True)

    def parse(self, response: Response) -> None:
        self.read += b"</html>" in response.body


def main() -> int:
    mode, port, pages, folder = sys.argv[1:]
    keys = (*_ALL, *(_ARCHIVING if mode == "archived" else ()))
    settings = Settings({key: getattr(base, key) for key in keys})
    settings.setdict({} if mode == "plain" else _SPARING)
    settings.setdict(
        {
            "ARCHIVE_DIR": folder,
            # The same URLs for all; ours goes to no private address unless told so.
            "CONNECT_TO": [f"127.0.0.1:{port}:127.0.0.1:{port}"] if mode == "archived" else [],
            "CONCURRENT_REQUESTS": 8,
            "LOG_LEVEL": "WARNING",
            "TELNETCONSOLE_ENABLED": False,
            "REMOTE_CONTROL_ENABLED": False,
        }
    )
    if mode == "webarchive":
        settings["SW_EXPORT_URI"] = f"{folder}/"
        settings["EXTENSIONS"]["scrapy_webarchive.extensions.WaczExporter"] = 543
    process = AsyncCrawlerProcess(settings)
    crawler: Crawler = process.create_crawler(PagesSpider)
    process.crawl(crawler, origin=f"http://127.0.0.1:{port}", pages=int(pages))
    process.start()
    spider = crawler.spider
    if not isinstance(spider, PagesSpider) or spider.read != int(pages):
        print("error: not every page was read", file=sys.stderr)
        return 1
    print(time.process_time() - PagesSpider.started)
    return 0


if __name__ == "__main__":
    sys.exit(main())
