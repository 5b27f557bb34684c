"""The captures that one page's readings are made of, as the index knows them: the page's own and its files'."""

import json
from collections.abc import Iterable

from sqlite_utils import Database

from archive.index.ingest import is_document, is_file
from archive.index.readings import Place, Source
from archive.index.visits import Seen
from archive.model import Hints

# A revisit shows what its original holds. What was cut short shows nothing; an error says nothing of what was there,
# except that it is gone.
_SHOWN = """
SELECT c.capture_id, c.url, c.captured_at, c.microsecond, c.crawl_id, coalesce(c.status, 200) IN (404, 410) AS gone,
    o.capture_id AS holder, o.payload_digest, o.content_type, c.kind, c.via, c.anchor_text, c.expected_year,
    o.file, o.offset, o.length, w.portal, p.organ, p.adcode
FROM captures c JOIN captures o ON o.capture_id = CASE c.warc_type WHEN 'revisit' THEN c.original ELSE c.capture_id END
LEFT JOIN crawls w ON w.crawl_id = c.crawl_id LEFT JOIN portals p ON p.portal = w.portal
WHERE (coalesce(c.status, 200) IN (404, 410)
    OR (coalesce(c.status, 200) IN (200, 304) AND coalesce(o.status, 200) = 200 AND o.whole)) AND
"""
_PAGE = f"{_SHOWN} c.url = ?"
_FOLLOWED = f"{_SHOWN} c.kind = 'attachment' AND c.via = ?"
_LINKED = f"{_SHOWN} c.url IN (SELECT value FROM json_each(?)) AND c.url <> ? AND c.via IS NOT ?"  # noqa: S608

_FOUND_AS_REPORT = "SELECT 1 FROM captures WHERE url = ? AND kind = 'report' LIMIT 1"
_OF_A_REPORT = "SELECT 1 FROM report_files WHERE capture_id = ? LIMIT 1"


def page_captures(db: Database, url: str) -> list[Source]:
    """The captures of a URL that are to be read as documents of their own: all that a portal's discovery marked, and in
    WARC files without discovery each document, but for files that are part of the report on a page."""
    return [
        source
        for source, unmarked in _rows(db, _PAGE, url)
        if source.seen.holder is not None
        and (source.kind is not None or (unmarked and is_document(url, source.declared_type)))
        and (source.kind == "report" or not db.execute(_OF_A_REPORT, (source.seen.capture,)).fetchone())
    ]


def followed_files(db: Database, url: str) -> list[Source]:
    """The captures of files whose link on a page was followed."""
    return [source for source, _ in _rows(db, _FOLLOWED, url)]


def linked_files(db: Database, url: str, links: Iterable[str]) -> list[Source]:
    """The captures of files that a page links to and another page led to, or, in WARC files without discovery, any."""
    wanted = json.dumps(sorted(links), ensure_ascii=False)
    return [
        source
        for source, unmarked in _rows(db, _LINKED, wanted, url, url, followed=False)
        if (source.kind == "attachment" and db.execute(_FOUND_AS_REPORT, (source.via,)).fetchone())
        or (source.kind is None and unmarked and is_file(source.seen.url, source.declared_type))
    ]


def _rows(db: Database, sql: str, *parameters: str, followed: bool = True) -> list[tuple[Source, bool]]:
    """Sources, and whether no portal's discovery had its say in them."""
    found = []
    for row in db.execute(sql, parameters):
        key, url, second, micro, crawl, gone, holder, payload, declared, kind, via, anchor, year = row[:13]
        file, offset, length, portal, organ, code = row[13:]
        hints = Hints(portal_organ=organ, portal_adcode=code, anchor_text=anchor, expected_year=year)
        shown, at = (None if gone else holder), (second, micro, key)
        opens = followed or kind is None
        seen = Seen(key, url, at, crawl, shown, payload or shown, facts(hints), followed=followed, opens=opens)
        found.append((Source(seen, declared, kind, via, Place(file, offset, length), hints), portal is None))
    return found


def facts(hints: Hints) -> tuple[object, ...]:
    """What of the hints of a capture its reading depends on, as ``Seen`` has them."""
    return hints.anchor_text, hints.expected_year, hints.portal_organ, hints.portal_adcode
