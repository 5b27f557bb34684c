"""A capture: what was fetched, shown in a sandbox that runs nothing, with all that one needs to check it."""

import re
import sqlite3
from pathlib import Path
from urllib.parse import quote

from datasette.utils.asgi import Response

from archive.errors import DocumentError, WarcError
from archive.model import Location
from archive.site.citations import Cited, cite_capture
from archive.site.marking import marked
from archive.site.web import Ask, PageMissingError, View
from archive.text.decode import decode
from archive.warc.reader import read_capture, read_member, read_record

# The stored page may style itself and show images it carries inside; it runs no script, sends no form, loads nothing
# and cannot leave its frame.
SANDBOX = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
_BODY_HEADERS = {
    "Content-Security-Policy": SANDBOX,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-DNS-Prefetch-Control": "off",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp")
_LINK = re.compile(r"<(/?)link\b", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_CAPTURE = "SELECT c.*, w.portal, w.software FROM captures c LEFT JOIN crawls w USING (crawl_id) WHERE c.capture_id = ?"


def _row(connection: sqlite3.Connection, ask: Ask) -> sqlite3.Row:
    row: sqlite3.Row | None = connection.execute(_CAPTURE, (ask.path["id"],)).fetchone()
    if row is None:
        raise PageMissingError(ask.t("capture.unknown", id=ask.path["id"]))
    return row


def _location(row: sqlite3.Row) -> Location:
    return Location(row["file"], row["offset"], row["length"])


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    row = _row(connection, ask)
    fields: tuple[tuple[str, str], ...] = ()
    head, problem = "", None
    try:
        stored = read_record(_location(row), ask.context.root)
        fields = tuple(stored.fields)
        if stored.content_type.startswith("application/http"):
            head = stored.block.partition(b"\r\n\r\n")[0].decode("utf-8", "replace")
    except WarcError as error:
        problem = str(error)
    capture = row["capture_id"]
    reading = connection.execute(
        "SELECT d.*, v.report_id FROM readings d LEFT JOIN report_versions v USING (version_id) WHERE d.capture_id = ?",
        (capture,),
    ).fetchone()
    return View(
        "nb_capture.html",
        {
            "capture": row,
            "verify_path": _as_typed(ask.context.root / row["file"]),
            "fields": fields,
            "head": head,
            "problem": problem,
            "reading": reading,
            "cited": cite_capture(ask, row, _report_of(connection, reading)),
            "issues": connection.execute("SELECT * FROM issues WHERE capture_id = ?", (capture,)).fetchall(),
            "others": connection.execute(
                "SELECT capture_id, captured_at, warc_type, status FROM captures WHERE url = ? "
                "ORDER BY captured_at DESC LIMIT 50",
                (row["url"],),
            ).fetchall(),
            "attachments": connection.execute(
                "SELECT * FROM attachments WHERE capture_id = ? ORDER BY position", (capture,)
            ).fetchall(),
        },
    )


def _report_of(connection: sqlite3.Connection, reading: sqlite3.Row | None) -> sqlite3.Row | None:
    """The report that was read from a capture."""
    if reading is None or reading["report_id"] is None:
        return None
    row: sqlite3.Row | None = connection.execute(
        "SELECT r.*, o.name AS organ FROM reports r LEFT JOIN organs o USING (organ_id) WHERE report_id = ?",
        (reading["report_id"],),
    ).fetchone()
    return row


def cited(connection: sqlite3.Connection, ask: Ask) -> Cited:
    """``/capture/ID/cite.bib``."""
    row = _row(connection, ask)
    reading = connection.execute(
        "SELECT v.report_id FROM readings d JOIN report_versions v USING (version_id) WHERE d.capture_id = ?",
        (row["capture_id"],),
    ).fetchone()
    return cite_capture(ask, row, _report_of(connection, reading))


def _as_typed(path: Path) -> str:
    """A path as one types it in the checkout; of an archive elsewhere only the part inside it, its place is no matter
    of visitors."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else f"DIR/warc/{path.parent.name}/{path.name}"


def body(connection: sqlite3.Connection, ask: Ask) -> Response:
    """The stored page itself, inert; what a browser might run or a plugin open is a download instead."""
    row = _row(connection, ask)
    try:
        data = read_capture(_location(row), ask.context.root).body
    except WarcError as error:
        return Response.text(str(error), status=404, headers=dict(_BODY_HEADERS))
    kind = (row["content_type"] or "").partition(";")[0].strip().lower()
    if kind in _IMAGES:
        return Response(data, content_type=kind, headers=dict(_BODY_HEADERS))
    if kind in ("text/html", "application/xhtml+xml", "text/plain", ""):
        try:
            text = decode(data, row["content_type"]).text
        except DocumentError as error:
            return Response.text(str(error), headers=dict(_BODY_HEADERS))
        if kind == "text/plain":
            return Response.text(text, headers=dict(_BODY_HEADERS))
        return Response.html(_inert(_marked(connection, ask, text) or text), headers=dict(_BODY_HEADERS))
    name = quote(row["url"].rstrip("/").rpartition("/")[2].partition("?")[0] or "document", safe="")
    headers = {**_BODY_HEADERS, "Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(data, content_type="application/octet-stream", headers=headers)


def _marked(connection: sqlite3.Connection, ask: Ask, html: str) -> str | None:
    """With ``?version=…&mark=KEY``: the page with the cells of those figures outlined, where it holds them."""
    keys = frozenset(ask.many("mark"))
    if not keys:
        return None
    figures = connection.execute(
        "SELECT key, cell, raw FROM figures WHERE version_id = ? AND capture_id = ? AND cell NOT NULL",
        (ask.one("version"), ask.path["id"]),
    ).fetchall()
    wanted = frozenset(row["cell"] for row in figures if row["key"] in keys)
    return marked(html, {row["cell"]: row["raw"] or "" for row in figures}, wanted) if wanted else None


def _inert(html: str) -> str:
    """The page as it is shown: no link element, and each script of a type that no browser runs (of two ``type``
    attributes the first counts). The policy stops all of this anyway; so nothing is left for it to stop."""
    return _SCRIPT.sub('<script type="text/inert"', _LINK.sub(r"<\1x-link", html))


def record(connection: sqlite3.Connection, ask: Ask) -> Response:
    """The record's gzip member as it lies in the file: a WARC of one record."""
    row = _row(connection, ask)
    try:
        data = read_member(_location(row), ask.context.root)
    except WarcError as error:
        return Response.text(str(error), status=404)
    headers = {
        "Content-Disposition": f'attachment; filename="{row["capture_id"]}.warc.gz"',
        "X-Content-Type-Options": "nosniff",
    }
    return Response(data, content_type="application/gzip", headers=headers)
