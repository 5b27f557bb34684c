"""What an index says, as one hash: the same for the same captures, whatever the order in which they came."""

import hashlib
import json
import sqlite3
from pathlib import Path

from archive.index.database import connect_reader
from archive.index.packing import unpack

# Internal numbers, shared dictionaries and deflated bytes (which differ between zlib versions) are left out or undone.
LOGICAL = {
    "portals": "SELECT * FROM portals ORDER BY 1",
    "crawls": "SELECT * FROM crawls ORDER BY 1",
    "warc_files": "SELECT * FROM warc_files ORDER BY 1",
    "captures": "SELECT * FROM captures ORDER BY 1",
    "late_discoveries": "SELECT * FROM late_discoveries ORDER BY 1, 2",
    "readings": "SELECT * FROM readings ORDER BY 1, 2",
    "organs": "SELECT * FROM organs ORDER BY 1",
    "reports": "SELECT * FROM reports ORDER BY 1",
    "report_versions": (
        "SELECT version_id, report_id, organ_id, title, organ, adcode, level, province, city, county, form, "
        "report_year, published_on, index_number, document_number, sections, characters, figures, checks_passed, "
        "checks_failed, checks_undetermined, read_from, described_by, text FROM report_versions ORDER BY 1"
    ),
    "figures": (
        "SELECT s.version_id, s.layout, s.numbers, s.statuses, s.raw, s.candidates, s.units, m.cells "
        "FROM figure_sets s LEFT JOIN cell_maps m ON m.cell_map = s.cell_map ORDER BY 1, 2"
    ),
    "layout_keys": "SELECT * FROM layout_keys ORDER BY 1, 2",
    "checks": "SELECT * FROM check_sets ORDER BY 1",
    "year_checks": "SELECT * FROM year_check_sets ORDER BY 1",
    "check_lists": "SELECT * FROM check_lists JOIN check_texts USING (check_text) ORDER BY 2, 3",
    "attachments": "SELECT * FROM attachments ORDER BY 1, 2, 3",
    "report_files": "SELECT * FROM report_files ORDER BY 1, 2",
    "headlines": "SELECT * FROM headlines ORDER BY 1",
    "issues": "SELECT * FROM issues ORDER BY 1",
}


def content_hash(database: Path) -> str:
    """SHA-256 over all rows of the index; two indexes with the same hash say the same."""
    connection = connect_reader(database)
    try:
        total = hashlib.sha256()
        for table, sql in LOGICAL.items():
            total.update(f"{table}\n".encode())
            for row in connection.execute(sql):
                total.update(_line(row))
        return total.hexdigest()
    finally:
        connection.close()


def _line(row: tuple[object, ...]) -> bytes:
    plain = [unpack(value) if isinstance(value, bytes) else value for value in row]
    return json.dumps(plain, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def table_names(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Tables and views that people may read: without those that SQLite and FTS5 keep for themselves."""
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' "
        "AND name NOT GLOB 'report_search_*' ORDER BY type, name"
    )
    return tuple(name for (name,) in rows)
