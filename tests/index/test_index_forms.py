"""The wide views: each table of a report under the form it is of."""

import sqlite3
from pathlib import Path

from archive.forms import FORMS
from archive.index.database import connect_reader
from tests.support.archives import Crawling, index, state

BASE = "http://www.qingxi.test/nb/"
REVIEWS = {"t4.review.upheld": 3, "t4.review.total": 4}


def make(root: Path) -> Path:
    crawl = Crawling(root)
    crawl.report(f"{BASE}2020", state(year=2020, form="B", figures={**REVIEWS, "t3.other.total": 1}))
    crawl.report(f"{BASE}2022", state(year=2022, form="C", figures={**REVIEWS, "t3.new.total": 7}))
    crawl.report(f"{BASE}2021", state(year=2021, form="C", figures={**REVIEWS, "t3.other.total": 2}))
    crawl.end()
    index(root)
    return root.parent / "archive.db"


def reports(connection: sqlite3.Connection, view: str) -> list[int]:
    return [row[0] for row in connection.execute(f"SELECT report_year FROM {view} ORDER BY 1")]


def test_a_table_that_forms_share_goes_by_the_form_of_its_report(tmp_path: Path) -> None:
    """The report on 2021 is of form C with form B's table 3: that table alone is form B's."""
    connection = connect_reader(make(tmp_path / "warc"))
    found = {view: reports(connection, view) for view in ("b_t3", "c_t3", "b_t4", "c_t4")}
    connection.close()
    assert found == {"b_t3": [2020, 2021], "c_t3": [2022], "b_t4": [2020], "c_t4": [2021, 2022]}


def test_forms_b_and_c_print_the_same_table_4() -> None:
    """What the migration of an older index stands on."""
    of_b, of_c = (
        [key for table in form.tables if table.id == "t4" for key, _, _ in table.cells()]
        for form in (FORMS["B"], FORMS["C"])
    )
    assert of_b == of_c
