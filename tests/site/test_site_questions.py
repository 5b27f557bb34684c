"""The questions of docs/questions.md: page, JSON and CSV answer each as SQL over the figures does."""

import asyncio
import csv
import io
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from archive.index.packing import unpack_text
from archive.index.similarity import clauses, share
from archive.site.app import create_site
from tests.support import asked
from tests.support.sites import Get, client

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "questions.md").read_text("utf-8")

Cell = str | int | float | None
Row = tuple[Cell, ...]

# What the reports state under either form, one row a report; the silent ones are null.
STATED = """
WITH stated AS (
    SELECT r.report_id, r.report_year, o.organ_id, o.name, o.adcode, o.kind, o.department,
        (SELECT f.value FROM figures f WHERE f.version_id = r.version_id
            AND f.key IN ('t3.new.total', 'a.app.received')) AS received,
        (SELECT f.value FROM figures f WHERE f.version_id = r.version_id
            AND f.key IN ('t3.result_total.total', 'a.app.replied')) AS handled,
        (SELECT f.value FROM figures f WHERE f.version_id = r.version_id
            AND f.key = 't3.unavailable_not_held.total') AS not_held
    FROM reports r JOIN organs o USING (organ_id)
)
"""
SAME = "organ_id IN (SELECT organ_id FROM stated GROUP BY 1 HAVING count(received) = 8)"
MISSING = """
SELECT o.organ_id, o.name, y.value AS year FROM organs o
JOIN json_each('[2016,2017,2018,2019,2020,2021,2022,2023]') y
WHERE NOT EXISTS (SELECT 1 FROM reports r WHERE r.organ_id = o.organ_id AND r.report_year = y.value)
"""
# The statutory day by the law, the trusted ones by what was planted: nothing of the site's own judgement.
DAYS = f"""
SELECT r.report_id, o.name, r.report_year, julianday(r.published_on) - julianday(CASE WHEN r.report_year >= 2019
    AND o.kind = 'department' THEN (r.report_year + 1) || '-01-31' ELSE (r.report_year + 1) || '-03-31' END) AS days
FROM reports r JOIN organs o USING (organ_id) WHERE r.published_on <> '{asked.MOVED}'
"""
GROUND = "SELECT sum(f.value) FROM figures f JOIN reports r USING (version_id) WHERE r.report_year = y.value AND f.key "


def _in_sql(sql: str) -> Callable[[sqlite3.Connection], list[Row]]:
    return lambda db: [tuple(row) for row in db.execute(sql)]


def _changed(db: sqlite3.Connection) -> list[Row]:
    """Both versions of the planted report, key by key."""
    sql = """
    SELECT a.key, a.value, b.value FROM report_versions v JOIN figures a ON a.version_id = v.version_id
    JOIN reports r ON r.report_id = v.report_id AND r.version_id <> v.version_id
    JOIN figures b ON b.version_id = r.version_id AND b.key = a.key
    WHERE r.report_id = '210100-2022' AND a.value IS NOT b.value ORDER BY 1"""
    return [tuple(row) for row in db.execute(sql)]


def _repeated(db: sqlite3.Connection) -> list[Row]:
    """The share of each report on 2023 whose clauses the last one holds, most first."""
    sql = "SELECT r.organ_id, r.report_year, text FROM reports r JOIN report_versions USING (version_id)"
    texts = {(organ, year): clauses(unpack_text(text)) for organ, year, text in db.execute(sql)}
    found = {o: share(texts[o, 2023], texts[o, 2022]) for o, year in texts if year == 2023 and (o, 2022) in texts}
    return sorted(((o, round(part, 4)) for o, part in found.items()), key=repr)


def _searched(db: sqlite3.Connection) -> list[Row]:
    texts = db.execute("SELECT r.report_id, text FROM reports r JOIN report_versions USING (version_id)")
    plain = ((report, unpack_text(text)) for report, text in texts if report.endswith("-2023"))
    return sorted((report,) for report, text in plain if "行政复议四件" in text and "公开目录" not in text)


@dataclass(frozen=True)
class Question:
    """The answer: ``columns`` of the rows of JSON and CSV, and what SQL says of them; ``shown`` are the pieces of a row
    that must stand on the page."""

    columns: tuple[str, ...]
    truth: Callable[[sqlite3.Connection], list[Row]]
    shown: Callable[[Row], Sequence[str]]


def plain(value: Cell) -> str:
    return "" if value is None else f"{value:,.0f}" if isinstance(value, int | float) else value


def per_cent(value: Cell) -> str:
    return f"{float(value or 0) * 100:.1f}%"


QUESTIONS: dict[int, Question] = {
    1: Question(
        ("report_year", "received", "received_stated", "reports", "missing"),
        _in_sql(
            f"{STATED}, gaps AS ({MISSING}) SELECT report_year, sum(received), count(received), count(*), "
            "(SELECT count(*) FROM gaps WHERE year = report_year) FROM stated GROUP BY 1 ORDER BY 1"
        ),
        lambda row: (plain(row[1]), f"{row[2]}/{row[3]}"),
    ),
    2: Question(
        ("report_year", "received", "received_stated"),
        _in_sql(f"{STATED} SELECT report_year, sum(received), count(*) FROM stated WHERE {SAME} GROUP BY 1 ORDER BY 1"),
        lambda row: (plain(row[1]), f"{row[2]}/{row[2]}"),
    ),
    3: Question(
        ("adcode", "received", "received_stated"),
        _in_sql(
            f"{STATED} SELECT substr(adcode, 1, 2) || '0000', sum(received), count(received) FROM stated "
            "WHERE report_year = 2022 GROUP BY 1 ORDER BY 1"
        ),
        lambda row: (plain(row[1]),),
    ),
    4: Question(
        ("department", "share_not_held", "share_not_held_stated"),
        _in_sql(
            f"{STATED} SELECT coalesce(department, kind), 1.0 * sum(not_held) / sum(handled), count(*) FROM stated "
            "WHERE report_year = 2023 AND not_held NOT NULL AND handled NOT NULL GROUP BY 1 ORDER BY 1"
        ),
        lambda row: (per_cent(row[1]),),
    ),
    5: Question(
        ("report_year", "share_denied_third_party", "share_denied_process_info", "share_denied_state_secret"),
        _in_sql(
            f"SELECT y.value, ({GROUND} = 't3.denied_third_party.total') / ({GROUND} GLOB 't3.denied_*.total'), "
            f"({GROUND} = 't3.denied_process_info.total') / ({GROUND} GLOB 't3.denied_*.total'), 0.0 "
            "FROM json_each('[2019.0,2020.0,2021.0,2022.0,2023.0]') y".replace("sum(f.value)", "1.0 * sum(f.value)")
        ),
        lambda row: (per_cent(row[1]), per_cent(row[2])),
    ),
    6: Question(
        ("organ_id", "organ", "report_year"),
        _in_sql(f"SELECT * FROM ({MISSING}) ORDER BY 1"),
        lambda row: (str(row[1]), "缺"),
    ),
    7: Question(
        ("report_id", "organ", "days_late"),
        _in_sql(f"SELECT report_id, name, days FROM ({DAYS}) WHERE report_year = 2022 AND days > 0 ORDER BY 1"),
        lambda row: (str(row[1]), plain(row[2])),
    ),
    8: Question(
        ("report_year", "share_late", "share_late_stated"),
        _in_sql(f"SELECT report_year, avg(days > 0), count(*) FROM ({DAYS}) GROUP BY 1 ORDER BY 1"),
        lambda row: (per_cent(row[1]),),
    ),
    9: Question(
        ("report_id", "check_id", "difference", "suspects"),
        lambda db: [
            # the report that changed: new and total rose by 7, what was handled did not; nothing tells the cells apart
            ("210100-2022", "t3.balance.natural_person", 7, None),
            ("210100-2022", "t3.balance.total", 7, None),
            *(
                (report, check, difference, "t3.new.total")
                for check, difference in (("t3.balance.total", 1), ("t3.row_sum.new", -1))
                for (report,) in db.execute(
                    "SELECT report_id FROM reports JOIN organs USING (organ_id) WHERE name = ? AND report_year = ?",
                    asked.WRONG_TOTAL,
                )
            ),
        ],
        lambda row: (str(row[1]), plain(row[2])),
    ),
    10: Question(
        ("report_id", "check_id", "left", "right"),
        _in_sql(
            "SELECT b.report_id, 'years.' || replace(x.key, 'carried_out', 'carry'), x.value, y.value FROM reports a "
            "JOIN reports b ON b.organ_id = a.organ_id AND b.report_year = a.report_year + 1 "
            "JOIN figures x ON x.version_id = a.version_id AND x.key GLOB 't3.carried_out.*' "
            "JOIN figures y ON y.version_id = b.version_id AND y.key = replace(x.key, 'out', 'in') "
            "WHERE x.value <> y.value ORDER BY 1, 2"
        ),
        lambda row: (plain(row[2]), plain(row[3])),
    ),
    11: Question(("key", "before", "after"), _changed, lambda row: (str(row[0]), plain(row[1]), plain(row[2]))),
    12: Question(("organ_id", "share"), _repeated, lambda row: (per_cent(row[1]),)),
    13: Question(("report_id",), _searched, lambda row: (f'href="/report/{row[0]}"',)),
    14: Question(
        ("report_year", "received", "handled"),
        _in_sql(f"{STATED} SELECT report_year, received, handled FROM stated WHERE organ_id = '210100' ORDER BY 1"),
        lambda row: (plain(row[1]), plain(row[2])),
    ),
    15: Question(
        ("report_year", "value"),
        _in_sql(f"{STATED} SELECT report_year, received FROM stated WHERE organ_id = '210100' ORDER BY 1"),
        lambda row: (plain(row[1]),),
    ),
}
ADDRESSES = {int(n): a for n, a in re.findall(r"^\| (\d+) \|.*\| `([^`]+)` \|$", DOCS, re.MULTILINE)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asked")
    asked.make(folder / "warc")
    return folder


@pytest.fixture(scope="module")
def get(folder: Path) -> Iterator[Get]:
    loop = asyncio.new_event_loop()
    yield client(create_site(folder / "archive.db", folder / "warc"), loop)
    loop.close()


@pytest.fixture(scope="module")
def db(folder: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(folder / "archive.db")
    yield connection
    connection.close()


def address(number: int, suffix: str) -> str:
    path, mark, query = ADDRESSES[number].partition("?")
    path = path.replace("REPORT", "210100-2022").replace("ORGAN", "210100")
    return f"{path}{suffix}{mark}{quote(query, safe='=&')}"


def comparable(rows: Sequence[Sequence[object]]) -> list[tuple[object, ...]]:
    """Whatever the answer is written in: numbers rounded, an empty cell as null, in one order."""

    def cell(value: object) -> object:
        try:
            return round(float(str(value)), 4)
        except ValueError:
            return None if value in ("", None, "None") else str(value)

    return sorted((tuple(cell(value) for value in row) for row in rows), key=repr)


def test_every_question_is_asked() -> None:
    assert list(ADDRESSES) == list(QUESTIONS) == list(range(1, 16))


@pytest.mark.parametrize("number", QUESTIONS)
def test_the_answer_is_the_same_everywhere_and_true(get: Get, db: sqlite3.Connection, number: int) -> None:
    question = QUESTIONS[number]
    truth = comparable(question.truth(db))
    assert truth
    answered = get(address(number, ".json")).json()
    found = answered.get("rows", answered.get("hits"))
    assert comparable([[row[name] for name in question.columns] for row in found]) == truth
    text = get(address(number, ".csv")).text.removeprefix("\ufeff")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert comparable([[row[name] for name in question.columns] for row in lines]) == truth


@pytest.mark.parametrize("number", QUESTIONS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_shows_the_answer(get: Get, db: sqlite3.Connection, number: int, language: str) -> None:
    question = QUESTIONS[number]
    page = get(address(number, "").replace("/checks/years", "/checks"), cookie=f"lang={language}")
    assert page.status_code == 200
    for row in question.truth(db):
        for piece in question.shown(row):
            assert piece in page.text or (piece == "缺" and "missing" in page.text), (row, piece)
    if number == 15:
        assert 'src="/capture/' in page.text
        assert "t3.new.total" in page.text
