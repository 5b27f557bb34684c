"""Compact storage gives back exactly what went in; its format does not move under an index that exists."""

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from archive.index.compact import pack_figures
from archive.index.database import writer
from archive.index.declared import declared_layouts
from archive.index.packing import dictionary, pack, unpack_evidence, unpack_text
from archive.index.readings import _store_figures
from archive.model import Evidence, Figure, FigureStatus, Number

KEYS = [*[key for layout in declared_layouts() for key in layout.keys][::9], "prose.received", "x.own.row"]
NUMBERS = st.one_of(st.integers(-5, 10**9), st.decimals(-100, 10**6, places=4))
RAWS = st.sampled_from(["", "-", "/", "12.0", "１２", "1,200", "12件", "0"])


@st.composite
def figures(draw: st.DrawFn) -> list[Figure]:
    """Figures of several tables, as extraction may state them: the raw text need not be the plain number."""
    found: list[Figure] = []
    style = draw(st.sampled_from(["", "件", ".0"]))
    for key in draw(st.lists(st.sampled_from(KEYS), unique=True, min_size=1, max_size=25)):
        status: FigureStatus = draw(st.sampled_from(["printed", "blank", "solved", "ambiguous", "ocr"]))
        value: Number | None = None if status in ("blank", "ambiguous") else draw(NUMBERS)
        plain = "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
        raw = draw(st.one_of(st.none(), st.just(plain), st.just(plain + style), RAWS))
        candidates = tuple(sorted(draw(st.sets(st.integers(0, 99), min_size=2)))) if status == "ambiguous" else ()
        unit = draw(st.sampled_from(["件", "万元", None]))
        cell = draw(st.one_of(st.none(), st.just(f"table 1 row {len(found)} column 2")))
        found.append(Figure(key, value, status, unit, raw, candidates, cell))
    return found


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with writer(tmp_path_factory.mktemp("packing") / "archive.db") as db:
        db.execute("PRAGMA foreign_keys = OFF")
        yield db


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(found=figures())
def test_the_view_figures_gives_back_every_figure(index: Database, found: list[Figure]) -> None:
    index.execute("DELETE FROM figure_sets")
    index.execute("DELETE FROM report_versions")
    index.execute(
        "INSERT INTO report_versions (version_id, report_id, form, sections, characters, figures, checks_passed, "
        "checks_failed, checks_undetermined, read_from, text) VALUES ('v', 'r', 'C', '[]', 0, 0, 0, 0, 0, 'c', x'')"
    )
    for figure_set in pack_figures(found, declared_layouts(), "C"):
        _store_figures(index, "v", figure_set)
    rows = {
        row[0]: row[1:] for row in index.execute("SELECT key, value, status, unit, raw, candidates, cell FROM figures")
    }
    assert set(rows) == {figure.key for figure in found}
    for figure in found:
        value, status, unit, raw, candidates, cell = rows[figure.key]
        assert (status, unit, cell) == (figure.status, figure.unit, figure.cell)
        assert value == (float(figure.value) if isinstance(figure.value, Decimal) else figure.value)
        assert raw == figure.raw
        assert candidates == (f"[{','.join(map(str, figure.candidates))}]" if figure.candidates else None)


@given(st.text(), st.lists(st.tuples(st.text(), st.text(), st.text()), max_size=3))
def test_a_text_and_its_evidence_come_back(text: str, facts: list[tuple[str, str, str]]) -> None:
    text = text.replace("\x1e", "")
    evidence = tuple(Evidence(*fact) for fact in facts)
    packed = pack(text, evidence)
    assert unpack_text(packed) == text
    assert unpack_evidence(packed) == evidence


def test_the_dictionary_never_changes() -> None:
    assert (
        hashlib.sha256(dictionary()).hexdigest() == "0b72d598213b43e66585e6ed736dee102af5637310e7006be65015c170761596"
    ), "a changed dictionary makes every index unreadable"


def test_each_index_carries_its_dictionary(tmp_path: Path) -> None:
    with writer(tmp_path / "archive.db") as connection:
        assert connection.execute("SELECT words FROM dictionaries").fetchone() == (dictionary(),)
