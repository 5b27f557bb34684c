"""The figures of a document: tables found in its blocks, read cell by cell, lost cells solved."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from archive.extract.tables.flattened import read_lines
from archive.extract.tables.kinds import NOTHING_CARRIED, end_table, read_grid
from archive.extract.tables.lost_cells import Solution, solve
from archive.extract.tables.place import Collector, LossyRow
from archive.extract.tables.unstated import unknown_table, unstated
from archive.forms import FORMS, FormName, Identity, all_figures
from archive.forms.keys import parts_of
from archive.model import Block, Figure, Issue, Number

_CUT_BY = 40
"""Characters of a paragraph between two grids that show that the second is not the first one's rest."""
_A_TABLE = 20
"""Fewer cells than this of another form are a table of the office's own that is called like one of the form's."""


@dataclass(frozen=True, slots=True)
class TablesRead:
    """``figures`` in the order of the forms; ``form`` is the form of the tables found (None: no table of a form);
    ``table_spans`` are the indexes of the blocks that are table material, not text; ``years`` those that head the
    numbers of the table before 2019."""

    figures: tuple[Figure, ...]
    form: FormName | None
    issues: tuple[Issue, ...]
    table_spans: frozenset[int]
    years: frozenset[int] = frozenset()

    def of_year(self, year: int | None) -> "TablesRead":
        """Without the table before 2019 where its header says that the numbers are those of another year."""
        other = sorted(self.years - {year})
        if year is None or not other or all(parts_of(figure.key).table != "a" for figure in self.figures):
            return self
        issue = Issue("tables", "another_year", f"the table's header says {other[0]}, and the report is on {year}")
        kept = tuple([figure for figure in self.figures if parts_of(figure.key).table != "a"])
        return replace(self, figures=kept, form=form_of([f.key for f in kept]), issues=(*self.issues, issue))


def read_figures(blocks: Sequence[Block]) -> TablesRead:
    """Every figure of the statutory forms that ``blocks`` print. Never raises for what a document holds."""
    grids, grid_blocks = _read_grids(blocks)
    lines, line_blocks = _read_lines(blocks, beside_grids=bool(grids.figures))
    merged = _of_one_form(_merge(grids, lines))
    figures = _stated(merged)
    merged.issues.extend(unstated(blocks, figures, merged.refused))
    if not figures and not merged.issues:
        merged.issues.extend(unknown_table(blocks))
    return TablesRead(
        tuple([figures[key] for key in sorted(figures, key=_order().__getitem__)]),
        form_of(figures),
        tuple(merged.issues),
        frozenset(grid_blocks | line_blocks),
        frozenset(merged.years),
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
    in_grids = {parts_of(key).part for key in grids.read_or_lost()}
    return grids.with_all(lines.only(lambda key: parts_of(key).part not in in_grids))


def _of_one_form(merged: Collector) -> Collector:
    """Without what is called like a row of another form than the report's: form C prints 其他处理 as a heading above
    three rows, form B as a row with values of its own; and no report prints the statistics of the years before 2019 and
    a part of the tables since."""
    rows = {parts_of(key).whole_row for key in merged.read_or_lost()}
    if "t3.other" in rows and any(row.startswith("t3.other_") for row in rows):
        merged = merged.only(lambda key: parts_of(key).whole_row != "t3.other")
    early = {figure.key for figure in merged.figures if parts_of(figure.key).table == "a"}
    since = {figure.key for figure in merged.figures} - early
    early |= {key for key in merged.refused if parts_of(key).table == "a"}
    if early and since and len(since) < min(_A_TABLE, len(early)):
        refused = merged.refused
        merged = merged.only(lambda key: parts_of(key).table == "a")
        merged.refuse(refused, "another_form", f"{len(since)} cells named as since 2019, not read")
    return merged


@cache
def _own_keys() -> dict[FormName, frozenset[str]]:
    return {
        name: frozenset(key for table in form.tables for key, _, _ in table.cells()) for name, form in FORMS.items()
    }


@cache
def _order() -> dict[str, int]:
    """What a figure is sorted by: its table, then its place in the forms."""
    tables = list(dict.fromkeys(parts_of(key).part for key in all_figures()))
    return {key: at for at, key in enumerate(sorted(all_figures(), key=lambda key: tables.index(parts_of(key).part)))}


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


def _stated(merged: Collector) -> dict[str, Figure]:
    """The figures that are stated or open, by key; what stands there twice, and what was solved, adds its issues."""
    figures = {figure.key: figure for figure in merged.figures}
    if merged.refused or len(figures) < len(merged.figures):
        figures = _printed_often(merged)
    lossy = [row for row in merged.lossy if not any(key in figures or key in merged.refused for key in row.keys)]
    for part in sorted({row.part for row in lossy}):
        rows = _once([row for row in lossy if row.part == part], merged.issues)
        for figure in _solved(part, rows, figures, merged.issues):
            figures[figure.key] = figure
    return figures


def _printed_often(merged: Collector) -> dict[str, Figure]:
    """The figures where some are refused or printed at several places."""
    by_key: dict[str, list[Figure]] = {}
    for figure in merged.figures:
        by_key.setdefault(figure.key, []).append(figure)
    doubled = _doubled_tables(by_key)
    more = "the whole table stands there twice, with other values"
    merged.issues.extend([Issue("tables", "printed_twice", f"{table}: {more}") for table in sorted(doubled)])
    unsure = doubled.union([parts_of(key).table for key, same in by_key.items() if _differ(same)])
    found: dict[str, Figure | None] = {}
    for key, same in by_key.items():
        table = parts_of(key).table
        if key in merged.refused or (table in doubled and len(same) == 1):
            continue
        # Table 2 is too short to be cut by a page: two grids that print a cell of it are two tables.
        in_two = table == "t2" and len(merged.grids[key]) > 1
        found[key] = _one_figure(same, merged.issues, unsure=table in unsure or in_two)
    return {key: figure for key, figure in found.items() if figure is not None}


def _doubled_tables(by_key: Mapping[str, Sequence[Figure]]) -> frozenset[str]:
    """The tables of which a document prints two, of other years or other organs: most of their cells stand there
    twice, and several not alike (parts of table 2 together). Nobody knows which is the report's."""
    cells: Counter[str] = Counter(parts_of(key).table for key in by_key)
    twice = Counter(parts_of(key).table for key, same in by_key.items() if len(same) > 1)
    unlike = Counter(parts_of(key).table for key, same in by_key.items() if len({figure.value for figure in same}) > 1)
    return frozenset(table for table in cells if 2 * twice[table] > cells[table] and unlike[table] > 1)


def _differ(same: Sequence[Figure]) -> bool:
    return len({figure.value for figure in same if figure.value is not None}) > 1


def _one_figure(same: Sequence[Figure], issues: list[Issue], *, unsure: bool) -> Figure | None:
    """A row that a page break cut is printed twice, once empty, unless other cells of the table are printed with
    different values (``unsure``). Two different numbers leave the figure open, and the same number in two units is not
    understood."""
    printed = [figure for figure in same if figure.value is not None]
    values = {figure.value for figure in printed if figure.value is not None}
    key, where = same[0].key, ", ".join(figure.cell or "" for figure in same)
    if unsure and values and len(printed) < len(same):
        if values == {0}:  # nothing and 0 are not the same
            issues.append(Issue("tables", "printed_twice", f"{key} is printed as 0 and as nothing: {where}"))
            return None
        values.add(0)
    units = {figure.unit for figure in printed}
    if len(values) <= 1 and len(units) <= 1:
        return (printed or same)[0]
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
    part: str,
    rows: Sequence[LossyRow],
    figures: Mapping[str, Figure],
    issues: list[Issue],
) -> list[Figure]:
    known: dict[str, Number] = {
        key: figure.value if figure.value is not None else 0
        for key, figure in figures.items()
        if parts_of(key).part == part and figure.status in {"printed", "blank"}
    }
    keys = [*known, *(key for row in rows for key in row.keys)]
    solution = solve(rows, known, _identities(part, keys))
    _report(part, solution, issues)
    labels = all_figures()
    found: list[Figure] = []
    for key, values in solution.possible.items():
        unit = labels[key].unit if key in labels else None
        if len(values) == 1:
            found.append(Figure(key, values[0], "solved", unit, None))
        else:
            found.append(Figure(key, None, "ambiguous", unit, None, values))
    return found


def _identities(part: str, keys: Sequence[str]) -> list[Identity]:
    """The sums of the form that the table's own rows belong to; none that a form with other rows states."""
    name = form_of(keys)
    form = FORMS[name] if name else None
    return [i for i in form.identities if parts_of(i.left[0]).part == part] if form else []


def _report(part: str, solution: Solution, issues: list[Issue]) -> None:
    if solution.outcome == "unsatisfiable":
        detail = f"{part}: cells were lost and the sums do not hold for any place of the numbers; only order was used"
        issues.append(Issue("solve", "sums_contradict", detail))
    elif solution.outcome == "too_hard":
        detail = f"{part}: cells were lost and the search was given up as too long; every possible value is kept"
        issues.append(Issue("solve", "search_given_up", detail))
