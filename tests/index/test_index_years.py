"""What must hold from year to year: the same rows whichever report comes first, however the index was made."""

from collections.abc import Mapping
from itertools import permutations
from pathlib import Path

import pytest

from archive.index import content_hash, rebuild_index, update_index
from archive.index.database import connect_reader
from tests.support.archives import Crawling, state, tell

BASE = "http://www.qingxi.test/nb/"
IN_FORCE = {"t2_1.regulation.issued": 2, "t2_1.regulation.repealed": 1, "t2_1.regulation.in_force": 10}
YEARS: dict[int, dict[str, int | None]] = {
    2019: {"t2_5.licence.prev_items": 40, "t2_5.licence.delta": 2, "t3.carried_out.total": 3},
    2020: {"t2_5.licence.prev_items": 42, "t2_5.licence.delta": None, "t3.carried_in.total": 4},
    2021: {**IN_FORCE, "t3.carried_in.total": 1, "t3.carried_out.total": None},
    2022: {**IN_FORCE, "t2_1.regulation.in_force": 11, "t3.carried_in.total": None},
    2024: {**IN_FORCE, "t3.carried_in.total": 5},
}


def page(year: int, figures: Mapping[str, int | None], text: str = "一、总体情况") -> bytes:
    return state(year=year, text=text, figures=figures, form="B" if year < 2021 else "C")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A crawl, and so a WARC file, for each year."""
    for number, (year, figures) in enumerate(YEARS.items()):
        crawl = Crawling(tmp_path / "warc", str(year), day=number)
        crawl.report(f"{BASE}{year}", page(year, figures))
        crawl.end()
    return tmp_path / "warc"


def checks(database: Path) -> list[tuple[object, ...]]:
    connection = connect_reader(database)
    try:
        return connection.execute(
            'SELECT report_year, check_id, "left", "right", outcome FROM year_checks ORDER BY 1, 2'
        ).fetchall()
    finally:
        connection.close()


EXPECTED = [
    (2020, "years.b.items.t2_5.licence", 42, 42, "pass"),
    (2020, "years.t3.carry.total", 3, 4, "fail"),
    (2022, "years.c.in_force.regulation", 11, 11, "pass"),
    (2022, "years.t3.carry.total", 0, 0, "pass"),
]


def test_every_order_of_the_files_and_a_rebuild_give_the_same(root: Path) -> None:
    files = sorted(root.rglob("*.warc.gz"))
    assert len(files) == len(YEARS)
    hashes = set()
    for number, order in enumerate([*permutations(files)][::17]):
        database = root.parent / f"{number}.db"
        for path in order:
            update_index(database, [path], root, extractor=tell)
        hashes.add(content_hash(database))
        assert checks(database) == EXPECTED
    rebuild_index(root.parent / "0.db", [root], root, extractor=tell)
    assert {content_hash(root.parent / "0.db")} == hashes


def test_a_new_text_of_one_year_changes_the_checks_on_both_sides(root: Path) -> None:
    database = root.parent / "archive.db"
    update_index(database, [root], root, extractor=tell)
    again = Crawling(root, "again", day=60)
    corrected = {**YEARS[2021], "t2_1.regulation.in_force": 9, "t3.carried_out.total": 8}
    again.report(f"{BASE}2021", page(2021, corrected, "更正"))
    again.report(f"{BASE}2023", page(2023, {"t3.carried_in.total": 0, "t3.carried_out.total": 5}))
    again.end()
    update_index(database, [root], root, extractor=tell)
    assert checks(database) == [
        *EXPECTED[:2],
        (2022, "years.c.in_force.regulation", 10, 11, "fail"),
        (2022, "years.t3.carry.total", 8, 0, "fail"),
        (2024, "years.t3.carry.total", 5, 5, "pass"),
    ]


def test_a_cell_that_is_missing_beside_others_leaves_the_check_open(tmp_path: Path) -> None:
    """Form C's documents in force cannot be followed where a report states them without the repealed ones."""
    root = tmp_path / "warc"
    crawl = Crawling(root)
    crawl.report(f"{BASE}1", page(2021, IN_FORCE))
    crawl.report(f"{BASE}2", page(2022, {"t2_1.regulation.in_force": 11, "t2_1.regulation.issued": 1}))
    crawl.end()
    update_index(tmp_path / "archive.db", [root], root, extractor=tell)
    assert checks(tmp_path / "archive.db") == [(2022, "years.c.in_force.regulation", None, None, "undetermined")]
