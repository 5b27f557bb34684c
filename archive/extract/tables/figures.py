"""The figures of a document: tables found in its blocks, read cell by cell, lost cells solved."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from archive.extract.tables.flattened.reader import read_lines
from archive.extract.tables.kinds import NOTHING_CARRIED, end_table, read_grid
from archive.extract.tables.lost_cells import Solution, solve
from archive.extract.tables.place import Collector, LossyRow
from archive.extract.tables.unstated import unstated
from archive.forms import FORMS, FormName, Identity, all_figures
from archive.forms.requests import REQUESTS_B
from archive.model import Block, Figure, Issue, Number

_CUT_BY = 40
"""Characters of a paragraph between two grids that show that the second is not the first one's rest."""


@dataclass(frozen=True, slots=True)
class TablesRead:
    """``figures`` in the order of the forms; ``form`` is the form of the tables found (None: no table of a form);
    ``table_spans`` are the indexes of the blocks that are table material, not text."""

    figures: tuple[Figure, ...]
    form: FormName | None
    issues: tuple[Issue, ...]
    table_spans: frozenset[int]


def read_figures(blocks: Sequence[Block]) -> TablesRead:
    """Every figure of the statutory forms that ``blocks`` print. Never raises for what a document holds."""
    grids, grid_blocks = _read_grids(blocks)
    lines, line_blocks = _read_lines(blocks, beside_grids=bool(grids.figures))
    merged = _merge(grids, lines)
    figures, issues = _figures(merged)
    issues += unstated(blocks, figures, merged.refused)
    return TablesRead(
        tuple([figures[key] for key in sorted(figures, key=_order().__getitem__)]),
        form_of(figures),
        (*merged.issues, *issues),
        frozenset(grid_blocks | line_blocks),
    )


def _read_grids(blocks: Sequence[Block]) -> tuple[Collector, set[int]]:
    out = Collector()
    found: set[int] = set()
    carry = NOTHING_CARRIED
    number = 0
    for index, block in enumerate(blocks):
        if block.grid is not None:
            number += 1
            is_data, carry = read_grid(block.grid, number, carry, out)
            if is_data:
                found.add(index)
        elif len(block.text.strip()) > _CUT_BY or block.kind == "heading":
            carry = end_table(carry, out)
    end_table(carry, out)
    return out, found


def _read_lines(blocks: Sequence[Block], *, beside_grids: bool) -> tuple[Collector, set[int]]:
    out = Collector()
    lines = [(index, block.text) for index, block in enumerate(blocks) if block.grid is None and block.text]
    found = read_lines(lines, out, beside_grids=beside_grids)
    return out, found


def _merge(grids: Collector, lines: Collector) -> Collector:
    """A table that stands in a grid is not read from lines as well."""
    if not (lines.figures or lines.lossy or lines.refused):
        return Collector(grids.figures, grids.lossy, [*grids.issues, *lines.issues], grids.refused)
    in_grids = {_table(key) for key in (*(f.key for f in grids.figures), *(k for r in grids.lossy for k in r.keys))}
    return Collector(
        [*grids.figures, *(figure for figure in lines.figures if _table(figure.key) not in in_grids)],
        [*grids.lossy, *(row for row in lines.lossy if _table(row.keys[0]) not in in_grids)],
        [*grids.issues, *lines.issues],
        grids.refused | {key for key in lines.refused if _table(key) not in in_grids},
    )


def _table(key: str) -> str:
    return key.split(".", 1)[0]


def _kind(key: str) -> str:
    """``t2`` for the parts of table 2, else the table."""
    return _table(key).split("_", 1)[0]


@cache
def _own_keys() -> dict[FormName, frozenset[str]]:
    return {
        name: frozenset(key for table in form.tables for key, _, _ in table.cells()) for name, form in FORMS.items()
    }


@cache
def _order() -> dict[str, int]:
    """What a figure is sorted by: its table, then its place in the forms."""
    tables = dict.fromkeys(_table(key) for key in all_figures())
    return {key: at for at, key in enumerate(key for table in tables for key in all_figures() if _table(key) == table)}


def form_of(keys: Iterable[str]) -> FormName | None:
    """The form whose tables were found: the rows of table 3 decide, else whose figures most of them are."""
    return _form_of(frozenset(keys))


@lru_cache(maxsize=1 << 10)
def _form_of(present: frozenset[str]) -> FormName | None:
    if "t3.other_other.total" in present or "t3.other_no_supplement.total" in present:
        return "C"
    if "t3.other.total" in present:
        return "B"
    counts = {name: len(present & own) for name, own in _own_keys().items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else None


def _figures(merged: Collector) -> tuple[dict[str, Figure], list[Issue]]:
    merged = _without_heading_row(merged)
    issues: list[Issue] = []
    merged = _without_other_form(merged, issues)
    figures = {figure.key: figure for figure in merged.figures}
    if merged.refused or len(figures) < len(merged.figures):
        figures = _printed_often(merged, issues)
    lossy = [row for row in merged.lossy if not any(key in figures or key in merged.refused for key in row.keys)]
    for table in sorted({_table(row.keys[0]) for row in lossy}):
        rows = _once([row for row in lossy if _table(row.keys[0]) == table], issues)
        for figure in _solved(table, rows, figures, issues):
            figures[figure.key] = figure
    return figures, issues


_HEADING_OF_C = frozenset(f"t3.other.{column.key}" for column in REQUESTS_B.columns)


def _without_heading_row(merged: Collector) -> Collector:
    """Form C prints 其他处理 as a heading above three rows; form B as a row with values of its own."""
    keys = {figure.key for figure in merged.figures}.union(*(row.keys for row in merged.lossy))
    if _HEADING_OF_C.isdisjoint(keys) or not any(key.startswith("t3.other_") for key in keys):
        return merged
    return Collector(
        [figure for figure in merged.figures if not figure.key.startswith("t3.other.")],
        [row for row in merged.lossy if not row.keys[0].startswith("t3.other.")],
        merged.issues,
        merged.refused,
    )


_A_TABLE = 20
"""Fewer cells than this of another form are a table of the office's own that is called like one of the form's."""


def _without_other_form(merged: Collector, issues: list[Issue]) -> Collector:
    """No report prints the statistics of the years before 2019 and a part of the tables since."""
    early = {figure.key for figure in merged.figures if figure.key.startswith("a.")}
    since = {figure.key for figure in merged.figures} - early
    early |= {key for key in merged.refused if key.startswith("a.")}
    if not early or not since or len(since) >= min(_A_TABLE, len(early)):
        return merged
    issues.append(Issue("tables", "another_form", f"{len(since)} cells named as since 2019, not read"))
    return Collector(
        [figure for figure in merged.figures if figure.key in early],
        [row for row in merged.lossy if row.keys[0].startswith("a.")],
        merged.issues,
        merged.refused,
    )


def _printed_often(merged: Collector, issues: list[Issue]) -> dict[str, Figure]:
    """The figures where some are refused or printed at several places."""
    by_key: dict[str, list[Figure]] = {}
    for figure in merged.figures:
        by_key.setdefault(figure.key, []).append(figure)
    doubled = _doubled_tables(by_key)
    more = "the whole table stands there twice, with other values"
    issues.extend([Issue("tables", "printed_twice", f"{table}: {more}") for table in sorted(doubled)])
    unsure = doubled.union([_kind(key) for key, same in by_key.items() if _differ(same)])
    found: dict[str, Figure | None] = {}
    for key, same in by_key.items():
        if key in merged.refused or (_kind(key) in doubled and len(same) == 1):
            continue
        found[key] = _one_figure(same, issues, unsure=_kind(key) in unsure or _in_two_details(key, same))
    return {key: figure for key, figure in found.items() if figure is not None}


def _doubled_tables(by_key: Mapping[str, Sequence[Figure]]) -> frozenset[str]:
    """The tables of which a document prints two, of other years or other organs: most of their cells stand there
    twice, and several not alike (parts of table 2 together). Nobody knows which is the report's."""
    cells: Counter[str] = Counter(_kind(key) for key in by_key)
    twice: Counter[str] = Counter()
    unlike: Counter[str] = Counter()
    for key, same in by_key.items():
        values = {figure.value for figure in same}
        if len(same) > 1:
            twice[_kind(key)] += 1
            unlike[_kind(key)] += len(values) > 1
    return frozenset(table for table in cells if 2 * twice[table] > cells[table] and unlike[table] > 1)


def _in_two_details(key: str, same: Sequence[Figure]) -> bool:
    """Whether two tables print a cell of table 2, which is too short to be cut by a page."""
    return _kind(key) == "t2" and len({(figure.cell or "").partition(" row")[0] for figure in same}) > 1


def _differ(same: Sequence[Figure]) -> bool:
    return len({figure.value for figure in same if figure.value is not None}) > 1


def _one_figure(same: Sequence[Figure], issues: list[Issue], *, unsure: bool) -> Figure | None:
    """A row that a page break cut is printed twice, once empty, unless other cells of the table are printed with
    different values (``unsure``). Two different numbers leave the figure open, and the same number in two units is not
    understood."""
    printed = [figure for figure in same if figure.value is not None]
    values = {figure.value for figure in printed if figure.value is not None}
    if unsure and values and len(printed) < len(same):
        if values == {0}:
            return None  # nothing and 0 are not the same
        values.add(0)
    units = {figure.unit for figure in printed}
    if len(values) <= 1 and len(units) <= 1:
        return (printed or same)[0]
    where = ", ".join(figure.cell or "" for figure in printed)
    key = same[0].key
    issues.append(Issue("tables", "printed_twice", f"{key} is printed with different values or units: {where}"))
    if len(units) > 1:
        return None
    return Figure(key, None, "ambiguous", printed[0].unit, None, tuple(sorted(values)), printed[0].cell)


def _once(rows: Sequence[LossyRow], issues: list[Issue]) -> list[LossyRow]:
    """Rows whose keys occur once; a row printed twice with different values is not understood."""
    by_keys: dict[tuple[str, ...], list[LossyRow]] = {}
    for row in rows:
        by_keys.setdefault(row.keys, []).append(row)
    found: list[LossyRow] = []
    for keys, same in by_keys.items():
        filled = {row.values for row in same if row.values} or {()}
        if len(filled) == 1:
            found.append(LossyRow(keys, filled.pop(), same[0].where))
        else:
            issues.append(Issue("tables", "printed_twice", f"{same[0].where}: the row stands there twice"))
    return found


def _solved(
    table: str,
    rows: Sequence[LossyRow],
    figures: Mapping[str, Figure],
    issues: list[Issue],
) -> list[Figure]:
    known: dict[str, Number] = {
        key: figure.value if figure.value is not None else 0
        for key, figure in figures.items()
        if _table(key) == table and figure.status in {"printed", "blank"}
    }
    keys = [*known, *(key for row in rows for key in row.keys)]
    solution = solve(rows, known, _identities(table, keys))
    _report(table, solution, issues)
    labels = all_figures()
    found: list[Figure] = []
    for key, values in solution.possible.items():
        unit = labels[key].unit if key in labels else None
        if len(values) == 1:
            found.append(Figure(key, values[0], "solved", unit, None))
        else:
            found.append(Figure(key, None, "ambiguous", unit, None, values))
    return found


def _identities(table: str, keys: Sequence[str]) -> list[Identity]:
    """The sums of the form that the table's own rows belong to; none that a form with other rows states."""
    name = form_of(keys)
    form = FORMS[name] if name else None
    return [i for i in form.identities if _table(i.left[0]) == table] if form else []


def _report(table: str, solution: Solution, issues: list[Issue]) -> None:
    if solution.outcome == "unsatisfiable":
        detail = f"{table}: cells were lost and the sums do not hold for any place of the numbers; only order was used"
        issues.append(Issue("solve", "sums_contradict", detail))
    elif solution.outcome == "too_hard":
        detail = f"{table}: cells were lost and the search was given up as too long; every possible value is kept"
        issues.append(Issue("solve", "search_given_up", detail))
