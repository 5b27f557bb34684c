"""Crawls, outcomes and captures of a WARC file as rows."""

import json
import sqlite3
from datetime import UTC, datetime

from archive.index.ids import capture_id, digest
from archive.model import Capture, Crawl, CrawlOutcome, Issue

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


def instant(moment: datetime) -> str:
    """An instant as the index writes it: ``2024-03-01T08:00:00Z``, UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_document(declared_type: str | None) -> bool:
    """Whether something with this Content-Type may hold a report; without one, it may."""
    if not declared_type:
        return True
    kind = declared_type.strip().lower()
    return kind.startswith(_DOCUMENT_TYPES) and not kind.startswith(_NEVER)


def store_crawl(connection: sqlite3.Connection, crawl: Crawl) -> None:
    """A crawl and the portal it declares; the newest declaration of a portal counts."""
    portal = crawl.portal
    if portal is not None:
        newest = connection.execute("SELECT max(started) FROM crawls WHERE portal = ?", (portal.name,)).fetchone()[0]
        if newest is None or instant(crawl.started) >= newest:
            connection.execute(
                "INSERT INTO portals VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (portal) DO UPDATE SET "
                "organ = excluded.organ, adcode = excluded.adcode, family = excluded.family, seeds = excluded.seeds, "
                "first_year = excluded.first_year, expected_minimum = excluded.expected_minimum",
                (
                    portal.name,
                    portal.organ,
                    portal.adcode,
                    portal.family,
                    json.dumps(portal.seeds, ensure_ascii=False),
                    portal.first_year,
                    portal.expected_minimum,
                ),
            )
    connection.execute(
        "INSERT INTO crawls (crawl_id, portal, started, software, connect_to) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (crawl_id) DO UPDATE SET portal = excluded.portal, software = excluded.software, "
        "connect_to = excluded.connect_to, "
        "started = min(coalesce(started, excluded.started), excluded.started)",
        (crawl.crawl_id, portal.name if portal else None, instant(crawl.started), crawl.software, crawl.connect_to),
    )


def store_outcome(connection: sqlite3.Connection, outcome: CrawlOutcome) -> None:
    connection.execute("INSERT OR IGNORE INTO crawls (crawl_id) VALUES (?)", (outcome.crawl_id,))
    connection.execute(
        "UPDATE crawls SET outcome = ?, finished = ?, pages = ?, reports = ?, years = ?, detail = ? WHERE crawl_id = ?",
        (
            outcome.outcome,
            instant(outcome.finished),
            outcome.pages,
            outcome.reports,
            json.dumps(outcome.years),
            outcome.detail,
            outcome.crawl_id,
        ),
    )


def store_capture(connection: sqlite3.Connection, capture: Capture, name: str) -> bool:
    """Whether the capture is new: a record that lies in two files is one capture, at the lesser location."""
    key = capture_id(capture.record_id)
    twin = connection.execute("SELECT file, offset FROM captures WHERE capture_id = ?", (key,)).fetchone()
    if twin is not None:
        if (name, capture.location.offset) < tuple(twin):
            connection.execute(
                "UPDATE captures SET file = ?, offset = ?, length = ? WHERE capture_id = ?",
                (name, capture.location.offset, capture.location.length, key),
            )
        return False
    if capture.crawl_id is not None:
        connection.execute("INSERT OR IGNORE INTO crawls (crawl_id) VALUES (?)", (capture.crawl_id,))
    found = capture.discovery
    connection.execute(
        "INSERT INTO captures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            key,
            capture.url,
            instant(capture.captured_at),
            capture.warc_type,
            capture.status,
            capture.declared_type,
            len(capture.body),
            capture.payload_digest,
            capture.truncated,
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
    return True


def store_issue(
    connection: sqlite3.Connection,
    issue: Issue,
    *,
    capture: str | None = None,
    report: str | None = None,
    place: tuple[str, int | None] | None = None,
) -> None:
    """``place`` is file and offset. The same thing said twice of the same place is one row."""
    file, offset = place or (None, None)
    parts = (issue.stage, issue.code, issue.detail, capture or "", report or "", file or "", str(offset))
    connection.execute(
        "INSERT OR IGNORE INTO issues VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (digest(*parts, length=16), issue.stage, issue.code, issue.detail, capture, report, file, offset),
    )
