"""Figures and checks packed for storage: one row per table of a form instead of one per number."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from archive.index.ids import digest
from archive.model import Check, CheckOutcome, Figure, FigureStatus, Number

STATUS_LETTERS: dict[FigureStatus, str] = {"printed": "p", "blank": "b", "solved": "s", "ambiguous": "a", "ocr": "o"}
OUTCOME_LETTERS: dict[CheckOutcome, str] = {"pass": "p", "fail": "f", "undetermined": "u"}
ABSENT = "-"  # the table has this cell, the report does not


@dataclass(frozen=True, slots=True)
class Layout:
    """The cells of one table in the order in which their numbers are stored; ``units`` beside ``keys``."""

    name: str
    title: str
    keys: tuple[str, ...]
    units: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class FigureSet:
    """The figures of one report and one layout: JSON texts as the table ``figure_sets`` holds them.

    ``numbers`` is an array; ``raw``, ``candidates`` and ``units`` are objects from position to what
    cannot be told from the number and the layout; ``cells`` is an array, shared by reports of one template.
    """

    layout: Layout
    numbers: str
    statuses: str
    raw: str | None
    candidates: str | None
    units: str | None
    cells: str | None


@dataclass(frozen=True, slots=True)
class CheckSet:
    """All checks of one report: ``outcomes`` one letter each, ``lefts`` and ``rights`` JSON arrays."""

    name: str
    items: tuple[tuple[str, str, str], ...]
    outcomes: str
    lefts: str
    rights: str


def number_json(value: Number | None) -> str:
    """A number exactly as printed: a Decimal keeps its digits, which ``json.dumps`` of a float would not."""
    if value is None:
        return "null"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _array(values: Iterable[Number | None]) -> str:
    found = list(values)
    try:
        return _whole(found)
    except TypeError:  # a Decimal
        return f"[{','.join(map(number_json, found))}]"


_whole = json.JSONEncoder(separators=(",", ":")).encode


def _object(pairs: dict[int, str]) -> str | None:
    if not pairs:
        return None
    return "{" + ",".join(f'"{position}":{value}' for position, value in sorted(pairs.items())) + "}"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


@lru_cache(maxsize=8192)
def _group(key: str) -> str:
    """The table a key belongs to: ``t2`` of ``t2_1.regulation.issued``."""
    return key.partition(".")[0].partition("_")[0]


def group_figures(figures: Sequence[Figure]) -> dict[str, list[Figure]]:
    """By table, in order; of two figures with one key the first counts (the key is the cell's name)."""
    groups: dict[str, dict[str, Figure]] = {}
    for figure in figures:
        groups.setdefault(_group(figure.key), {}).setdefault(figure.key, figure)
    return {name: list(members.values()) for name, members in groups.items()}


def found_layout(group: str, figures: Sequence[Figure]) -> Layout:
    """A layout made of the keys that a report has: for tables that no form declares."""
    keys = tuple(figure.key for figure in figures)
    units = tuple(figure.unit for figure in figures)
    name = f"{group}-{digest(*keys, *(unit or '' for unit in units), length=8)}"
    return Layout(name, f"cells found under {group}", keys, units)


@lru_cache(maxsize=1024)  # portals print the same cells report after report
def _declared(form: str, group: str, keys: tuple[str, ...], declared: tuple[Layout, ...]) -> Layout | None:
    """Of the declared layouts that hold all keys: the one of the report's form, else the smallest."""
    fitting = (layout for layout in declared if set(keys).issubset(layout.keys))
    own = f"{form}-{group}"
    return min(fitting, key=lambda layout: (layout.name != own, len(layout.keys)), default=None)


def _choose(group: str, figures: Sequence[Figure], declared: tuple[Layout, ...], form: str) -> Layout:
    keys = tuple(figure.key for figure in figures)
    return _declared(form, group, keys, declared) or found_layout(group, figures)


def pack_figures(figures: Sequence[Figure], declared: tuple[Layout, ...], form: str) -> tuple[FigureSet, ...]:
    """Each table of a report in the declared layout that holds all its keys, or in one of its own.

    Forms mix within a report, so its cells decide which form a table is of; ``form``, the report's, decides where they
    fit several (table 4 is the same in forms B and C).
    """
    groups = group_figures(figures).items()
    return tuple(_pack(_choose(group, members, declared, form), members) for group, members in groups)


def _common(values: Sequence[str]) -> str | None:
    """The value that occurs most often, more than once; of equals the least."""
    if len(set(values)) == 1:
        return values[0] if len(values) > 1 else None
    counts = Counter(values)
    value, count = min(counts.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    return value if count > 1 else None


def _suffix(figure: Figure) -> str | None:
    """What a cell prints behind its whole number: ``.0``, ``件``; None where it prints something else."""
    if not isinstance(figure.value, int) or figure.raw is None:
        return None
    number = str(figure.value)
    return figure.raw[len(number) :] if figure.raw.startswith(number) else None


def _raw(ordered: Sequence[Figure | None]) -> str | None:
    """What the cells print where it is not simply the number: ``blank`` and ``suffix`` for all, others one by one."""
    figures = [figure for figure in ordered if figure is not None]
    if all(isinstance(figure.value, int) and figure.raw == str(figure.value) for figure in figures):
        return None  # most tables
    blank = _common([f.raw for f in figures if f.status == "blank" and f.raw is not None]) or ""
    suffix = _common([found for f in figures if (found := _suffix(f)) is not None]) or ""
    pairs: dict[str, str] = {}
    if blank:
        pairs["blank"] = _text(blank)
    if suffix:
        pairs["suffix"] = _text(suffix)
    for position, figure in enumerate(ordered):
        if figure is None:
            continue
        if figure.status == "blank" and figure.value is None:
            usual: str | None = blank
        else:
            # SQLite writes a fraction back without its trailing zeros: what it prints is kept beside it.
            usual = f"{figure.value}{suffix}" if isinstance(figure.value, int) else None
        if figure.raw != usual or isinstance(figure.value, Decimal):
            pairs[str(position)] = _text(figure.raw) if figure.raw is not None else "null"
    return "{" + ",".join(f'"{name}":{value}' for name, value in pairs.items()) + "}" if pairs else None


def _pack(layout: Layout, figures: Sequence[Figure]) -> FigureSet:
    by_key = {figure.key: figure for figure in figures}
    ordered = [by_key.get(key) for key in layout.keys]
    places = [(position, figure) for position, figure in enumerate(ordered) if figure is not None]
    candidates = {position: _array(figure.candidates) for position, figure in places if figure.candidates}
    units = {
        position: _text(figure.unit) if figure.unit is not None else "null"
        for position, figure in places
        if figure.unit != layout.units[position]
    }
    cells = [figure.cell if figure else None for figure in ordered]
    statuses = "".join(STATUS_LETTERS[figure.status] if figure else ABSENT for figure in ordered)
    return FigureSet(
        layout=layout,
        numbers=_array(figure.value if figure else None for figure in ordered),
        statuses=statuses[0] if len(set(statuses)) == 1 else statuses,
        raw=_raw(ordered),
        candidates=_object(candidates),
        units=_object(units),
        cells=json.dumps(cells, ensure_ascii=False, separators=(",", ":")) if any(cells) else None,
    )


def pack_checks(checks: Sequence[Check]) -> CheckSet | None:
    """None for a report without checks."""
    if not checks:
        return None
    items = tuple((check.id, check.expression, " ".join(check.cells)) for check in checks)
    return CheckSet(
        name=digest(*(part for item in items for part in item), length=12),
        items=items,
        outcomes="".join(OUTCOME_LETTERS[check.outcome] for check in checks),
        lefts=_array(check.left for check in checks),
        rights=_array(check.right for check in checks),
    )
