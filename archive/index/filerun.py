"""One WARC file into the index: its captures, what they say, and the reports that this changes."""

import json
import sqlite3
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive.errors import WarcError
from archive.index.derive import derive
from archive.index.ids import capture_id
from archive.index.ingest import is_document, store_capture, store_crawl, store_issue, store_outcome
from archive.index.readings import Extractor, Source, store_reading
from archive.index.searchqueue import SearchQueue
from archive.model import Capture, Crawl, CrawlOutcome, Discovery, Document, Issue, Location
from archive.warc.reader import read_capture, read_warc

_SOURCE = """
SELECT c.capture_id, c.url, c.captured_at, c.content_type, c.file, c.offset, c.length,
    c.kind, c.via, c.anchor_text, c.expected_year, p.organ, p.adcode, c.crawl_id
FROM captures c LEFT JOIN crawls w ON w.crawl_id = c.crawl_id LEFT JOIN portals p ON p.portal = w.portal
WHERE c.capture_id = ?
"""

# Files that belong to a page: those whose link was followed on it in the same crawl, or, in WARC files without
# discovery, those it links to that the same crawl captured. An unchanged file is the capture its revisit refers to.
_FILE = """
SELECT s.capture_id, a.url FROM captures a
JOIN captures s ON s.capture_id = CASE a.warc_type WHEN 'revisit' THEN a.refers_to ELSE a.capture_id END
WHERE a.crawl_id IS :crawl AND s.warc_type <> 'revisit' AND coalesce(s.status, 200) = 200
"""
_JOINED = f"{_FILE} AND a.kind = 'attachment' AND a.via = :url ORDER BY a.url, a.captured_at, a.capture_id"
_LINKED = f"{_FILE} AND a.kind IS NULL AND a.url = :url ORDER BY a.captured_at, a.capture_id LIMIT 1"

_REFERRED = """
SELECT s.capture_id FROM captures a JOIN captures s ON s.capture_id = a.refers_to AND s.warc_type <> 'revisit'
WHERE a.capture_id = ? AND a.warc_type = 'revisit'
"""
_UNCHANGED_PAGES = """
SELECT DISTINCT p.capture_id, p.refers_to FROM captures a
JOIN captures p ON p.url = a.via AND p.crawl_id IS a.crawl_id AND p.warc_type = 'revisit'
JOIN captures o ON o.capture_id = p.refers_to AND o.warc_type <> 'revisit'
WHERE a.kind = 'attachment' AND (a.file = :file OR o.file = :file)
"""

# Crawlers keep their own logs and arguments as resources under metadata: and urn: addresses (wget 1.21.3, 2026-11).
_WEB = ("http:", "https:", "ftp:")

_OTHERS = "SELECT capture_id FROM readings WHERE version_id = ? AND capture_id <> ? AND outcome = 'report'"

_REVISITS = """
SELECT c.capture_id, d.version_id, d.published_on, v.report_id FROM captures o
JOIN captures c ON c.warc_type = 'revisit' AND c.refers_to = o.capture_id AND c.url = o.url
JOIN readings d ON d.capture_id = o.capture_id JOIN report_versions v ON v.version_id = d.version_id
LEFT JOIN readings own ON own.capture_id = c.capture_id
WHERE o.capture_id = ? AND (own.outcome IS NULL OR own.outcome = 'same_as')
    AND (own.version_id IS NULL OR own.version_id <> d.version_id)
"""


@dataclass(slots=True)
class FileResult:
    """``read`` counts the documents that were extracted; ``dropped`` whether rows were replaced."""

    name: str
    captures: int = 0
    read: int = 0
    dropped: bool = False
    unreadable: bool = False
    issues: list[Issue] = field(default_factory=list)


@dataclass(slots=True)
class FileRun:
    """The work on one file, inside one transaction of the caller."""

    connection: sqlite3.Connection
    root: Path
    extractor: Extractor
    name: str
    path: Path
    touched: set[str] = field(default_factory=set)
    pending: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)  # captures that were read, and those that new revisits refer to
    result: FileResult = field(init=False)
    search: SearchQueue = field(init=False)

    def __post_init__(self) -> None:
        self.result = FileResult(self.name)
        self.search = SearchQueue(self.connection)

    def index(self) -> FileResult:
        """Read the file; one that was read before, when it had another size, is forgotten first."""
        self._forget()
        size = self.path.stat().st_size
        self.connection.execute("INSERT INTO warc_files VALUES (?, ?)", (self.name, size))
        seen = 0
        try:
            for item in read_warc(self.path, self.root):
                seen += not isinstance(item, Issue)
                self._item(item)
        except WarcError as error:
            self._issue(Issue("capture", "unreadable_file", str(error)))
        self.result.unreadable = seen == 0 and bool(self.result.issues)
        self._join_attachments()
        self._read_pending()
        self._follow_revisits()
        self.search.flush()
        derive(self.connection, self.touched)
        return self.result

    def _rows(self, sql: str, *parameters: object, **named: object) -> list[tuple[str, ...]]:
        return self.connection.execute(sql, named or parameters).fetchall()

    def _issue(self, issue: Issue) -> None:
        self.result.issues.append(issue)
        store_issue(self.connection, issue, place=(self.name, None))

    def _item(self, item: Crawl | Capture | CrawlOutcome | Issue) -> None:
        if isinstance(item, Crawl):
            store_crawl(self.connection, item)
        elif isinstance(item, CrawlOutcome):
            store_outcome(self.connection, item)
        elif isinstance(item, Issue):
            self._issue(item)
        elif store_capture(self.connection, item, self.name):
            self.result.captures += 1
            if item.refers_to:
                self.changed.add(capture_id(item.refers_to))
            self._capture(item)

    def _capture(self, capture: Capture) -> None:
        """Read a page at once, while its bytes are at hand; what may depend on other records waits."""
        key = capture_id(capture.record_id)
        if capture.warc_type == "revisit" or capture.status not in (None, 200):
            return
        if not self._may_be_report(capture):
            return
        if capture.discovery is not None and capture.discovery.kind == "attachment":
            self.pending.add(key)
            return
        self._read(key, capture.body)

    def _may_be_report(self, capture: Capture) -> bool:
        """What the discovery marked; without a portal's discovery (files of others, imports), each document."""
        if capture.discovery is not None:
            return True
        ours = self._rows("SELECT 1 FROM crawls WHERE crawl_id = ? AND portal IS NOT NULL", capture.crawl_id)
        return (
            not ours
            and capture.url.startswith(_WEB)
            and is_document(capture.declared_type)
            and not capture.url.endswith("/robots.txt")
        )

    def _source(self, key: str) -> Source:
        row = self.connection.execute(_SOURCE, (key,)).fetchone()
        kind, via, anchor, year = row[7:11]
        found = Discovery(kind, via, anchor, year) if kind else None
        capture, url, captured_at, declared_type, file, offset, length = row[:7]
        return Source(capture, url, captured_at, declared_type, file, offset, length, found, *row[11:])

    def _body(self, source: Source) -> bytes:
        """The body of a capture of this or an earlier file. Raises WarcError where it is not at hand."""
        here = source.file == self.name
        path = self.path if here else self.root / source.file
        outside = not path.absolute().is_relative_to(self.root.absolute())
        location = Location(path.name if outside else source.file, source.offset, source.length)
        return read_capture(location, path.parent if outside else self.root).body

    def _document(self, source: Source) -> Document:
        """A capture with its bytes; a revisit is what it refers to, seen again."""
        for (original,) in self._rows(_REFERRED, source.capture):
            shown = self._source(original)
            return replace(source, declared_type=shown.declared_type).document(self._body(shown))
        return source.document(self._body(source))

    def _read(self, key: str, body: bytes | None = None) -> None:
        source = self._source(key)
        try:
            document = self._document(source) if body is None else source.document(body)
            joined = self._attachments_of(source, ())
            extraction = self.extractor(document, [document for _, _, document in joined])
            links = tuple(link.url for link in extraction.attachments)
            linked = self._attachments_of(source, links) if links else joined
            if len(linked) > len(joined):
                joined = linked
                extraction = self.extractor(document, [document for _, _, document in joined])
        except WarcError as error:
            self._issue(Issue("capture", "capture_missing", str(error)))
            return
        self.result.read += 1
        self.changed.add(key)
        names = [(capture, url) for capture, url, _ in joined]
        report = store_reading(self.connection, source, extraction, names, self.search)
        if report is not None:
            self.touched.add(report)
            for capture, _ in names:
                self._unread(capture)
        if extraction.report is None:
            self.result.issues.extend(issue for issue in extraction.issues if issue.code != "not_a_report")

    def _attachments_of(self, source: Source, links: tuple[str, ...]) -> list[tuple[str, str, Document]]:
        """(capture, URL, document) of each captured file that belongs to a page, one per URL."""
        names = {"url": source.url, "crawl": source.crawl}
        found = {url: key for key, url in self.connection.execute(_JOINED, names)}
        for link in links:
            for key, url in self.connection.execute(_LINKED, {"url": link, "crawl": source.crawl}):
                found.setdefault(url, key)
        found.pop(source.url, None)
        sources = [(key, url, self._source(key)) for url, key in sorted(found.items())]
        return [(key, url, self._document(other)) for key, url, other in sources]

    def _joined_now(self, key: str) -> list[str]:
        """The captures that a page would be read with by what is known now."""
        links = tuple(url for (url,) in self._rows("SELECT url FROM attachments WHERE capture_id = ?", key))
        return sorted(capture for capture, _, _ in self._attachments_of(self._source(key), links))

    def _join_attachments(self) -> None:
        """Pages of this and earlier files whose attachments this file brought are read again with them."""
        pages = self._rows(
            "SELECT DISTINCT d.capture_id, d.attachments FROM captures a "
            "JOIN captures p ON p.url = a.via AND p.crawl_id IS a.crawl_id "
            "JOIN readings d ON d.capture_id = p.capture_id "
            "WHERE a.file = ? AND a.kind = 'attachment' AND d.outcome <> 'same_as'",
            self.name,
        )
        pages += self._rows(
            "SELECT DISTINCT d.capture_id, d.attachments FROM captures s "
            "JOIN captures a ON a.warc_type = 'revisit' AND a.refers_to = s.capture_id AND a.kind = 'attachment' "
            "JOIN captures p ON p.url = a.via AND p.crawl_id IS a.crawl_id "
            "JOIN readings d ON d.capture_id = p.capture_id "
            "WHERE s.file = ? AND d.outcome <> 'same_as'",
            self.name,
        )
        pages += self._rows(
            "SELECT DISTINCT t.capture_id, d.attachments FROM captures a JOIN attachments t ON t.url = a.url "
            "JOIN captures p ON p.capture_id = t.capture_id AND p.crawl_id IS a.crawl_id "
            "JOIN readings d ON d.capture_id = p.capture_id "
            "WHERE a.file = ? AND a.kind IS NULL AND t.file_capture_id IS NULL AND a.url <> p.url "
            "AND coalesce(a.status, 200) = 200",
            self.name,
        )
        for key, used in sorted(set(pages)):
            if self._joined_now(key) != json.loads(used):
                self._unread(key)
                self.pending.add(key)
        self._join_under_unchanged_pages()

    def _join_under_unchanged_pages(self) -> None:
        """A page that did not change, with a file that did, says something new: its revisit is read for itself."""
        for key, original in self._rows(_UNCHANGED_PAGES, file=self.name):
            if self._joined_now(key) != self._joined_now(original):
                self._unread(key)
                self.pending.add(key)

    def _read_pending(self) -> None:
        """What waited, pages first; an attachment that no page took is a document of its own."""
        rows = self._rows("SELECT capture_id FROM captures WHERE kind = 'attachment' AND file = ?", self.name)
        attached = {key for (key,) in rows}
        while self.pending:
            pages = self.pending - attached
            ready = sorted(pages or self.pending)
            self.pending.difference_update(ready)
            for key in ready:
                if pages or not self._taken(key):
                    self._read(key)

    def _taken(self, key: str) -> bool:
        return bool(self._rows("SELECT 1 FROM attachments WHERE file_capture_id = ? LIMIT 1", key))

    def _unread(self, key: str) -> None:
        """Forget what a capture said; versions that it described are read again from their other captures."""
        for version, report, described_by in self._rows(
            "SELECT v.version_id, v.report_id, v.read_from FROM readings d "
            "JOIN report_versions v ON v.version_id = d.version_id WHERE d.capture_id = ?",
            key,
        ):
            self.touched.add(report)
            if described_by == key:
                others = self._rows(_OTHERS, version, key)
                self.connection.execute("DELETE FROM readings WHERE version_id = ?", (version,))
                self.pending.update(other for (other,) in others)
                self.search.drop_version(version)
                self.result.dropped = True
        self.connection.execute("DELETE FROM readings WHERE capture_id = ?", (key,))
        self.connection.execute("DELETE FROM attachments WHERE capture_id = ?", (key,))
        self.connection.execute("DELETE FROM issues WHERE capture_id = ?", (key,))

    def _follow_revisits(self) -> None:
        """A revisit shows what the capture it refers to showed; a chain of them is followed to its end."""
        queue = sorted(self.changed)
        while queue:
            queue = sorted({revisit for key in queue for revisit in self._follow(key)})

    def _follow(self, key: str) -> list[str]:
        """The revisits of one capture whose reading this changed."""
        rows = self._rows(_REVISITS, key)
        for capture, version, published, report in rows:
            self.connection.execute(
                "INSERT OR REPLACE INTO readings VALUES (?, 'same_as', ?, ?, '[]')", (capture, version, published)
            )
            self.touched.add(report)
        return [row[0] for row in rows]

    def _forget(self) -> None:
        """Take out all that an earlier reading of this file brought."""
        known = self._rows("SELECT capture_id FROM captures WHERE file = ?", self.name)
        for (key,) in known:
            self._unread(key)
        mine = {key for (key,) in known}
        self.pending -= mine
        self.connection.execute("DELETE FROM issues WHERE file = ?", (self.name,))
        self.connection.execute("DELETE FROM captures WHERE file = ?", (self.name,))
        self.connection.execute("DELETE FROM warc_files WHERE file = ?", (self.name,))
        self.result.dropped |= bool(known)


def remove_orphans(connection: sqlite3.Connection) -> None:
    """Dictionary rows that nothing uses any more."""
    connection.execute(
        "DELETE FROM cell_maps WHERE cell_map NOT IN (SELECT cell_map FROM figure_sets WHERE cell_map NOT NULL)"
    )
    connection.execute(
        "DELETE FROM check_lists WHERE check_list NOT IN "
        "(SELECT check_list FROM check_sets UNION SELECT check_list FROM year_check_sets)"
    )
    connection.execute("DELETE FROM check_texts WHERE check_text NOT IN (SELECT check_text FROM check_lists)")
    connection.execute("DELETE FROM layout_keys WHERE layout NOT IN (SELECT layout FROM figure_sets)")
    connection.execute("DELETE FROM layouts WHERE layout NOT IN (SELECT layout FROM figure_sets)")
