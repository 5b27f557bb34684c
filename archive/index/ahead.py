"""One WARC file read ahead of the index's one writer, by whoever has time: a process, or another machine.

What comes back is what the file holds without its bodies, and what its documents say, by the page's URL and all that a
reading depends on. The writer asks for a reading by exactly these, so that what was not foreseen here (a page whose
files lie in another WARC, a portal declared anew) is merely read by itself: what the index says in the end does not
depend on who read.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive.index.ids import capture_id
from archive.index.ingest import instant, is_document, is_file
from archive.index.readings import Extractor, Place, Said, Source, said
from archive.index.sources import facts
from archive.index.visits import Seen, Visit, visits
from archive.model import Capture, Crawl, Hints, Portal
from archive.warc.reader import Item, read_warc

# Bytes of decoded bodies that wait for the pages or files that they belong with.
_HELD_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Ahead:
    """``items`` are a file's, captures without their bodies, each beside its body's size in bytes; ``told`` is what
    visits say, by URL and inputs."""

    items: tuple[tuple[Item, int], ...]
    told: dict[tuple[str, str], Said]


def sized(items: Iterable[Item]) -> Iterator[tuple[Item, int]]:
    """Items, and how many bytes the body of each capture has."""
    return ((item, len(item.body) if isinstance(item, Capture) else 0) for item in items)


def read_ahead(path: Path, root: Path, extractor: Extractor) -> Ahead:
    """Read a file. Raises WarcError where it cannot be opened."""
    items, reading = [], _Documents(extractor)
    for item, size in sized(read_warc(path, root)):
        if isinstance(item, Crawl):
            reading.portals[item.crawl_id] = item.portal
        elif isinstance(item, Capture):
            reading.hold(item)
        items.append((replace(item, body=b"") if isinstance(item, Capture) else item, size))
    reading.settle()
    return Ahead(tuple(items), reading.told)


@dataclass(slots=True)
class _Documents:
    """The documents of one file as far as they were held, and what they say."""

    extractor: Extractor
    told: dict[tuple[str, str], Said] = field(default_factory=dict)
    portals: dict[str, Portal | None] = field(default_factory=dict)
    _sources: list[Source] = field(default_factory=list)
    _unmarked: set[str] = field(default_factory=set)
    _payloads: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    _bodies: dict[str, bytes] = field(default_factory=dict)
    _held: int = 0

    def hold(self, capture: Capture) -> None:
        """Keep a document until those beside it are known."""
        key, revisit = capture_id(capture.record_id), capture.warc_type == "revisit"
        holder = capture_id(capture.refers_to or "") if revisit else key
        if capture.status not in (None, 200, *([304] if revisit else [])) or not capture.whole:
            return
        if revisit and holder not in self._bodies:
            return  # what an earlier file holds was read with it, or is read by the writer
        payload, declared = self._payloads.get(holder, (capture.payload_digest, capture.declared_type))
        portal, found = self.portals.get(capture.crawl_id or ""), capture.discovery
        unmarked = found is None and portal is None and is_document(capture.url, declared)
        if found is None and not unmarked:
            return
        hints = Hints(
            portal_organ=portal.organ if portal is not None else None,
            portal_adcode=portal.adcode if portal is not None else None,
            anchor_text=found.anchor_text if found is not None else None,
            expected_year=found.expected_year if found is not None else None,
        )
        kind, via = (found.kind, found.via) if found is not None else (None, None)
        at = (instant(capture.captured_at), capture.captured_at.microsecond, key)
        place = Place(capture.location.file, capture.location.offset, capture.location.length)
        seen = Seen(key, capture.url, at, capture.crawl_id, holder, payload or holder, facts(hints))
        self._sources.append(Source(seen, declared, kind, via, place, hints))
        self._unmarked |= {key} if unmarked else set()
        self._payloads[holder] = payload, declared
        self._bodies[holder] = capture.body
        self._held += len(capture.body)
        if self._held > _HELD_BYTES:
            self.settle()

    def settle(self) -> None:
        """Read what is held: pages with their files, then the files that are part of none."""
        pages: dict[str, list[Source]] = defaultdict(list)
        files: dict[str, list[Source]] = defaultdict(list)
        for one in self._sources:
            whole = one.kind == "report" or (one.kind is None and not is_file(one.seen.url, one.declared_type))
            (pages if whole else files)[one.seen.url].append(one)
        taken = {key for url, found in pages.items() for key in self._read(url, found, files, set(pages))}
        for url, found in files.items():
            alone = [one for one in found if one.seen.capture in self._unmarked - taken]
            self._read(url, alone, {}, set())
        self._sources.clear()
        self._unmarked.clear()
        self._payloads.clear()
        self._bodies.clear()
        self._held = 0

    def _read(self, url: str, found: list[Source], files: dict[str, list[Source]], pages: set[str]) -> set[str]:
        """Read all visits of a URL, with the files whose links on it were followed and, once the page was read, those
        that it links to. Returns the captures of the files."""
        followed = [one for same in files.values() for one in same if one.kind == "attachment" and one.via == url]
        links: dict[str, frozenset[str]] = {}
        while True:
            named = frozenset[str]().union(*links.values())
            linked = [self._linked(one) for link in sorted(named - {url}) for one in files.get(link, ())]
            linked = [one for one in linked if one.via != url and (one.kind is None or one.via in pages)]
            sources = {one.seen.capture: one for one in (*found, *followed, *linked)}
            beside = [one.seen for one in (*followed, *linked)]
            planned = visits([one.seen for one in found], beside, links)
            missing = next((visit for visit in planned if (url, visit.inputs) not in self.told), None)
            if missing is None:
                return {seen.capture for visit in planned for seen in visit.files}
            told = self.told[url, missing.inputs] = self._extracted(missing, sources)
            links[missing.page.holder or ""] = frozenset(link for link, _ in told.links)

    @staticmethod
    def _linked(one: Source) -> Source:
        seen = replace(one.seen, followed=False, opens=one.kind is None)
        return replace(one, seen=seen)

    def _extracted(self, visit: Visit, sources: dict[str, Source]) -> Said:
        parts = [sources[seen.capture] for seen in (visit.page, *visit.files)]
        page, *files = (part.document(self._bodies[part.seen.holder or ""]) for part in parts)
        return said(self.extractor(page, files))
