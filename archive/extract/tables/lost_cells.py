"""Lost cells: every value that the printed numbers, their order and the sums allow, exactly.

The assumption, stated in the contract: a cell that was lost was empty, so it counts as 0. A row of ``n`` cells that
prints ``k < n`` numbers then is one of the ways to spread them in order over its cells. Identities inside the row leave
few of these; those across rows (column sums, balance) are equations over whole rows, and a search forwards and
backwards over all rows keeps exactly the ways that occur in at least one solution of the whole table.

Where no way satisfies all sums, or a sum of printed cells fails already, the source's own sums do not hold and they
prove nothing: only order counts then, which still determines rows of zeros.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Literal

from archive.extract.tables.place import LossyRow, is_money
from archive.forms.model import Identity
from archive.model import Number

Vector = tuple[Number, ...]
Outcome = Literal["solved", "unsatisfiable", "too_hard"]

LIMIT = 400_000
"""Steps of a search, a second's work (2026): counted, not timed, so that every machine reads a report alike."""


@dataclass(frozen=True, slots=True)
class Solution:
    """``possible`` gives each lost cell's values in ascending order; ``outcome`` says what they rest on: all sums
    (``solved``), order alone because the sums contradict the numbers (``unsatisfiable``), or the rows' own sums
    because the search was given up (``too_hard``)."""

    possible: Mapping[str, tuple[Number, ...]]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class _Equation:
    """``sum(coefficient * cell) + constant == 0``."""

    terms: Mapping[str, int]
    constant: Number


class _TooHardError(Exception):
    """The search has used up its steps."""


def solve(
    rows: Sequence[LossyRow],
    known: Mapping[str, Number],
    identities: Iterable[Identity],
    limit: int = LIMIT,
) -> Solution:
    """``known`` are the printed cells (empty ones as 0). Only identities all of whose cells are known or lost are
    used; ``limit`` is in steps, each of which adds one way of one row to one sum of the rows before."""
    lost = {key for row in rows for key in row.keys}
    usable = [i for i in identities if i.relation == "==" and all(cell in known or cell in lost for cell in i.cells)]
    if not all(_holds(identity, known) for identity in usable if not lost & set(identity.cells)):
        return _order_alone(rows)
    equations = [_equation(identity, known) for identity in usable if lost & set(identity.cells)]
    inner, across = _split(rows, equations)
    ways = [_spread(row, inner[at]) for at, row in enumerate(rows)]
    if not all(ways):
        return _order_alone(rows)
    try:
        supported = _supported(rows, ways, across, limit)
    except _TooHardError:
        return _collect(rows, ways, "too_hard")
    return _order_alone(rows) if supported is None else _collect(rows, supported, "solved")


def _order_alone(rows: Sequence[LossyRow]) -> Solution:
    """Of a row without one number nothing is stated: its number may be the one that the sums miss."""
    rows = [row for row in rows if row.values]
    return _collect(rows, [_spread(row, ()) for row in rows], "unsatisfiable")


def _holds(identity: Identity, known: Mapping[str, Number]) -> bool:
    return sum(known[cell] for cell in identity.left) == sum(known[cell] for cell in identity.right)


def _equation(identity: Identity, known: Mapping[str, Number]) -> _Equation:
    terms: dict[str, int] = {}
    constant: Number = 0
    for side, sign in ((identity.left, 1), (identity.right, -1)):
        for cell in side:
            if cell in known:
                constant += sign * known[cell]
            else:
                terms[cell] = terms.get(cell, 0) + sign
    return _Equation(terms, constant)


def _split(rows: Sequence[LossyRow], equations: Sequence[_Equation]) -> tuple[list[list[_Equation]], list[_Equation]]:
    """Equations inside one row, by row, and those that bind several."""
    owner = {key: at for at, row in enumerate(rows) for key in row.keys}
    inner: list[list[_Equation]] = [[] for _ in rows]
    across: list[_Equation] = []
    for equation in equations:
        owners = {owner[key] for key in equation.terms}
        if len(owners) == 1:
            inner[owners.pop()].append(equation)
        else:
            across.append(equation)
    return inner, across


def _spread(row: LossyRow, equations: Sequence[_Equation]) -> list[Vector]:
    """Every different way to spread a row's numbers in order over its cells that satisfies its own equations.

    At most 6,435 ways for the longest row of the forms, table 4 with its 15 cells.
    """
    if not any(row.values):
        return [(0,) * len(row.keys)] if all(equation.constant == 0 for equation in equations) else []
    coefficients = [[equation.terms.get(key, 0) for key in row.keys] for equation in equations]
    found: dict[Vector, None] = {}
    amounts = {at for at, key in enumerate(row.keys) if is_money(key)}
    fractions = {at for at, value in enumerate(row.values) if isinstance(value, Decimal)}
    for chosen in combinations(range(len(row.keys)), len(row.values)):
        if not amounts.issuperset(chosen[at] for at in fractions):
            continue  # a count is whole
        vector: list[Number] = [0] * len(row.keys)
        for place, value in zip(chosen, row.values, strict=True):
            vector[place] = value
        for equation, weights in zip(equations, coefficients, strict=True):
            if equation.constant + sum(w * v for w, v in zip(weights, vector, strict=True)) != 0:
                break
        else:
            found[tuple(vector)] = None
    return list(found)


def _supported(
    rows: Sequence[LossyRow], ways: list[list[Vector]], equations: Sequence[_Equation], limit: int
) -> list[list[Vector]] | None:
    """The ways of each row that occur in a solution of all ``equations``; None where there is no solution."""
    weighed = [
        [(way, tuple(_weigh(equation, row, way) for equation in equations)) for way in row_ways]
        for row, row_ways in zip(rows, ways, strict=True)
    ]
    start = tuple(equation.constant for equation in equations)
    narrowed = _narrow(weighed, start)
    if narrowed is None:
        return None
    # Great numbers first: the totals fix what each column has left to hold, and few ways fit under that.
    order = sorted(range(len(rows)), key=lambda at: sum(min(value, -value) for value in rows[at].values))
    kept = _search([narrowed[at] for at in order], start, limit)
    if kept is None:
        return None
    result: list[list[Vector]] = [[] for _ in rows]
    for at, found in zip(order, kept, strict=True):
        result[at] = found
    return result


def _weigh(equation: _Equation, row: LossyRow, way: Vector) -> Number:
    return sum(equation.terms.get(key, 0) * value for key, value in zip(row.keys, way, strict=True))


_Weighed = list[tuple[Vector, Vector]]


def _narrow(weighed: list[_Weighed], start: Vector) -> list[_Weighed] | None:
    """Drops ways that even the most favourable ways of all other rows cannot complete, until nothing changes."""
    current = weighed
    while True:
        lows = [_lowest(row) for row in current]
        highs = [_highest(row) for row in current]
        low = tuple(s + sum(column) for s, column in zip(start, zip(*lows, strict=True), strict=False))
        high = tuple(s + sum(column) for s, column in zip(start, zip(*highs, strict=True), strict=False))
        narrowed = [
            [
                (way, weight)
                for way, weight in row
                if all(
                    low[e] - lows[at][e] + weight[e] <= 0 <= high[e] - highs[at][e] + weight[e]
                    for e in range(len(start))
                )
            ]
            for at, row in enumerate(current)
        ]
        if not all(narrowed):
            return None
        if sum(map(len, narrowed)) == sum(map(len, current)):
            return narrowed
        current = narrowed


def _lowest(row: _Weighed) -> Vector:
    return tuple(min(column) for column in zip(*(weight for _, weight in row), strict=True))


def _highest(row: _Weighed) -> Vector:
    return tuple(max(column) for column in zip(*(weight for _, weight in row), strict=True))


def _search(rows: list[_Weighed], start: Vector, limit: int) -> list[list[Vector]] | None:
    """Forwards: every sum that the first rows can reach and the rest can still bring to 0. Backwards: which ways
    lie on a path to 0."""
    rest_low: list[Vector] = [tuple(0 for _ in start)]
    rest_high: list[Vector] = [tuple(0 for _ in start)]
    for row in reversed(rows):
        rest_low.append(tuple(a + b for a, b in zip(rest_low[-1], _lowest(row), strict=True)))
        rest_high.append(tuple(a + b for a, b in zip(rest_high[-1], _highest(row), strict=True)))
    rest_low.reverse()
    rest_high.reverse()
    layers: list[set[Vector]] = [{start}]
    for at, row in enumerate(rows):
        limit -= len(layers[-1]) * len(row)
        if limit < 0:
            raise _TooHardError
        layers.append(_step(layers[-1], row, rest_low[at + 1], rest_high[at + 1]))
    goal = tuple(0 for _ in start)
    if goal not in layers[-1]:
        return None
    alive: set[Vector] = {goal}
    kept: list[list[Vector]] = []
    for at in range(len(rows) - 1, -1, -1):
        kept.append([])
        earlier: set[Vector] = set()
        for way, weight in rows[at]:
            sources = {
                source
                for state in alive
                if (source := tuple(s - w for s, w in zip(state, weight, strict=True))) in layers[at]
            }
            if sources:
                kept[-1].append(way)
                earlier |= sources
        alive = earlier
    kept.reverse()
    return kept


def _step(states: set[Vector], row: _Weighed, low: Vector, high: Vector) -> set[Vector]:
    found: set[Vector] = set()
    for state in states:
        for _, weight in row:
            reached = tuple(s + w for s, w in zip(state, weight, strict=True))
            if all(r + a <= 0 <= r + b for r, a, b in zip(reached, low, high, strict=True)):
                found.add(reached)
    return found


def _collect(rows: Sequence[LossyRow], ways: Sequence[Sequence[Vector]], outcome: Outcome) -> Solution:
    possible: dict[str, tuple[Number, ...]] = {}
    for row, row_ways in zip(rows, ways, strict=True):
        for place, key in enumerate(row.keys):
            possible[key] = tuple(sorted({way[place] for way in row_ways}))
    return Solution(possible, outcome)
