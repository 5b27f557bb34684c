"""The statutory forms as data: every row, column, unit, label and identity, declared once.

``FORMS`` are the forms by name; ``describe(key)`` gives the printed labels and the unit of any figure, for the
codebook and the site; ``identity(check_id)`` gives the identity behind a check.
"""

from dataclasses import dataclass
from functools import cache

from archive.forms.form_a import FORM_A
from archive.forms.form_b import FORM_B
from archive.forms.form_c import FORM_C
from archive.forms.form_local import BORROWED_ROWS, FORM_LOCAL, LOCAL
from archive.forms.model import Column, CrossYear, Form, FormName, Identity, Row, Table

__all__ = ["FORMS", "FigureLabel", "Form", "FormName", "Identity", "Table", "all_figures", "describe", "identity"]

FORMS: dict[FormName, Form] = {"A": FORM_A, "local": FORM_LOCAL, "B": FORM_B, "C": FORM_C}


@dataclass(frozen=True, slots=True)
class FigureLabel:
    """What a figure's key stands for: ``labels`` from the table's title to the column, as the form prints them."""

    key: str
    table: str
    labels: tuple[str, ...]
    unit: str | None
    forms: tuple[FormName, ...]


def _labels(table: Table, row: Row, column: Column | None) -> tuple[str, ...]:
    parents: list[str] = []
    by_key = {other.key: other for other in table.rows}
    parent = row.parent
    while parent is not None:
        parents.insert(0, by_key[parent].label)
        parent = by_key[parent].parent
    tail = () if column is None else (*((column.group,) if column.group else ()), column.label)
    return (table.title, *parents, row.label, *tail)


@cache
def all_figures() -> dict[str, FigureLabel]:
    """Every figure of every form, in the order of the forms; a key that forms share is described once."""
    found: dict[str, FigureLabel] = {}
    for name, form in FORMS.items():
        for table in form.tables:
            for key, row, column in table.cells():
                unit = (column.unit if column else None) or row.unit or table.unit
                if key in found:
                    known = found[key]
                    forms = (*known.forms, name)
                    found[key] = FigureLabel(key, known.table, known.labels, known.unit, forms)
                else:
                    found[key] = FigureLabel(key, table.id, _labels(table, row, column), unit, (name,))
    _borrow(found)
    return found


def _borrow(found: dict[str, FigureLabel]) -> None:
    """Form A's rows in a local table with two columns, and the local rows in a table with one."""
    for row in BORROWED_ROWS:
        for column in LOCAL.columns:
            key = LOCAL.key(row.key, column.key)
            if row.kind != "header":
                found.setdefault(
                    key, FigureLabel(key, "a", (LOCAL.title, row.label, column.label), row.unit, ("local",))
                )
    for row in LOCAL.data_rows():
        key = LOCAL.key(row.key)
        found.setdefault(key, FigureLabel(key, "a", (LOCAL.title, row.label), row.unit, ("local",)))


def describe(key: str) -> FigureLabel | None:
    """The labels and the unit of a figure, or None for a key that no form has (``prose.…``)."""
    return all_figures().get(key)


@cache
def _identities() -> dict[str, Identity]:
    return {identity.id: identity for form in FORMS.values() for identity in form.identities}


def identity(check_id: str) -> Identity | None:
    """The identity that a check applied, or None for a check across years or against the text."""
    return _identities().get(check_id)


@cache
def cross_year_identities() -> tuple[CrossYear, ...]:
    """What must hold between the reports of two consecutive years, over all forms, each once."""
    found = {rule.id: rule for form in FORMS.values() for rule in form.cross_year}
    return tuple(found.values())
