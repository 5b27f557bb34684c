"""Tables printed alike, read by template, against the same tables read for themselves."""

import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.extract import templates
from archive.extract.grids import GridCarry, end_table, read_grid
from archive.extract.numbers import read_cell
from archive.extract.readings import Collector
from archive.model import Grid
from tests.support.truth import draw_report, numbered_report
from tests.support.truth_grids import Td, report_tables, review_rows, to_grid
from tests.tables.test_tables_hostile import grids

_FAST = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_DIGITS = re.compile(r"\d[\d,.]*")
_NUMBERS = ("0", "7", "12", "1,234", "3.0", "０", "２５", "99999999", "2023", "2011", "4000", "04")


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    templates.forget()


def renumbered(grid: Grid, rng: Random) -> Grid:
    """The same table with other numbers: what is a number stays one, with its unit."""
    texts = []
    for text in grid.texts:
        other = _DIGITS.sub(rng.choice(_NUMBERS), text, count=1) if read_cell(text).kind == "number" else text
        same = templates.mark_of(other) == templates.mark_of(text)
        texts.append(other if same else text)
    return replace(grid, texts=tuple(texts))


def read_all(tables: Sequence[Grid], *, alike: bool) -> list[tuple[bool, GridCarry, Collector]]:
    """What each table gives, in order, each with what the one before left."""
    found = []
    carry = GridCarry()
    for number, grid in enumerate(tables, 1):
        out = Collector()
        read = templates.read_like_others if alike else read_grid
        is_data, carry = read(grid, number, carry, out)
        found.append((is_data, carry, out))
        if number % 2 == 0:
            carry = end_table(carry, Collector())
    return found


def assert_alike(tables: Sequence[Grid], rng: Random) -> None:
    for _ in range(3):  # a template is made when a pattern comes for the second time
        read_all([renumbered(grid, rng) for grid in tables], alike=True)
    others = [renumbered(grid, rng) for grid in tables]
    assert read_all(others, alike=True) == read_all(others, alike=False)


@given(st.integers(0, 2**32))
@_FAST
def test_reports_drawn_alike(seed: int) -> None:
    rng = Random(seed)
    assert_alike([to_grid(rows) for rows in report_tables(draw_report(rng), rng)], rng)


@given(st.lists(grids(), min_size=1, max_size=3), st.integers(0, 2**32))
@_FAST
def test_whatever_is_drawn_alike(tables: list[Grid], seed: int) -> None:
    assert_alike(tables, Random(seed))


def test_the_third_table_of_a_pattern_has_a_template() -> None:
    """Guards the tests above: without templates they would compare a thing with itself."""
    rng = Random(5)
    tables = [to_grid(rows) for rows in report_tables(draw_report(rng, "C", usual=True), rng, misprints=False)]
    for _ in range(3):
        read_all(tables, alike=True)
    assert templates.known() == len(tables)


def test_a_table_that_is_placed_by_its_sums_has_no_template() -> None:
    """More cells than the form has: which of them are the form's is told by sums, and the next table's may not hold."""
    header = [[Td(cell.text) for cell in row] for row in review_rows(numbered_report("C"), str)[:-1]]
    holds = [str(n) for n in (1, 2, 3, 4, 10) * 3]
    fails = [*holds[:4], "9", *holds[5:]]

    drawn = to_grid([*header, [*map(Td, holds), Td("")]])
    other = replace(drawn, texts=(*drawn.texts[:-16], *fails, ""))
    for grid in (drawn, drawn, drawn, other):
        assert read_all([grid], alike=True) == read_all([grid], alike=False)
    assert read_all([drawn], alike=True)[0][2].figures
    assert not read_all([other], alike=True)[0][2].figures
