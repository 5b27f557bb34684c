"""Small worlds of lists, pages and files that change between crawls, and crawls of them as WARC files.

A world is plain data, so that hypothesis can draw and shrink it. What a page or file says names itself and the number
of its present state, so that a version tells which states were read together.
"""

import random
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Literal

from archive.model import Crawl, CrawlOutcome, Discovery, Exchange
from archive.warc.writer import WarcWriter
from tests.support.archives import PORTAL, START, state

HOST = "http://www.qingxi.test"
LISTS = (f"{HOST}/nb/", f"{HOST}/nb/2/")

Answer = Literal["etag", "plain", "noise"]
"""What a server says of a page that did not change: 304, the same bytes, or bytes that say the same."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A page or a file. ``organ`` and ``year`` are those of the report it states, None for a page that is no report;
    ``files`` are the names of those it links to; ``state`` goes up with every change; ``gone`` is 404."""

    organ: int | None
    year: int
    state: int
    answer: Answer
    files: tuple[str, ...] = ()
    gone: bool = False

    def body(self, name: str, noise: int) -> bytes:
        links = [url_of(file) for file in self.files]
        if self.organ is None:
            return b"no report, %d" % self.state
        figures: dict[str, int | None] = {f"t3.{'new' if name[0] == 'p' else 'granted'}.total": self.state}
        more = {"noise": noise} if self.answer == "noise" else {}
        text = f"{name} {self.state}"
        return state(f"清溪市{self.organ}局", self.year, text, figures, links=links, **more)


@dataclass(frozen=True, slots=True)
class World:
    """Things by name (``p…`` pages, ``f…`` files of pages, ``r…`` reports that a list links as files); ``lists`` are
    the state of each list and the names that it links to."""

    things: Mapping[str, Thing]
    lists: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """One crawl: after how many exchanges it is killed (None: it ends), the names whose answers are cut or fail, and
    the order in which it asks."""

    killed_after: int | None = None
    cut: frozenset[str] = frozenset()
    failing: frozenset[str] = frozenset()
    order: int = 0

    @property
    def undisturbed(self) -> bool:
        return self.killed_after is None and not self.cut and not self.failing


# A listing that turns out to be a report itself.
INLINE = "p3"


def url_of(name: str) -> str:
    return f"{HOST}/files/{name}.pdf" if name[0] in "fr" else f"{HOST}/nb/{name}.html"


@dataclass(slots=True)
class Portal:
    """An archive of one portal and what it holds whole, as a crawler that asks again with validators knows it."""

    root: Path
    whole: dict[str, bytes] = field(default_factory=dict)
    crawls: int = 0

    def crawl(self, world: World, visit: Visit) -> Path:
        """Ask for everything that the lists lead to, the files of a page after it; returns the WARC file."""
        self.crawls += 1
        started = START + timedelta(days=self.crawls)
        crawl = Crawl(f"qingxi-{self.crawls}", PORTAL, started, "nianbao test")
        before = set(self.root.rglob("*.warc.gz"))
        with WarcWriter(self.root / PORTAL.name, crawl, settings={}) as writer:
            count = 0
            for count, (url, discovery, response) in enumerate(self._exchanges(world, visit), start=1):
                moment = started + timedelta(milliseconds=400 * count)
                exchange = Exchange(url, moment, b"GET / HTTP/1.1\r\n\r\n", response, None, ("http/1.1",), None)
                late = discovery is not None and url == url_of(INLINE)
                writer.write_exchange(exchange, None if late else discovery)
                if count == visit.killed_after:
                    break
                if late and discovery is not None and response.startswith((b"HTTP/1.1 200", b"HTTP/1.1 304")):
                    writer.write_discovery(url, discovery)
            else:
                moment = started + timedelta(hours=1)
                writer.write_outcome(CrawlOutcome(crawl.crawl_id, "complete", moment, count, 0, (), ""))
        (path,) = set(self.root.rglob("*.warc.gz")) - before
        return path

    def _exchanges(self, world: World, visit: Visit) -> Iterator[tuple[str, Discovery | None, bytes]]:
        chance = random.Random(visit.order)
        waiting: list[tuple[str, Discovery]] = []
        seen: set[str] = set()
        for number, (at, names) in enumerate(world.lists):
            body = f"list {number} {at}: {' '.join(names)}".encode()
            yield LISTS[number], None, self._answer(LISTS[number], body, "etag")
            waiting += [(name, _found(name, LISTS[number])) for name in names if name not in seen]
            seen.update(names)
        while waiting:
            name, discovery = waiting.pop(chance.randrange(len(waiting)))
            thing, url = world.things[name], url_of(name)
            yield url, discovery, self._response(name, thing, visit)
            if name[0] == "p" and not thing.gone and name not in visit.failing | visit.cut:
                waiting += [(file, _found(file, url)) for file in thing.files if file not in seen]
                seen.update(thing.files)

    def _response(self, name: str, thing: Thing, visit: Visit) -> bytes:
        if name in visit.failing:
            return b"HTTP/1.1 503 Busy\r\n\r\n"
        if thing.gone:
            return b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\ngone"
        body = thing.body(name, self.crawls)
        if name in visit.cut:
            return _message(body, b'"cut"')[:-7]
        return self._answer(url_of(name), body, thing.answer)

    def _answer(self, url: str, body: bytes, answer: Answer) -> bytes:
        etag = b'"%d"' % zlib.crc32(body)
        if answer == "etag" and self.whole.get(url) == body:
            return b"HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n" % etag
        self.whole[url] = body
        return _message(body, etag)


def _message(body: bytes, etag: bytes) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: %s\r\nContent-Length: %d\r\n\r\n"
    return head % (etag, len(body)) + body


def _found(name: str, via: str) -> Discovery:
    return Discovery("report" if name[0] == "p" else "attachment", via, "年度报告", None)


def states_of(text: str) -> dict[str, int]:
    """The names and states that a version's text is made of."""
    return {line.split()[0]: int(line.split()[1]) for line in text.split("\n")}
