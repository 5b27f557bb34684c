"""What every table, view and column of the index means: for the site, for docs/schema.md, for exports."""

from dataclasses import dataclass
from functools import cache

from archive.forms import describe
from archive.index.codebook_texts import COLUMNS, RELATIONS
from archive.index.declared import declared_layouts
from archive.index.headlines import HEADLINES, NEW_FORM
from archive.index.views import wide_columns, wide_name


@dataclass(frozen=True, slots=True)
class ColumnText:
    """``unit`` is the unit of the numbers in the column, None for texts and for numbers without one."""

    name: str
    description: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view: ``title`` in Chinese, ``description`` in English."""

    name: str
    title: str
    description: str
    columns: tuple[ColumnText, ...]


@cache
def relations() -> tuple[Relation, ...]:
    """All tables and views of an index, in the order in which a reader meets them."""
    plain = tuple(
        Relation(name, title, description, tuple(_column(name, column) for column in columns.split()))
        for name, (title, description, columns) in RELATIONS.items()
    )
    return (*plain, *_wide())


def _column(relation: str, column: str) -> ColumnText:
    text = COLUMNS.get(f"{relation}.{column}") or COLUMNS[column]
    description, _, unit = text.removesuffix("].").rpartition(" [") if text.endswith("].") else (text, "", "")
    return ColumnText(column, f"{description}." if unit else description, unit or None)


def _wide() -> tuple[Relation, ...]:
    found = []
    head = tuple(_column("reports", column) for column in ("report_id", "organ_id"))
    head += (ColumnText("organ", COLUMNS["organ"], None), _column("reports", "report_year"))
    for layout in declared_layouts():
        cells = []
        for name, key, unit in zip(wide_columns(layout), layout.keys, layout.units, strict=True):
            label = describe(key)
            cells.append(ColumnText(name, f"{key}: {' / '.join(label.labels[1:]) if label else key}", unit))
        form = layout.name.partition("-")[0]
        found.append(
            Relation(
                wide_name(layout),
                f"{layout.title}({form})",
                f"One row per report that prints this table of form {form}: each cell a column. Null is a blank, "
                "ambiguous or missing cell: the view figures tells which.",
                (*head, *cells),
            )
        )
    return tuple(found)


_BEFORE = {
    "same": "the same: a series runs on",
    "apart": "apart: both are given, a line breaks and nothing is compared",
    "none": "not stated",
}


def before_2019() -> list[str]:
    """How the headlines go with what the forms before 2019 state, as Markdown."""
    lines = [
        f"## Before and since {NEW_FORM}",
        "",
        "The forms changed with the Regulations. A headline is joined over the change only where both forms define it",
        "alike.",
        "",
        f"| headline | in the forms before {NEW_FORM} | why |",
        "|---|---|---|",
    ]
    return lines + [f"| `{one.name}` | {_BEFORE[one.before]} | {one.why[1]} |" for one in HEADLINES]


def markdown() -> str:
    """The codebook as docs/schema.md holds it."""
    lines = [
        "# Codebook",
        "",
        "Every table, view and column of the index (`data/archive.db`). Made by `python -m archive export --codebook`;",
        "a test compares it with the index. Instants are UTC (`2024-03-01T08:00:00Z`), publication dates are days in",
        "Asia/Shanghai.",
        "A figure that is null is not a zero: its status says whether the cell is blank or its value cannot be known.",
    ]
    lines += ["", *before_2019()]
    for relation in relations():
        lines += ["", f"## {relation.name} · {relation.title}", "", relation.description, ""]
        lines += ["| column | unit | meaning |", "|---|---|---|"]
        lines += [f"| `{c.name}` | {c.unit or ''} | {_cell(c.description)} |" for c in relation.columns]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
