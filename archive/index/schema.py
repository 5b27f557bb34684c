"""The tables of the index, as numbered migrations.

``PRAGMA user_version`` holds the number of the last migration that was applied, the table
``migrations`` tells a reader which those were. A migration is never edited once it is released: add another.

Figures, checks and texts are stored compactly (a million reports of 200 numbers, most of them 0, are some
12 GB as one row a number): the values of one table of a form are one JSON array whose positions are
named by ``layout_keys``; texts are deflated (``packing``). The tidy faces of them are views: see ``views``.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from archive.errors import ArchiveError
from archive.index.departments import department_of
from archive.index.packing import dictionary
from archive.index.years import check_all_years


@dataclass(frozen=True, slots=True)
class Migration:
    number: int
    name: str
    statements: tuple[str, ...]
    fill: Callable[[sqlite3.Connection], None] | None = None  # after the statements: what SQL alone cannot derive


FIRST = Migration(
    1,
    "captures, reports and figures",
    (
        "CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT",
        """CREATE TABLE portals (
            portal TEXT PRIMARY KEY, organ TEXT NOT NULL, adcode TEXT NOT NULL, family TEXT NOT NULL,
            seeds TEXT NOT NULL, first_year INTEGER NOT NULL, expected_minimum INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE crawls (
            crawl_id TEXT PRIMARY KEY, portal TEXT REFERENCES portals (portal), started TEXT, software TEXT,
            finished TEXT,
            outcome TEXT CHECK (outcome IN ('complete', 'short', 'empty', 'blocked', 'failed')),
            detail TEXT, pages INTEGER, reports INTEGER, years TEXT
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE warc_files (file TEXT PRIMARY KEY, size INTEGER NOT NULL) STRICT, WITHOUT ROWID""",
        """CREATE TABLE captures (
            capture_id TEXT PRIMARY KEY, url TEXT NOT NULL, captured_at TEXT NOT NULL,
            warc_type TEXT NOT NULL CHECK (warc_type IN ('response', 'resource', 'revisit')),
            status INTEGER, content_type TEXT, size INTEGER NOT NULL, payload_digest TEXT, truncated TEXT,
            refers_to TEXT,
            crawl_id TEXT REFERENCES crawls (crawl_id), kind TEXT CHECK (kind IN ('report', 'attachment')),
            via TEXT, anchor_text TEXT, expected_year INTEGER,
            file TEXT NOT NULL REFERENCES warc_files (file), offset INTEGER NOT NULL, length INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX captures_url ON captures (url, captured_at)",
        "CREATE INDEX captures_attached ON captures (file) WHERE kind = 'attachment'",
        "CREATE INDEX captures_unmarked ON captures (file) WHERE kind IS NULL",
        "CREATE INDEX captures_revisits ON captures (refers_to) WHERE warc_type = 'revisit'",
        "CREATE INDEX captures_via ON captures (via) WHERE kind = 'attachment'",
        """CREATE TABLE organs (
            organ_id TEXT PRIMARY KEY, name TEXT NOT NULL, adcode TEXT, level TEXT,
            kind TEXT NOT NULL CHECK (kind IN ('government', 'department')),
            province TEXT, city TEXT, county TEXT
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX organs_adcode ON organs (adcode)",
        """CREATE TABLE reports (
            report_id TEXT PRIMARY KEY, organ_id TEXT REFERENCES organs (organ_id), report_year INTEGER,
            version_id TEXT NOT NULL REFERENCES report_versions (version_id) DEFERRABLE INITIALLY DEFERRED,
            title TEXT, form TEXT NOT NULL, url TEXT NOT NULL, published_on TEXT, due_on TEXT, days_late INTEGER,
            figures INTEGER NOT NULL, checks_passed INTEGER NOT NULL, checks_failed INTEGER NOT NULL,
            versions INTEGER NOT NULL, copies INTEGER NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX reports_organ ON reports (organ_id, report_year)",
        "CREATE INDEX reports_seen ON reports (first_seen)",
        "CREATE INDEX reports_failed ON reports (checks_failed) WHERE checks_failed > 0",
        """CREATE TABLE report_versions (
            number INTEGER PRIMARY KEY, version_id TEXT NOT NULL UNIQUE, report_id TEXT NOT NULL, organ_id TEXT,
            title TEXT, organ TEXT, adcode TEXT, level TEXT, province TEXT, city TEXT, county TEXT, form TEXT NOT NULL,
            report_year INTEGER, published_on TEXT, index_number TEXT, document_number TEXT, sections TEXT NOT NULL,
            characters INTEGER NOT NULL, figures INTEGER NOT NULL,
            checks_passed INTEGER NOT NULL, checks_failed INTEGER NOT NULL, checks_undetermined INTEGER NOT NULL,
            read_from TEXT NOT NULL REFERENCES captures (capture_id), text BLOB NOT NULL
        ) STRICT""",
        "CREATE INDEX report_versions_report ON report_versions (report_id)",
        "CREATE INDEX report_versions_organ ON report_versions (organ_id)",
        """CREATE TABLE readings (
            capture_id TEXT PRIMARY KEY REFERENCES captures (capture_id) ON DELETE CASCADE,
            outcome TEXT NOT NULL CHECK (outcome IN ('report', 'not_a_report', 'unreadable', 'same_as')),
            version_id TEXT REFERENCES report_versions (version_id) DEFERRABLE INITIALLY DEFERRED,
            published_on TEXT, attachments TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX readings_version ON readings (version_id)",
        "CREATE TABLE layouts (layout TEXT PRIMARY KEY, title TEXT NOT NULL) STRICT, WITHOUT ROWID",
        """CREATE TABLE layout_keys (
            layout TEXT NOT NULL REFERENCES layouts (layout), position INTEGER NOT NULL, key TEXT NOT NULL, unit TEXT,
            PRIMARY KEY (layout, position)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX layout_keys_key ON layout_keys (key)",
        "CREATE TABLE cell_maps (cell_map TEXT PRIMARY KEY, cells TEXT NOT NULL) STRICT, WITHOUT ROWID",
        """CREATE TABLE figure_sets (
            version_id TEXT NOT NULL REFERENCES report_versions (version_id) ON DELETE CASCADE,
            layout TEXT NOT NULL REFERENCES layouts (layout), numbers TEXT NOT NULL, statuses TEXT NOT NULL,
            raw TEXT, candidates TEXT, units TEXT, cell_map TEXT REFERENCES cell_maps (cell_map),
            PRIMARY KEY (version_id, layout)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE check_texts (
            check_text TEXT PRIMARY KEY, check_id TEXT NOT NULL, expression TEXT NOT NULL, cells TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE check_lists (
            check_list TEXT NOT NULL, position INTEGER NOT NULL,
            check_text TEXT NOT NULL REFERENCES check_texts (check_text),
            PRIMARY KEY (check_list, position)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE check_sets (
            version_id TEXT PRIMARY KEY REFERENCES report_versions (version_id) ON DELETE CASCADE,
            check_list TEXT NOT NULL, outcomes TEXT NOT NULL, lefts TEXT NOT NULL, rights TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE attachments (
            capture_id TEXT NOT NULL REFERENCES captures (capture_id) ON DELETE CASCADE, position INTEGER NOT NULL,
            url TEXT NOT NULL, name TEXT NOT NULL, file_capture_id TEXT,
            PRIMARY KEY (capture_id, position)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE issues (
            issue_id TEXT PRIMARY KEY, stage TEXT NOT NULL, code TEXT NOT NULL, detail TEXT NOT NULL,
            capture_id TEXT, report_id TEXT, file TEXT, offset INTEGER
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX issues_capture ON issues (capture_id)",
        "CREATE INDEX issues_report ON issues (report_id) WHERE report_id IS NOT NULL",
        "CREATE INDEX issues_code ON issues (code)",
        """CREATE TABLE headlines (
            report_id TEXT PRIMARY KEY REFERENCES reports (report_id) ON DELETE CASCADE,
            received ANY, carried_in ANY, handled ANY, carried_out ANY, granted ANY, partial ANY, denied ANY,
            unavailable ANY, not_held ANY, not_processed ANY, other ANY, reviews ANY, reviews_corrected ANY,
            lawsuits ANY, lawsuits_corrected ANY
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE reuse_bands (
            hash INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (hash, number)
        ) STRICT, WITHOUT ROWID""",
        "CREATE TABLE dictionaries (name TEXT PRIMARY KEY, words BLOB NOT NULL) STRICT, WITHOUT ROWID",
        """CREATE VIRTUAL TABLE report_search USING fts5 (
            words, content = '', tokenize = "unicode61 remove_diacritics 0"
        )""",
    ),
)

# Table 4 is the same in forms B and C; it was stored as form C's in reports of both.
TABLE_4_BY_FORM = Migration(
    2,
    "table 4 by the form of its report",
    (
        "INSERT OR IGNORE INTO layouts SELECT 'B-t4', title FROM layouts WHERE layout = 'C-t4'",
        "INSERT OR IGNORE INTO layout_keys SELECT 'B-t4', position, key, unit FROM layout_keys WHERE layout = 'C-t4'",
        "UPDATE figure_sets SET layout = 'B-t4' WHERE layout = 'C-t4' "
        "AND version_id IN (SELECT version_id FROM report_versions WHERE form = 'B')",
    ),
)

YEAR_CHECKS = Migration(
    3,
    "checks from year to year",
    (
        """CREATE TABLE year_check_sets (
            report_id TEXT PRIMARY KEY REFERENCES reports (report_id) ON DELETE CASCADE,
            previous_report_id TEXT NOT NULL REFERENCES reports (report_id) ON DELETE CASCADE,
            check_list TEXT NOT NULL, outcomes TEXT NOT NULL, lefts TEXT NOT NULL, rights TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX year_check_sets_previous ON year_check_sets (previous_report_id)",
        "CREATE INDEX year_check_sets_failed ON year_check_sets (report_id) WHERE outcomes GLOB '*f*'",
    ),
    check_all_years,
)

# A row of report_versions is some 8 KB, its packed text included: to count the hits of a common word in them reads the
# whole table.
SEARCH_ROWS = Migration(
    4,
    "narrow rows for search",
    (
        """CREATE TABLE search_rows (
            number INTEGER PRIMARY KEY REFERENCES report_versions (number) ON DELETE CASCADE,
            report_id TEXT NOT NULL, report_year INTEGER, present INTEGER NOT NULL CHECK (present IN (0, 1))
        ) STRICT""",
        "INSERT INTO search_rows SELECT v.number, v.report_id, v.report_year, r.version_id IS v.version_id "
        "FROM report_versions v LEFT JOIN reports r USING (report_id)",
    ),
)

# Null in the crawls of an older index until it is rebuilt: only the WARC files tell.
CONNECT_TO = Migration(5, "where crawls connected", ("ALTER TABLE crawls ADD COLUMN connect_to TEXT",))


def _name_departments(connection: sqlite3.Connection) -> None:
    rows = connection.execute("SELECT organ_id, name FROM organs").fetchall()
    connection.executemany(
        "UPDATE organs SET department = ? WHERE organ_id = ?", [(department_of(name), organ) for organ, name in rows]
    )


DEPARTMENTS = Migration(
    6, "kinds of departments", ("ALTER TABLE organs ADD COLUMN department TEXT",), _name_departments
)

MIGRATIONS = (FIRST, TABLE_4_BY_FORM, YEAR_CHECKS, SEARCH_ROWS, CONNECT_TO, DEPARTMENTS)
LATEST = MIGRATIONS[-1].number


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> tuple[Migration, ...]:
    """Bring an index to the newest schema, each migration in a transaction; returns those that were applied.

    Raises ArchiveError for an index that a newer nianbao has made.
    """
    have = version(connection)
    if have > LATEST:
        raise ArchiveError(
            f"the index has schema {have}, this nianbao knows {LATEST}: update nianbao, or rebuild the index"
        )
    wanted = tuple(migration for migration in MIGRATIONS if migration.number > have)
    for migration in wanted:
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in migration.statements:
                connection.execute(statement)
            if migration.fill is not None:
                migration.fill(connection)
            connection.execute("INSERT OR IGNORE INTO dictionaries VALUES ('text', ?)", (dictionary(),))
            connection.execute("INSERT INTO migrations VALUES (?, ?)", (migration.number, migration.name))
            connection.execute(f"PRAGMA user_version = {migration.number:d}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
    return wanted
