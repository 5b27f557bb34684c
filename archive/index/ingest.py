"""Crawls, outcomes and captures of a WARC file as rows."""

import json
import sqlite3
from datetime import UTC, datetime

from sqlite_utils import Database

from archive.index.ids import capture_id, digest
from archive.model import Capture, Crawl, CrawlOutcome, Issue, LateDiscovery
from archive.text.flow import names_file

_DOCUMENT_TYPES = (
    "text/html",
    "application/xhtml",
    "text/plain",
    "application/pdf",
    "application/msword",
    "application/vnd.",
    "application/octet-stream",
    "application/zip",
    "application/ofd",
    "application/rtf",
    "application/wps",
    "application/kswps",
    "image/",
)
_NEVER = ("text/css", "text/javascript", "application/javascript", "application/json", "image/svg", "image/x-icon")
_PAGE_TYPES = ("text/html", "application/xhtml", "text/plain")

# Crawlers keep their own logs and arguments as resources under metadata: and urn: addresses (wget 1.21.3, 2026-11).
_WEB = ("http:", "https:", "ftp:")

_CAPTURE = (
    "INSERT INTO captures (capture_id, url, captured_at, microsecond, warc_type, status, content_type, size, "
    "payload_digest, truncated, whole, refers_to, crawl_id, kind, via, anchor_text, expected_year, file, offset, "
    "length) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)

# A capture's discovery is either written with it or later; of several later ones, that in the least file counts.
_LATE = """
UPDATE captures SET (kind, via, anchor_text, expected_year) = (SELECT l.kind, l.via, l.anchor_text, l.expected_year
    FROM late_discoveries l WHERE l.capture_id = captures.capture_id ORDER BY l.file LIMIT 1)
WHERE capture_id = ? AND (capture_id IN (SELECT capture_id FROM late_discoveries) OR ?)
"""


def instant(moment: datetime) -> str:
    """An instant as the index writes it: ``2024-03-01T08:00:00Z``, UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_document(url: str, declared_type: str | None) -> bool:
    """Whether something that no discovery marked may hold a report, by its address and its Content-Type."""
    if not url.startswith(_WEB) or url.endswith("/robots.txt"):
        return False
    kind = (declared_type or "").strip().lower()
    return not kind or (kind.startswith(_DOCUMENT_TYPES) and not kind.startswith(_NEVER))


def is_file(url: str, declared_type: str | None) -> bool:
    """Whether a document is a file that pages link to, rather than a page: by its name, else by its Content-Type."""
    kind = (declared_type or "").strip().lower()
    return names_file(url) or bool(kind and not kind.startswith(_PAGE_TYPES))


def store_crawl(db: Database, crawl: Crawl) -> bool:
    """A crawl and the portal it declares; the newest declaration of a portal counts. Returns whether this changed what
    its pages are read with: the portal's organ or its code."""
    started = instant(crawl.started)
    known = db.execute("SELECT started FROM crawls WHERE crawl_id = ?", (crawl.crawl_id,)).fetchone()
    earliest = min(started, known[0] or started) if known else started
    portal, changed = crawl.portal, False
    if portal is not None:
        newest = db.execute("SELECT max(started) FROM crawls WHERE portal = ?", (portal.name,)).fetchone()[0]
        if newest is None or started >= newest:
            hints = db.execute("SELECT organ, adcode FROM portals WHERE portal = ?", (portal.name,)).fetchone()
            changed = hints is not None and tuple(hints) != (portal.organ, portal.adcode)
            row = {
                "portal": portal.name,
                "organ": portal.organ,
                "adcode": portal.adcode,
                "family": portal.family,
                "seeds": json.dumps(portal.seeds, ensure_ascii=False),
                "first_year": portal.first_year,
                "expected_minimum": portal.expected_minimum,
            }
            db.table("portals").upsert(row, pk="portal")
    row = {
        "crawl_id": crawl.crawl_id,
        "portal": portal.name if portal else None,
        "started": earliest,
        "software": crawl.software,
        "connect_to": crawl.connect_to,
    }
    db.table("crawls").upsert(row, pk="crawl_id")
    return changed


def store_outcome(db: Database, outcome: CrawlOutcome) -> None:
    """How a crawl ended, beside what its ``warcinfo`` says of it."""
    row = {
        "crawl_id": outcome.crawl_id,
        "outcome": outcome.outcome,
        "finished": instant(outcome.finished),
        "pages": outcome.pages,
        "reports": outcome.reports,
        "years": json.dumps(outcome.years),
        "detail": outcome.detail,
    }
    db.table("crawls").upsert(row, pk="crawl_id")


def store_capture(db: Database, capture: Capture, name: str, size: int) -> bool:
    """Whether the capture is new: a record that lies in two files is one capture, at the lesser location. ``size`` is
    that of its body, which may not be at hand."""
    key = capture_id(capture.record_id)
    twin = db.execute("SELECT file, offset FROM captures WHERE capture_id = ?", (key,)).fetchone()
    if twin is not None:
        if (name, capture.location.offset) < tuple(twin):
            place = (name, capture.location.offset, capture.location.length, key)
            db.execute("UPDATE captures SET file = ?, offset = ?, length = ? WHERE capture_id = ?", place)
        return False
    if capture.crawl_id is not None:
        db.execute("INSERT OR IGNORE INTO crawls (crawl_id) VALUES (?)", (capture.crawl_id,))
    found = capture.discovery
    db.execute(
        _CAPTURE,
        (
            key,
            capture.url,
            instant(capture.captured_at),
            capture.captured_at.microsecond,
            capture.warc_type,
            capture.status,
            capture.declared_type,
            size,
            capture.payload_digest,
            capture.truncated,
            capture.whole,
            capture_id(capture.refers_to) if capture.refers_to else None,
            capture.crawl_id,
            found.kind if found else None,
            found.via if found else None,
            found.anchor_text if found else None,
            found.expected_year if found else None,
            name,
            capture.location.offset,
            capture.location.length,
        ),
    )
    db.execute(_LATE, (key, False))
    return True


def store_late(db: Database, late: LateDiscovery, name: str) -> str:
    """What file ``name`` says of a capture of this or another file, known or not; the capture's id."""
    key, found = capture_id(late.record_id), late.discovery
    db.execute(
        "INSERT OR REPLACE INTO late_discoveries VALUES (?, ?, ?, ?, ?, ?)",
        (key, name, found.kind, found.via, found.anchor_text, found.expected_year),
    )
    db.execute(_LATE, (key, False))
    return key


def late_of(db: Database, name: str) -> list[str]:
    """The captures that file ``name`` says something of."""
    return [key for (key,) in db.execute("SELECT capture_id FROM late_discoveries WHERE file = ?", (name,))]


def forget_late(db: Database, name: str) -> None:
    """Take back what file ``name`` says of captures."""
    keys = late_of(db, name)
    db.execute("DELETE FROM late_discoveries WHERE file = ?", (name,))
    for key in keys:
        db.execute(_LATE, (key, True))


def store_issue(
    db: Database | sqlite3.Connection,
    issue: Issue,
    *,
    capture: str | None = None,
    report: str | None = None,
    place: tuple[str, int | None] | None = None,
) -> None:
    """``place`` is file and offset. The same thing said twice of the same place is one row."""
    file, offset = place or (None, None)
    parts = (issue.stage, issue.code, issue.detail, capture or "", report or "", file or "", str(offset))
    db.execute(
        "INSERT OR IGNORE INTO issues VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (digest(*parts, length=16), issue.stage, issue.code, issue.detail, capture, report, file, offset),
    )
