"""The solver against brute force: it keeps exactly the values that occur in some solution, and knows when none does."""

from decimal import Decimal
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.extract.tables.lost_cells import solve
from archive.extract.tables.place import LossyRow
from archive.forms.model import Identity

Number = int | Decimal


def spread(keys: tuple[str, ...], values: tuple[Number, ...]) -> list[dict[str, Number]]:
    return [
        {key: dict(zip(chosen, values, strict=True)).get(at, 0) for at, key in enumerate(keys)}
        for chosen in combinations(range(len(keys)), len(values))
    ]


def brute_force(
    rows: list[LossyRow], known: dict[str, Number], identities: list[Identity]
) -> dict[str, set[Number]] | None:
    """Every combination of every row, tried one by one."""
    found: dict[str, set[Number]] | None = None
    for choice in product(*(spread(row.keys, row.values) for row in rows)):
        cells = dict(known)
        for part in choice:
            cells.update(part)
        if all(sum(cells[k] for k in i.left) == sum(cells[k] for k in i.right) for i in identities):
            found = found or {key: set() for row in rows for key in row.keys}
            for key, values in found.items():
                values.add(cells[key])
    return found


@st.composite
def small_tables(draw: st.DrawFn) -> tuple[list[LossyRow], dict[str, Number], list[Identity]]:
    """Two or three leaf rows and their total, 3 or 4 columns with a row sum, some rows whole, some short; the numbers
    come from a table whose sums hold, unless one is changed."""
    columns = draw(st.integers(3, 4))
    leaves = draw(st.integers(2, 3))
    small = st.integers(0, 3)
    table = [[draw(small) for _ in range(columns - 1)] for _ in range(leaves)]
    table.append([sum(row[c] for row in table) for c in range(columns - 1)])
    table = [[*row, sum(row)] for row in table]
    if draw(st.booleans()):
        r, c = draw(st.integers(0, leaves)), draw(st.integers(0, columns - 1))
        table[r][c] += draw(st.integers(1, 3))
    keys = [[f"x.{r}.{c}" for c in range(columns)] for r in range(leaves + 1)]
    known: dict[str, Number] = {}
    rows: list[LossyRow] = []
    for r, values in enumerate(table):
        lost = [c for c in range(columns) if values[c] == 0 and draw(st.booleans())]
        if lost:
            kept = tuple(v for c, v in enumerate(values) if c not in lost)
            rows.append(LossyRow(tuple(keys[r]), kept, f"row {r}"))
        else:
            known.update(zip(keys[r], values, strict=True))
    identities = [Identity(f"row {r}", tuple(keys[r][:-1]), (keys[r][-1],)) for r in range(leaves + 1)]
    identities += [
        Identity(f"column {c}", tuple(keys[r][c] for r in range(leaves)), (keys[leaves][c],)) for c in range(columns)
    ]
    return rows, known, identities


@settings(max_examples=400, deadline=None)
@given(small_tables())
def test_possible_values_are_those_of_brute_force(
    case: tuple[list[LossyRow], dict[str, Number], list[Identity]],
) -> None:
    rows, known, identities = case
    truth = brute_force(rows, known, identities)
    solution = solve(rows, known, identities)
    if truth is None:
        assert solution.outcome in ({"unsatisfiable"} if rows else {"solved", "unsatisfiable"})
        order_only = brute_force([row for row in rows if row.values], known, [])
        assert {key: set(values) for key, values in solution.possible.items()} == (order_only or {})
    else:
        assert solution.outcome == "solved"
        assert {key: set(values) for key, values in solution.possible.items()} == truth
    assert all(list(values) == sorted(values) for values in solution.possible.values())


def row(name: str, *values: Number, cells: int = 4) -> LossyRow:
    return LossyRow(tuple(f"{name}.{at}" for at in range(cells)), values, name)


def row_sum(name: str, cells: int = 4) -> Identity:
    return Identity(name, tuple(f"{name}.{at}" for at in range(cells - 1)), (f"{name}.{cells - 1}",))


def test_zeros_need_no_sum() -> None:
    solution = solve([row("a", 0, 0)], {}, [])
    assert solution.possible == {f"a.{at}": (0,) for at in range(4)}


def test_the_total_is_told_from_the_parts() -> None:
    solution = solve([row("a", 2, 3, 5)], {}, [row_sum("a")])
    assert solution.possible["a.3"] == (5,)
    assert solution.possible["a.0"] == (0, 2)
    assert solution.possible["a.1"] == (0, 2, 3)


def test_a_fraction_is_an_amount_and_no_count() -> None:
    keys = ("a.projects", "a.amount", "b.projects", "b.amount")
    rows = [LossyRow(keys[:2], (Decimal("12.5"),), "a"), LossyRow(keys[2:], (3,), "b")]
    assert solve(rows, {}, []).possible == {
        "a.projects": (0,),
        "a.amount": (Decimal("12.5"),),
        "b.projects": (0, 3),
        "b.amount": (0, 3),
    }


def test_sums_that_fail_among_printed_cells_prove_nothing() -> None:
    """Else the number would be put where it makes a wrong sum right."""
    printed: dict[str, Number] = {"b.0": 1, "b.1": 1, "b.2": 1, "b.3": 9}
    solution = solve([row("a", 1, 1)], printed, [row_sum("a"), row_sum("b")])
    assert solution.outcome == "unsatisfiable"
    assert solution.possible["a.0"] == (0, 1)
    assert solution.possible["a.3"] == (0, 1)


def test_a_row_without_numbers_is_not_stated_where_the_sums_contradict() -> None:
    """Its one number may be what the sums miss: 5 received, and the row that answered them lost its line."""
    printed: dict[str, Number] = {"b.0": 5, "b.1": 0, "b.2": 0, "b.3": 5}
    columns = [Identity(f"column {at}", (f"a.{at}",), (f"b.{at}",)) for at in range(4)]
    solution = solve([row("a"), row("c", 0)], printed, columns)
    assert solution.outcome == "unsatisfiable"
    assert solution.possible == {f"c.{at}": (0,) for at in range(4)}


def test_an_identity_with_an_unknown_cell_is_not_used() -> None:
    beyond = Identity("beyond", ("a.0", "elsewhere"), ("a.1",))
    assert solve([row("a", 7)], {}, [beyond]).possible["a.2"] == (0, 7)


def test_out_of_steps_keeps_every_value_that_is_possible() -> None:
    rows = [row(name, 1, 2, 3, cells=6) for name in "abcdef"]
    columns = [Identity(f"column {at}", tuple(f"{n}.{at}" for n in "abcde"), (f"f.{at}",)) for at in range(6)]
    exact = solve(rows, {}, columns)
    hurried = solve(rows, {}, columns, limit=100)
    assert hurried.outcome == "too_hard"
    assert all(set(exact.possible[key]) <= set(values) for key, values in hurried.possible.items())
