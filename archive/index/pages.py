"""What the captures of each page say now: its visits planned, the new ones read, those that hold no more forgotten."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlite_utils import Database

from archive.errors import WarcError
from archive.index.ingest import is_file, store_issue
from archive.index.readings import Extractor, Place, Said, Source, said, store_reading
from archive.index.searchqueue import SearchQueue
from archive.index.sources import followed_files, linked_files, page_captures
from archive.index.visits import Visit, visits
from archive.model import Document, Issue

Bodies = Callable[[str, Place], bytes]
"""The decoded body of the capture of this id, at this place. Raises WarcError where it is not at hand."""

_STORED = "SELECT capture_id, page_id, outcome, version_id, published_on, inputs FROM readings WHERE url = ?"
_LINKS = """
SELECT CASE p.warc_type WHEN 'revisit' THEN p.original ELSE p.capture_id END, t.url
FROM readings d JOIN captures p ON p.capture_id = d.page_id
JOIN attachments t ON t.capture_id = d.capture_id AND t.page_id = d.page_id
WHERE d.url = ? AND t.linked
"""
_DESCRIBED = """
SELECT v.version_id, v.report_id, v.described_by = d.capture_id AND v.read_from = d.page_id
FROM readings d JOIN report_versions v ON v.version_id = d.version_id WHERE d.capture_id = ? AND d.page_id = ?
"""
_FILES = "SELECT capture_id FROM report_files WHERE url = ?"
_REPORTS = "SELECT DISTINCT v.report_id FROM readings d JOIN report_versions v USING (version_id) WHERE d.url = ?"


@dataclass(slots=True)
class Pages:
    """The work on the pages that new captures concern. ``wait`` and ``settle`` may be called in turns: what the index
    says in the end does not depend on when. ``ahead`` is what was read by somebody else, by URL and inputs."""

    db: Database
    extractor: Extractor
    bodies: Bodies
    search: SearchQueue
    ahead: Mapping[tuple[str, str], Said] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    issues: list[Issue] = field(default_factory=list)
    read: int = 0
    dropped: bool = False
    _pages: dict[str, None] = field(default_factory=dict)
    _files: dict[str, None] = field(default_factory=dict)

    def wait(self, url: str, *, is_file: bool) -> None:
        """A URL whose readings may have to change. Files wait for the pages that may take them."""
        (self._files if is_file else self._pages)[url] = None

    def settle(self) -> None:
        """Bring the readings of all that waits up to what the captures say."""
        while self._pages or self._files:
            queue = self._pages or self._files
            url = next(iter(queue))
            del queue[url]
            self._settle(url)

    def _settle(self, url: str) -> None:
        sources = page_captures(self.db, url)
        stored = {(row[0], row[1]): tuple(row[2:]) for row in self.db.execute(_STORED, (url,))}
        if not sources and not stored:
            return
        read = {key: row[-1] for key, row in stored.items() if row[0] != "same_as"}
        reading = _Reading(self, url, sources, read)
        homes = reading.homes()
        stale = [key for key, inputs in read.items() if key not in homes or homes[key].inputs != inputs]
        fresh = [key for key, visit in homes.items() if read.get(key) != visit.inputs]
        for key in {*stale, *fresh} & stored.keys():
            self.unread(*key)
        for key in fresh:
            self._store(reading, homes[key])
        if stored or len(homes) < len(reading.planned):
            self._store_repeats(url, reading.planned)
            self.touched.update(report for (report,) in self.db.execute(_REPORTS, (url,)))
        self._store_files(url, reading.planned)

    def _store_files(self, url: str, planned: Sequence[Visit]) -> None:
        """Which captures of files are part of a report; the others are documents of their own."""
        arrived = frozenset[str]().union(*(visit.arrived for visit in planned))
        if arrived:
            stated = {row[-1] for row in self.db.execute(_STORED, (url,)) if row[2] == "report"}
            arrived = frozenset[str]().union(*(visit.arrived for visit in planned if visit.inputs in stated))
        held = {capture for (capture,) in self.db.execute(_FILES, (url,))}
        for capture in held - arrived:
            self.db.execute("DELETE FROM report_files WHERE capture_id = ? AND url = ?", (capture, url))
        self.db.conn.executemany("INSERT INTO report_files VALUES (?, ?)", [(new, url) for new in arrived - held])
        for capture in sorted(held ^ arrived):
            for (file,) in self.db.execute("SELECT url FROM captures WHERE capture_id = ?", (capture,)).fetchall():
                self.wait(file, is_file=True)

    def _store(self, reading: "_Reading", visit: Visit) -> None:
        told = reading.told.get(visit.inputs)
        if told is None:
            return
        found = store_reading(self.db, visit, reading.sources[visit.page.capture], told, self.search)
        if found is not None:
            self.touched.add(found[0])
        else:
            self.issues += [issue for issue in told.issues if issue.code != "not_a_report"]

    def _store_repeats(self, url: str, planned: Sequence[Visit]) -> None:
        """A visit with the same inputs as an earlier one shows the same version again."""
        stored = {(row[0], row[1]): tuple(row[2:]) for row in self.db.execute(_STORED, (url,))}
        homes = {row[-1]: (key, row) for key, row in stored.items() if row[0] == "report"}
        wanted = {}
        for visit in planned:
            key = (visit.seen.capture, visit.page.capture)
            home, row = homes.get(visit.inputs, (key, None))
            if row is not None and home != key:
                wanted[key] = ("same_as", *row[1:])
        held = {key: row for key, row in stored.items() if row[0] == "same_as"}
        for key in held.keys() - wanted.keys():
            self.unread(*key)
        for key, row in wanted.items():
            if held.get(key) != row:
                self.db.execute("INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?, ?, ?, ?)", (*key, url, *row))

    def unread(self, capture: str, page: str) -> None:
        """Forget a reading; a version that it described is read again from the others that show it."""
        for version, report, described in self.db.execute(_DESCRIBED, (capture, page)).fetchall():
            self.touched.add(report)
            if described:
                others = self.db.execute("SELECT DISTINCT url FROM readings WHERE version_id = ?", (version,))
                self._pages.update((other, None) for (other,) in others.fetchall())
                self.db.execute("DELETE FROM readings WHERE version_id = ?", (version,))
                self.search.drop_version(version)
                self.dropped = True
        self.db.execute("DELETE FROM readings WHERE capture_id = ? AND page_id = ?", (capture, page))
        self.db.execute("DELETE FROM issues WHERE capture_id = ?", (capture,))


class _Reading:
    """The visits of one page and what they say, as far as it had to be read."""

    def __init__(self, pages: Pages, url: str, sources: Sequence[Source], stored: dict[tuple[str, str], str]) -> None:
        self.told: dict[str, Said | None] = {}
        self.sources = {source.seen.capture: source for source in sources}
        self.planned: tuple[Visit, ...] = ()
        self._run = pages
        self._url = url
        self._captures = [source.seen for source in sources]
        self._stored = stored
        self._followed = followed_files(pages.db, url)
        self._links: dict[str, frozenset[str]] = {}
        self._is_page = not all(is_file(url, source.declared_type) for source in sources)
        for holder, link in pages.db.execute(_LINKS, (url,)):
            self._links[holder] = self._links.get(holder, frozenset()) | {link}

    def homes(self) -> dict[tuple[str, str], Visit]:
        """The first visit of each kind of inputs, by capture and page; what is not in the index is read. A page's links
        are known when it has been read, and may lead to further files."""
        while True:
            self.planned = self._plan()
            homes: dict[str, Visit] = {}
            for visit in self.planned:
                homes.setdefault(visit.inputs, visit)
            found = {(visit.seen.capture, visit.page.capture): visit for visit in homes.values()}
            fresh = (visit for key, visit in found.items() if self._stored.get(key) != visit.inputs)
            missing = next((visit for visit in fresh if visit.inputs not in self.told), None)
            if missing is None:
                return found
            self._read(missing)

    def _plan(self) -> tuple[Visit, ...]:
        links = frozenset[str]().union(*self._links.values())
        files = [*self._followed, *(linked_files(self._run.db, self._url, links) if links and self._is_page else ())]
        self.sources.update((source.seen.capture, source) for source in files)
        return visits(self._captures, [source.seen for source in files], self._links)

    def _read(self, visit: Visit) -> None:
        run = self._run
        told = run.ahead.get((self._url, visit.inputs)) or self._extracted(visit)
        self.told[visit.inputs] = told
        if told is not None:
            run.read += 1
            self._links[visit.page.holder or ""] = frozenset(url for url, _ in told.links)

    def _extracted(self, visit: Visit) -> Said | None:
        run = self._run
        try:
            page, *files = [self._document(seen.capture) for seen in (visit.page, *visit.files)]
        except WarcError as error:
            issue = Issue("capture", "capture_missing", str(error))
            run.issues.append(issue)
            store_issue(run.db, issue, capture=visit.seen.capture)
            return None
        return said(run.extractor(page, files))

    def _document(self, capture: str) -> Document:
        source = self.sources[capture]
        return source.document(self._run.bodies(source.seen.holder or capture, source.place))
