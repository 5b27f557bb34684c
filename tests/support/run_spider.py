"""A server of crawls: ``python -m tests.support.run_spider`` imports Scrapy once and forks a process for each line on
stdin, which names a settings file. It answers with the child's process id and, when it ended, with its exit status."""

import json
import os
import resource
import sys
from importlib import import_module
from pathlib import Path
from typing import cast

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings, default_settings

import crawler.recrawl
import crawler.wire  # noqa: F401 (imported once for all crawls)
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


def run(path: Path) -> int:
    """One crawl in this process: spider, settings and limits as the file says."""
    wanted = json.loads(path.read_text(encoding="utf-8"))
    if wanted["file_limit"] is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (wanted["file_limit"], wanted["file_limit"]))
    settings = Settings()
    settings.setdict(
        {key: getattr(base, key) for key in dir(base) if key.isupper() and key not in _NOT_OURS}, "project"
    )
    settings.setdict(wanted["settings"], priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    spider = _spider(wanted["spider"])
    own = {"folder": str(path.parent)} if spider.__module__ == wire_spiders.__name__ else {}
    process.crawl(spider, **own)
    process.start()
    return int(process.bootstrap_failed)


def _spider(wanted: str) -> type[Spider]:
    """A class of ``wire_spiders.py``, or what a bundle declares."""
    if not wanted.endswith(".wacz"):
        return cast(type[Spider], getattr(wire_spiders, wanted))
    from crawler.bundle import declared_in, spider_of
    from tests.support.portal_fixtures import SPIDER

    portal = declared_in(Path(wanted), SPIDER)
    assert portal is not None, f"{wanted} declares no portal {SPIDER}"
    return spider_of(portal)


def main() -> None:
    """Fork for each line until stdin ends."""
    for name, parts in vars(default_settings).items():
        for part in parts if name.endswith("_BASE") else ():
            if "." in part:
                import_module(part.rpartition(".")[0])
    for line in sys.stdin:
        path = Path(line.strip())
        child = os.fork()
        if child == 0:
            with (path.parent / "log.txt").open("w") as log:
                os.dup2(log.fileno(), 2)
                os._exit(run(path))
        print(child, flush=True)
        print(os.waitpid(child, 0)[1], flush=True)


if __name__ == "__main__":
    main()
