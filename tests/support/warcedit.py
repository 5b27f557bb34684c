"""A finished archive to plant faults in, and the tools to plant them."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from archive.model import CrawlOutcome, Discovery
from archive.warc.members import Member, scan
from archive.warc.record import WarcRecord, compress, encode
from archive.warc.source import opened
from tests.support.warcs import CRAWL, START, exchange, warcs, writer

FOUND = Discovery("report", "http://www.qingxi.test/", "清溪市2023年报", 2023)


def page(number: int) -> bytes:
    """An answer whose body differs with ``number``; each carries an ETag."""
    body = f"<html>{number}</html>".encode()
    return b'HTTP/1.1 200 OK\r\nETag: "%d"\r\nContent-Length: %d\r\n\r\n%s' % (number, len(body), body)


def build(root: Path) -> None:
    """Two finished files: five pages, an outcome; then a resource and two revisits of the first file's pages."""
    with writer(root) as w:
        for number in range(5):
            w.write_exchange(exchange(f"http://www.qingxi.test/{number}", page(number), seconds=number), FOUND)
        w.write_outcome(CrawlOutcome(CRAWL.crawl_id, "complete", START, 5, 5, (2023,), "5 of 5"))
    with writer(root, replace(CRAWL, crawl_id="qingxi-later")) as w:
        w.write_exchange(exchange("http://www.qingxi.test/1", page(1), seconds=100), FOUND)
        w.write_exchange(exchange("http://www.qingxi.test/2", b"HTTP/1.1 304 Not Modified\r\n\r\n", seconds=101))
        w.write_resource("http://www.qingxi.test/a.pdf", b"%PDF-1.7", "application/pdf", START, FOUND)


def members(path: Path) -> list[Member]:
    """The members of a sound file."""
    with opened(path) as source:
        return [item for item in scan(source, 0, source.size) if isinstance(item, Member)]


def records(path: Path) -> list[WarcRecord]:
    return [member.record for member in members(path)]


def rewrite(path: Path, edit: Callable[[list[WarcRecord]], list[WarcRecord]]) -> None:
    """Write the file again with its records edited."""
    found = [replace(r, fields=tuple(f for f in r.fields if f[0] != "Content-Length")) for r in records(path)]
    path.write_bytes(b"".join(compress(encode(record)) for record in edit(found)))


def with_field(record: WarcRecord, name: str, value: str | None) -> WarcRecord:
    """The record with a field of another value, or without it."""
    fields = [(n, v if n != name else value) for n, v in record.fields]
    return replace(record, fields=tuple((n, v) for n, v in fields if v is not None))


@dataclass(frozen=True)
class Plant:
    """Plants one fault; ``of`` picks the record by type, ``file`` the archive's first or second."""

    of: str
    change: Callable[[WarcRecord], list[WarcRecord]]
    file: int = 0

    def __call__(self, root: Path) -> None:
        path = warcs(root)[self.file]

        def edit(found: list[WarcRecord]) -> list[WarcRecord]:
            index = next(i for i, record in enumerate(found) if record.type == self.of)
            return [*found[:index], *self.change(found[index]), *found[index + 1 :]]

        rewrite(path, edit)


def splice(path: Path, at: int, cut: int, new: bytes) -> None:
    """Replace ``cut`` bytes of a file at a place."""
    data = path.read_bytes()
    path.write_bytes(data[:at] + new + data[at + cut :])


def data_of(path: Path, member: Member) -> bytes:
    """What a member unpacks to."""
    return gzip.decompress(path.read_bytes()[member.offset : member.offset + member.length])


def raw_member(path: Path, index: int, change: Callable[[bytes], bytes]) -> None:
    """Put other uncompressed bytes into one member."""
    member = members(path)[index]
    splice(path, member.offset, member.length, gzip.compress(change(data_of(path, member)), mtime=0))
