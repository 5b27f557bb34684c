"""The tables of the index, made and changed by migrations of sqlite-utils.

The table ``_sqlite_migrations`` tells which of them an index has had. A migration is never edited once it is released:
add another. ``tables.sql`` is the schema as the first of them found it; statements, because sqlite-utils makes no table
without a rowid (a third less of the file) and no partial index.

Figures, checks and texts are stored compactly (a million reports of 200 numbers, most of them 0, are some
12 GB as one row a number): the values of one table of a form are one JSON array whose positions are
named by ``layout_keys``; texts are deflated (``packing``). The tidy faces of them are views: see ``views``.
"""

from pathlib import Path
from sqlite3 import Connection

from sqlite_utils import Database, Migrations

from archive.errors import ArchiveError
from archive.index.lateness import store_migrated
from archive.index.packing import dictionary

TABLES = Path(__file__).with_name("tables.sql")
_COUNTED = 6  # PRAGMA user_version of the last index whose migrations were numbered
_NAMED = 7  # of those since, so that an older nianbao leaves them alone

migrations = Migrations("nianbao")


@migrations()
def tables(db: Database) -> None:
    """Captures, reports and figures; an index of the last version whose migrations were numbered has them all."""
    db.executescript(TABLES.read_text(encoding="utf-8"))
    db.table("dictionaries").upsert({"name": "text", "words": dictionary()}, pk="name")


@migrations()
def visits(db: Database) -> None:
    """What is read together follows from the captures alone. What older rows say may be wrong, so that each file is to
    be read again; until then they stand."""
    for view in db.view_names():  # they name tables that are made anew
        db.execute(f'DROP VIEW "{view}"')
    captures = db.table("captures")
    captures.add_column("whole", int, not_null_default=1)
    captures.add_column("microsecond", int, not_null_default=0)
    captures.add_column("original", str)
    db.executescript(
        """
        UPDATE captures SET original = (SELECT o.capture_id FROM captures o
            WHERE o.capture_id = captures.refers_to AND o.warc_type <> 'revisit') WHERE warc_type = 'revisit';
        DROP INDEX captures_attached;
        DROP INDEX captures_unmarked;

        CREATE TABLE new_readings (
            capture_id TEXT NOT NULL REFERENCES captures (capture_id) ON DELETE CASCADE,
            page_id TEXT NOT NULL REFERENCES captures (capture_id) ON DELETE CASCADE,
            url TEXT NOT NULL,
            outcome TEXT NOT NULL CHECK (outcome IN ('report', 'not_a_report', 'unreadable', 'same_as')),
            version_id TEXT REFERENCES report_versions (version_id) DEFERRABLE INITIALLY DEFERRED,
            published_on TEXT, inputs TEXT NOT NULL,
            PRIMARY KEY (capture_id, page_id)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO new_readings SELECT d.capture_id, d.capture_id, c.url, d.outcome, d.version_id, d.published_on, ''
            FROM readings d JOIN captures c USING (capture_id);
        DROP TABLE readings;
        ALTER TABLE new_readings RENAME TO readings;
        CREATE INDEX readings_version ON readings (version_id);
        CREATE INDEX readings_url ON readings (url);

        CREATE TABLE new_attachments (
            capture_id TEXT NOT NULL, page_id TEXT NOT NULL, position INTEGER NOT NULL, url TEXT NOT NULL,
            name TEXT NOT NULL, linked INTEGER NOT NULL CHECK (linked IN (0, 1)), file_capture_id TEXT,
            PRIMARY KEY (capture_id, page_id, position),
            FOREIGN KEY (capture_id, page_id) REFERENCES readings (capture_id, page_id) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;
        INSERT INTO new_attachments SELECT capture_id, capture_id, position, url, name, 1, file_capture_id
            FROM attachments WHERE capture_id IN (SELECT capture_id FROM readings);
        DROP TABLE attachments;
        ALTER TABLE new_attachments RENAME TO attachments;
        CREATE INDEX attachments_url ON attachments (url);

        CREATE TABLE report_files (
            capture_id TEXT NOT NULL REFERENCES captures (capture_id) ON DELETE CASCADE, url TEXT NOT NULL,
            PRIMARY KEY (capture_id, url)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX report_files_url ON report_files (url);

        ALTER TABLE report_versions ADD COLUMN described_by TEXT;
        UPDATE report_versions SET described_by = read_from;

        UPDATE warc_files SET size = -1;
        DROP TABLE IF EXISTS migrations;
        """
    )


@migrations()
def late_discoveries(db: Database) -> None:
    """What a crawl learnt of a capture after it had written it, in whatever file the capture lies."""
    db.executescript(
        """
        CREATE TABLE late_discoveries (
            capture_id TEXT NOT NULL, file TEXT NOT NULL REFERENCES warc_files (file),
            kind TEXT NOT NULL CHECK (kind IN ('report', 'attachment')),
            via TEXT, anchor_text TEXT, expected_year INTEGER,
            PRIMARY KEY (capture_id, file)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX late_discoveries_file ON late_discoveries (file);
        """
    )


@migrations()
def migrated_dates(db: Database) -> None:
    """Which reports bear the day of a site's move for their own."""
    db.execute(
        "CREATE TABLE migrated_dates (report_id TEXT PRIMARY KEY REFERENCES reports (report_id) ON DELETE CASCADE) "
        "STRICT, WITHOUT ROWID"
    )
    store_migrated(db)


def is_current(connection: Connection) -> bool:
    """Whether an index has had every migration. Raises ArchiveError for one that a newer nianbao has made."""
    db = Database(connection, recursive_triggers=False, execute_plugins=False)
    known = {each.name for each in migrations.pending(Database(memory=True))}
    unknown = {done.name for done in migrations.applied(db)} - known
    if unknown:
        raise ArchiveError(
            f"the index has had {', '.join(sorted(unknown))}, which this nianbao does not know: update nianbao, or "
            "rebuild the index"
        )
    return not migrations.pending(db)


def migrate(db: Database) -> None:
    """Bring an index to the newest schema, each migration in a transaction. Raises ArchiveError for one that a newer
    nianbao has made, and for one older than the last whose migrations were numbered."""
    number = int(db.execute("PRAGMA user_version").fetchone()[0])
    if 0 < number < _COUNTED:
        raise ArchiveError(f"the index is of schema {number}, older than this nianbao reads: rebuild it")
    if is_current(db.conn):
        return
    db.execute("PRAGMA foreign_keys = OFF")  # tables are made anew under their rows
    migrations.apply(db)
    db.execute(f"PRAGMA user_version = {_NAMED}")
    db.execute("PRAGMA foreign_keys = ON")
