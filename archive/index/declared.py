"""The layouts of the statutory forms: one for each group of tables (``C-t2``, ``C-t3``, ``A-a`` …)."""

from functools import cache

from archive.forms import FORMS
from archive.forms.model import Form
from archive.index.compact import Layout


def _layout(form: Form, group: str) -> Layout:
    tables = [table for table in form.tables if table.id.partition("_")[0] == group]
    cells = [
        (key, (column.unit if column else None) or row.unit or table.unit)
        for table in tables
        for key, row, column in table.cells()
    ]
    title = tables[0].title if len(tables) == 1 else "主动公开政府信息情况"
    keys = tuple(key for key, _ in cells)
    return Layout(f"{form.name}-{group}", title, keys, tuple(unit for _, unit in cells))


@cache
def declared_layouts() -> tuple[Layout, ...]:
    """Newest form first, so that cells which two forms share are stored under the newer."""
    found = []
    for form in reversed(FORMS.values()):
        groups = dict.fromkeys(table.id.partition("_")[0] for table in form.tables)
        found += [_layout(form, group) for group in groups]
    return tuple(found)
