"""An index that an earlier nianbao made: what it says stands until its files are read again, as the next run does.

``last_numbered.tar.xz`` is an archive as the last nianbao with numbered migrations left it (2026-11-28): two crawls of
a portal whose list answered 304 the second time, so that the index knows one version of a report instead of two.
"""

import sqlite3
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from archive.errors import ArchiveError
from archive.index import content_hash, rebuild_index, schema, update_index
from archive.index.database import connect_reader, is_current, writer
from archive.site.app import create_site
from tests.support.archives import tell

BEFORE = Path(__file__).with_name("last_numbered.tar.xz")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    with tarfile.open(BEFORE) as packed:
        packed.extractall(tmp_path, filter="data")
    return tmp_path / "archive.db"


def versions(database: Path) -> list[tuple[object, ...]]:
    connection = connect_reader(database)
    try:
        return connection.execute("SELECT report_id, versions, figures FROM reports ORDER BY 1").fetchall()
    finally:
        connection.close()


def test_an_index_of_the_last_version_is_served_and_then_read_again(old: Path) -> None:
    root = old.parent / "warc"
    before = versions(old)
    assert before == [("999900-2020", 1, 1), ("999900-2021", 1, 1), ("999900-2022", 2, 2)]
    create_site(old, root)
    assert is_current(old)
    assert versions(old) == before
    report = update_index(old, [root], root, extractor=tell)
    assert (report.files, report.captures) == (2, 10)
    assert versions(old) == [("999900-2020", 1, 1), ("999900-2021", 2, 1), ("999900-2022", 2, 2)]
    told = content_hash(old)
    rebuild_index(old, [root], root, extractor=tell)
    assert content_hash(old) == told
    with writer(old) as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_tables_of_a_migrated_index_are_those_of_a_new_one(old: Path, tmp_path: Path) -> None:
    schemas = []
    for database in (old, tmp_path / "new.db"):
        with writer(database) as db:
            schemas.append({table.name: {column.name for column in table.columns} for table in db.tables})
    assert schemas[0] == schemas[1]


def test_an_index_older_than_that_is_to_be_rebuilt(old: Path) -> None:
    connection = sqlite3.connect(old)
    connection.execute("PRAGMA user_version = 5")
    connection.close()
    with pytest.raises(ArchiveError, match="rebuild it"), writer(old):
        pass


@pytest.fixture
def further(monkeypatch: pytest.MonkeyPatch) -> Iterator[Migrations]:
    """The migrations, to which a test may add one of its own."""
    with monkeypatch.context() as patch:
        patch.setattr(schema.migrations, "_migrations", list(schema.migrations._migrations))
        yield schema.migrations


def test_a_further_migration_is_applied_by_a_writer_only(tmp_path: Path, further: Migrations) -> None:
    database = tmp_path / "archive.db"
    with writer(database):
        pass

    @further()
    def notes(db: Database) -> None:
        db.table("notes").create({"note": str}, strict=True)

    with pytest.raises(ArchiveError, match="without --immutable"):
        create_site(database, tmp_path / "warc", immutable=True)
    create_site(database, tmp_path / "warc")
    with writer(database) as db:
        assert db.table("notes").count == 0
    further._migrations.pop()
    with pytest.raises(ArchiveError, match="update nianbao"), writer(database):
        pass


def test_a_migration_that_fails_leaves_the_old_schema(tmp_path: Path, further: Migrations) -> None:
    database = tmp_path / "archive.db"
    with writer(database):
        pass

    @further()
    def broken(db: Database) -> None:
        db.table("notes").create({"note": str}, strict=True)
        db.execute("NO SQL")

    with pytest.raises(sqlite3.OperationalError), writer(database):
        pass
    connection = sqlite3.connect(database)
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'notes'").fetchone() == (0,)
    connection.close()
