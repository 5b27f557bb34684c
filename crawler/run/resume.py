"""A crawl that goes on: what an earlier process of it was answered, it is answered again from its own WARC files.

A crawl of a run keeps its id, whatever process works on it (``CRAWL_AS``). The walk begins anew each time, and every
request that the crawl holds an answer to is given it: the oldest first, failures and refusals too, so that the walk
comes to the place where it was by the way it went. Such answers wait for no delay, are asked of nobody, and are not
kept a second time. What was not answered before is asked.
"""

import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Self
from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.settings import BaseSettings

from archive.errors import WarcError
from archive.model import Crawl, Discovery, Exchange
from archive.warc.paths import warc_files
from archive.warc.reader import read_warc
from crawler.capture import session_of
from crawler.exchange import Recording
from crawler.pacing import HELD_SLOT
from crawler.replay import Replayed, StoredHandler
from crawler.stored import StoredAnswers

# Where a request carries the answer that is held for it.
_HELD = "held"
_STAT = "run/held"
# Parts of the name of a WARC file of ours: portal, time, number, host, process.
_PARTS = 5


class ResumeAddon:
    """Has the crawl go on, where ``CRAWL_AS`` names one."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:  # noqa: ARG003 (Scrapy's interface)
        """Scrapy's way to make an add-on."""
        return cls()

    def update_settings(self, settings: BaseSettings) -> None:
        """Put the files before the network."""
        if not settings.get("CRAWL_AS") or settings.get("REPLAY"):
            raise NotConfigured
        handlers = settings.getdict("DOWNLOAD_HANDLERS")
        if {handlers[scheme] for scheme in ("http", "https")} != {"crawler.wire.WireHandler"}:
            raise NotConfigured  # the browser tier: what it is shown depends on more than the request
        handlers |= dict.fromkeys(("http", "https"), "crawler.run.resume.ResumingHandler")
        middlewares = {**settings.getdict("DOWNLOADER_MIDDLEWARES"), "crawler.run.resume.HeldMiddleware": 880}
        slots = {**settings.getdict("DOWNLOAD_SLOTS"), HELD_SLOT: {"concurrency": 1, "delay": 0.0, "jitter": 0.0}}
        changed = {"DOWNLOAD_HANDLERS": handlers, "DOWNLOADER_MIDDLEWARES": middlewares, "DOWNLOAD_SLOTS": slots}
        settings.setdict(changed, priority="cmdline")


class HeldMiddleware:
    """Leads requests whose answers are held past the queue of their host."""

    def __init__(self, crawler: Crawler) -> None:
        self._held = held_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make a middleware."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """A retry or redirect carries what the request before it was given along."""
        if request.meta.pop(_HELD, None) is not None:
            del request.meta["download_slot"], request.meta["autothrottle_dont_adjust_delay"]
        stored = self._held.take(request.method, request.url, request.body)
        if stored is not None:
            request.meta.update({_HELD: stored, "download_slot": HELD_SLOT, "autothrottle_dont_adjust_delay": True})


class ResumingHandler(StoredHandler):
    """Files where they answer a request for the first time, the network for all else."""

    def _recording(self, request: Request, *, relaxed: bool) -> Recording:
        stored = request.meta.get(_HELD)
        if stored is not None:
            self._crawler.stats.inc_value(_STAT)
            return Replayed(request.url.partition("#")[0], stored)
        return super()._recording(request, relaxed=relaxed)

    def _keep(self, recording: Recording, exchanges: Iterable[Exchange], discovery: Discovery | None) -> None:
        if not isinstance(recording, Replayed):
            super()._keep(recording, exchanges, discovery)


_held: WeakKeyDictionary[Crawler, StoredAnswers] = WeakKeyDictionary()


def held_of(crawler: Crawler) -> StoredAnswers:
    """What the crawl holds. Where its last question was asked a moment ago, by the process before this one, it waits as
    long as it would have waited then."""
    if crawler not in _held:
        session = session_of(crawler)  # finishes what that process left open
        answers = _held[crawler] = StoredAnswers(list(files_of(session.crawl, session.folder)))
        if answers.newest is not None:
            settings = crawler.settings
            pause = settings.getfloat("DOWNLOAD_DELAY") * (1 + settings.getfloat("DOWNLOAD_DELAY_JITTER"))
            time.sleep(min(pause, max(0.0, pause - (datetime.now(UTC) - answers.newest).total_seconds())))
    return _held[crawler]


def files_of(crawl: Crawl, folder: Path) -> Iterator[Path]:
    """The finished WARC files of a folder that hold captures of this crawl; names sort by time."""
    stamp = f"{crawl.started:%Y%m%dT%H%M%SZ}"
    for path in warc_files(folder, deep=False):
        parts = path.name.split("-")
        if len(parts) == _PARTS and parts[1] < stamp:
            continue  # ours, and older
        try:
            first = next(iter(read_warc(path, folder.parent)), None)
        except WarcError:
            continue  # what cannot be read answers nothing, and is asked for again
        if isinstance(first, Crawl) and first.crawl_id == crawl.crawl_id:
            yield path


def held_count(crawler: Crawler) -> int:
    """Answers that were given from files so far."""
    return int(crawler.stats.get_value(_STAT, 0))
