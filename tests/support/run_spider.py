"""``python -m tests.support.run_spider SPIDER SETTINGS.json``: a test's spider under the project's own settings."""

import json
import sys
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from settings import base
from tests.support import wire_spiders

# What belongs to the portals' spiders and not to the wire: how they are found, and what is told of them.
_NOT_OURS = (
    "SPIDER_LOADER_CLASS",
    "SPIDER_MODULES",
    "EXTENSIONS",
    "COMMANDS_MODULE",
    "NEWSPIDER_MODULE",
    "STATS_CLASS",
)


def main() -> int:
    name, path = sys.argv[1:]
    settings = Settings()
    settings.setdict(
        {key: getattr(base, key) for key in dir(base) if key.isupper() and key not in _NOT_OURS}, "project"
    )
    chosen = json.loads(Path(path).read_text(encoding="utf-8"))
    settings.setdict(chosen, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    process.crawl(getattr(wire_spiders, name), folder=chosen["ARCHIVE_DIR"])
    process.start()
    return int(process.bootstrap_failed)


if __name__ == "__main__":
    sys.exit(main())
