"""What a statutory form is made of: tables of labelled rows and columns, and the sums that must hold.

Labels are declared as printed in the decree; variants are other wordings seen in real reports. White space, width,
quotes, ordinals and remarks in parentheses are folded away before labels are compared
(:mod:`archive.extract.labels`), so variants list different words only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

FormName = Literal["A", "local", "B", "C"]
Severity = Literal["error", "warning", "info"]
Relation = Literal["==", "<=", ">="]
RowKind = Literal["leaf", "subtotal", "header"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers. ``unit`` is None where the table's or the row's unit holds; ``signed`` columns may
    print an increase or a decrease; ``group`` is a heading printed above several columns."""

    key: str
    label: str
    variants: tuple[str, ...] = ()
    unit: str | None = None
    signed: bool = False
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row label. A ``header`` carries no numbers; ``parent`` is the key of the row it is printed under."""

    key: str
    label: str
    variants: tuple[str, ...] = ()
    parent: str | None = None
    kind: RowKind = "leaf"
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows by columns. Without columns a row has one number, and its key is the figure's key."""

    id: str
    title: str
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    unit: str | None

    def key(self, row: str, column: str | None = None) -> str:
        """The figure's key: ``t3.new.total``, ``a.app.received``, ``a.app.received.year``."""
        return f"{self.id}.{row}" if column is None else f"{self.id}.{row}.{column}"

    def data_rows(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.kind != "header")

    def cells(self) -> Iterator[tuple[str, Row, Column | None]]:
        """Every figure of the table in printed order."""
        for row in self.data_rows():
            if not self.columns:
                yield self.key(row.key), row, None
            for column in self.columns:
                yield self.key(row.key, column.key), row, column


@dataclass(frozen=True, eq=False)
class Identity:
    """``sum(left) relation sum(right)`` over figure keys of one report (勾稽关系). Each is declared once, and equal to
    itself alone."""

    id: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    relation: Relation = "=="
    severity: Severity = "error"

    @cached_property
    def expression(self) -> str:
        return f"{' + '.join(self.left)} {self.relation} {' + '.join(self.right)}"

    @cached_property
    def cells(self) -> tuple[str, ...]:
        return (*self.left, *self.right)


@dataclass(frozen=True, slots=True)
class CrossYear:
    """``previous[y-1] + previous_plus[y-1] + plus[y] - minus[y] == equals[y]``, same organ, consecutive years."""

    id: str
    previous: str
    equals: str
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    previous_plus: tuple[str, ...] = ()
    severity: Severity = "warning"

    @property
    def expression(self) -> str:
        before = "".join(f" + {key}[y-1]" for key in self.previous_plus)
        plus = "".join(f" + {key}" for key in self.plus)
        minus = "".join(f" - {key}" for key in self.minus)
        return f"{self.previous}[y-1]{before}{plus}{minus} == {self.equals}"


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of the report: its number, the form's name for it, other names seen."""

    number: int
    label: str
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A form: who decreed it, for which report years, its tables, sums and sections."""

    name: FormName
    first_year: int
    last_year: int | None
    source: str
    tables: tuple[Table, ...]
    identities: tuple[Identity, ...]
    cross_year: tuple[CrossYear, ...] = ()
    headings: tuple[Heading, ...] = ()


def sum_identity(identity: str, total: str, parts: tuple[str, ...], severity: Severity = "error") -> Identity:
    """``parts`` add up to ``total``."""
    return Identity(identity, parts, (total,), "==", severity)
