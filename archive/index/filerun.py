"""One WARC file into the index: its captures, the pages that they concern, and the reports that this changes."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils import Database

from archive.errors import WarcError
from archive.index.ahead import Ahead, sized
from archive.index.derive import derive
from archive.index.ids import capture_id
from archive.index.ingest import (
    forget_late,
    is_document,
    is_file,
    late_of,
    store_capture,
    store_crawl,
    store_issue,
    store_late,
    store_outcome,
)
from archive.index.pages import Pages
from archive.index.readings import Extractor, Place
from archive.index.searchqueue import SearchQueue
from archive.model import Capture, Crawl, CrawlOutcome, Issue, LateDiscovery, Location
from archive.warc.paths import size_of
from archive.warc.reader import Item, read_capture, read_warc

_HELD_BYTES = 64 << 20  # of decoded bodies that wait for the rest of their file

# Of some captures: where they are read as documents, which page led to them, and which pages link to them.
_CONCERNED = """
SELECT c.url, c.content_type, c.kind, c.via, w.portal FROM captures c LEFT JOIN crawls w USING (crawl_id)
WHERE c.capture_id IN (SELECT value FROM json_each(?)) AND (c.kind NOT NULL OR w.portal IS NULL)
"""
_LINKING = "SELECT d.url FROM attachments t JOIN readings d USING (capture_id, page_id) WHERE t.url = ? AND t.linked"
_TARGETS = """
SELECT refers_to FROM captures WHERE warc_type = 'revisit' AND capture_id IN (SELECT value FROM json_each(?))
"""
_FOLLOW = """
UPDATE captures SET original = (SELECT CASE o.warc_type WHEN 'revisit' THEN o.original ELSE o.capture_id END
    FROM captures o WHERE o.capture_id = captures.refers_to)
WHERE warc_type = 'revisit' AND refers_to IN (SELECT value FROM json_each(?)) AND original IS NOT
    (SELECT CASE o.warc_type WHEN 'revisit' THEN o.original ELSE o.capture_id END
    FROM captures o WHERE o.capture_id = captures.refers_to)
RETURNING capture_id
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
    """The work on one file, inside one transaction of the caller. ``ahead`` is what somebody else has read of it."""

    db: Database
    root: Path
    extractor: Extractor
    name: str
    path: Path
    ahead: Ahead | None = None
    result: FileResult = field(init=False)
    search: SearchQueue = field(init=False)
    pages: Pages = field(init=False)
    _new: list[str] = field(default_factory=list)
    _bodies: dict[str, bytes] = field(default_factory=dict)
    _held: int = 0

    def __post_init__(self) -> None:
        self.result = FileResult(self.name)
        self.search = SearchQueue(self.db)
        told = self.ahead.told if self.ahead is not None else {}
        self.pages = Pages(self.db, self.extractor, self._body, self.search, told)

    def index(self) -> FileResult:
        """Read the file; one that was read before, when it had another size, is forgotten first."""
        self._forget()
        row = {"file": self.name, "size": size_of(self.path)}
        self.db.table("warc_files").upsert(row, pk="file")
        seen = 0
        try:
            for item, size in self._items():
                seen += not isinstance(item, Issue)
                self._item(item, size)
        except WarcError as error:
            self._issue(Issue("capture", "unreadable_file", str(error)))
        self._settle()
        self.search.flush()
        derive(self.db, self.pages.touched)
        result = self.result
        result.unreadable = seen == 0 and bool(result.issues)
        result.read = self.pages.read
        result.issues += self.pages.issues
        result.dropped |= self.pages.dropped
        return result

    def _items(self) -> Iterable[tuple[Item, int]]:
        """What the file holds, and how many bytes the body of each capture has."""
        return self.ahead.items if self.ahead is not None else sized(read_warc(self.path, self.root))

    def _issue(self, issue: Issue) -> None:
        self.result.issues.append(issue)
        store_issue(self.db, issue, place=(self.name, None))

    def _item(self, item: Item, size: int) -> None:
        if isinstance(item, Crawl):
            if store_crawl(self.db, item) and item.portal is not None:
                self._read_portal(item.portal.name)
        elif isinstance(item, CrawlOutcome):
            store_outcome(self.db, item)
            seen = self.db.execute("SELECT report_id FROM captured_reports WHERE crawl_id = ?", (item.crawl_id,))
            self.pages.touched.update(report for (report,) in seen)
        elif isinstance(item, LateDiscovery):
            self._new.append(store_late(self.db, item, self.name))
        elif isinstance(item, Issue):
            self._issue(item)
        elif store_capture(self.db, item, self.name, size):
            self.result.captures += 1
            self._capture(item)

    def _capture(self, capture: Capture) -> None:
        """Hold the body of what is to be read: at the end of the file it is known what belongs to it."""
        key = capture_id(capture.record_id)
        self._new.append(key)
        if capture.warc_type == "revisit" or capture.status not in (None, 200):
            return
        if capture.discovery is None and not is_document(capture.url, capture.declared_type):
            return
        if capture.truncated is not None:
            where = f"{self.name} at {capture.location.offset}: {capture.url}"
            self._issue(Issue("capture", "cut_answer", f"{where}: cut by {capture.truncated}; kept, and not read"))
        elif capture.whole and self.ahead is None:
            self._bodies[key] = capture.body
            self._held += len(capture.body)
            if self._held > _HELD_BYTES:
                self._settle()

    def _settle(self) -> None:
        self._wait_for(self._follow_revisits(self._new))
        self.pages.settle()
        self._new.clear()
        self._bodies.clear()
        self._held = 0

    def _follow_revisits(self, captures: Iterable[str]) -> set[str]:
        """The given captures and the revisits that lead to them, now that these are known (or no longer are)."""
        found, queue = set(captures), list(captures)
        targets = {target for (target,) in self.db.execute(_TARGETS, (json.dumps(queue),)) if target}
        queue = sorted({*queue, *targets})
        while queue:
            queue = [key for (key,) in self.db.execute(_FOLLOW, (json.dumps(queue),)).fetchall()]
            found.update(queue)
        return found

    def _wait_for(self, captures: Iterable[str]) -> None:
        """Have the pages read again that these captures may concern."""
        rows = self.db.execute(_CONCERNED, (json.dumps(sorted(captures)),)).fetchall()
        for url, declared, kind, via, portal in rows:
            if kind is None and portal is None and not is_document(url, declared):
                continue
            self.pages.wait(url, is_file=kind == "attachment" or (kind is None and is_file(url, declared)))
            if kind == "attachment" and via is not None:
                self.pages.wait(via, is_file=False)
        for url in {row[0] for row in rows if row[2] != "report"}:
            for (page,) in self.db.execute(_LINKING, (url,)).fetchall():
                self.pages.wait(page, is_file=False)

    def _read_portal(self, portal: str) -> None:
        """All pages of a portal, for what it declares is a hint to each."""
        rows = self.db.execute(
            "SELECT c.capture_id FROM captures c JOIN crawls w USING (crawl_id) WHERE w.portal = ?", (portal,)
        )
        self._wait_for([key for (key,) in rows.fetchall()])

    def _body(self, key: str, place: Place) -> bytes:
        """The body of a capture of this or an earlier file. Raises WarcError where it is not at hand."""
        held = self._bodies.get(key)
        if held is not None:
            return held
        path = self.path if place.file == self.name else self.root / place.file
        outside = not path.absolute().is_relative_to(self.root.absolute())
        location = Location(path.name if outside else place.file, place.offset, place.length)
        return read_capture(location, path.parent if outside else self.root).body

    def _forget(self) -> None:
        """Take out all that an earlier reading of this file brought."""
        keys = [key for (key,) in self.db.execute("SELECT capture_id FROM captures WHERE file = ?", (self.name,))]
        told = [*keys, *late_of(self.db, self.name)]
        self._wait_for(told)
        self._unread(told)
        forget_late(self.db, self.name)
        self.db.execute("DELETE FROM issues WHERE file = ?", (self.name,))
        self.db.execute("DELETE FROM captures WHERE file = ?", (self.name,))
        revisits = self._follow_revisits(keys)
        self._wait_for(revisits)
        self._unread(revisits)
        self.result.dropped |= bool(keys)

    def _unread(self, captures: Iterable[str]) -> None:
        for key in captures:
            readings = self.db.execute(
                "SELECT capture_id, page_id FROM readings WHERE capture_id = :key UNION "
                "SELECT capture_id, page_id FROM readings WHERE page_id = :key "
                "AND url = (SELECT url FROM captures WHERE capture_id = :key)",
                {"key": key},
            )
            for reading in readings.fetchall():
                self.pages.unread(*reading)


def remove_orphans(db: Database) -> None:
    """Dictionary rows that nothing uses any more."""
    for table, column, users in (
        ("cell_maps", "cell_map", "SELECT cell_map FROM figure_sets WHERE cell_map NOT NULL"),
        ("check_lists", "check_list", "SELECT check_list FROM check_sets UNION SELECT check_list FROM year_check_sets"),
        ("check_texts", "check_text", "SELECT check_text FROM check_lists"),
        ("layout_keys", "layout", "SELECT layout FROM figure_sets"),
        ("layouts", "layout", "SELECT layout FROM figure_sets"),
    ):
        db.table(table).delete_where(f"{column} NOT IN ({users})")
