"""Every table, view and column is documented, and docs/schema.md says what the index has."""

from pathlib import Path

import pytest

from archive.index.codebook import markdown, relations
from archive.index.codebook_texts import COLUMNS, RELATIONS
from archive.index.content import table_names
from archive.index.database import writer

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def columns(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    with writer(tmp_path_factory.mktemp("index") / "archive.db") as db:
        return {name: [column.name for column in db[name].columns] for name in table_names(db.conn)}


def test_every_table_view_and_column_is_documented(columns: dict[str, list[str]]) -> None:
    documented = {relation.name: [column.name for column in relation.columns] for relation in relations()}
    assert documented == columns


def test_every_description_is_used_and_says_something() -> None:
    used = {name for _, _, names in RELATIONS.values() for name in names.split()} | {"organ"}
    special = {f"{relation}.{name}" for relation, (_, _, names) in RELATIONS.items() for name in names.split()}
    assert set(COLUMNS) <= used | special
    assert all(len(column.description) > 3 for relation in relations() for column in relation.columns)


def test_units_are_words_and_descriptions_are_whole() -> None:
    found = [column for relation in relations() for column in relation.columns]
    assert not any(mark in (column.unit or "") for column in found for mark in "[].;")
    by_name = {(relation.name, column.name): column for relation in relations() for column in relation.columns}
    assert by_name["reports", "days_late"].unit == "days"
    assert by_name["report_versions", "sections"].description.startswith("JSON array of [number, canonical")
    assert by_name["report_versions", "sections"].unit is None


def test_docs_schema_is_the_codebook() -> None:
    written = (ROOT / "docs" / "schema.md").read_text("utf-8")
    assert written == markdown(), "docs/schema.md is not what the index has: run python -m archive export --codebook"
