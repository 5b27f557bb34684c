"""Spreadsheets -> page: each visible sheet as headings, paragraphs and grids."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from archive.errors import DocumentError
from archive.model import Block, Issue, Page, Removed
from archive.text.attachments.grids import Placed, build_grid, table_block
from archive.text.attachments.headings import is_heading, report_rank, title_of_lines
from archive.text.attachments.sheet_cells import Sheet, shown_parts

MAX_SHEETS: Final = 60
_LONG_TEXT: Final = 40  # characters; labels of the forms alone in a row stay under it


def page_of_sheets(sheets: Iterable[Sheet], what: str) -> Page:
    """Lay the sheets of a workbook out; DocumentError where they are too many for a report."""
    blocks: list[Block] = []
    removed: list[Removed] = []
    issues: list[Issue] = []
    for number, sheet in enumerate(sheets):
        if number >= MAX_SHEETS:
            raise DocumentError(f"{what}: more than {MAX_SHEETS} sheets; not a report")
        if not sheet.shown:
            text = "\n".join(sheet.cells.values())
            removed.append(Removed(text or sheet.name, "hidden sheet"))
            issues += sheet.issues
            continue
        try:
            for rows in shown_parts(sheet):
                blocks += _blocks(rows, f"sheet {sheet.name}")
        except DocumentError as error:
            issues.append(Issue("attachment", "unread_sheet", f"sheet {sheet.name}: {error}"))
        removed += sheet.removed
        issues += sheet.issues
    if not blocks and issues:
        raise DocumentError(f"{what}: {issues[0].detail}")
    head = [b.text for b in blocks[:8] if b.kind != "table" and not (b.kind == "heading" and is_heading(b.text))]
    return Page(
        format="xlsx",
        charset=None,
        titles=tuple((text, "first lines") for text in title_of_lines(head)),
        meta=(),
        breadcrumb=(),
        metadata_block=(),
        site_code=None,
        blocks=tuple(blocks),
        links=(),
        removed=tuple(removed),
        issues=tuple(issues),
    )


def _blocks(rows: Sequence[Sequence[Placed]], source: str) -> Iterator[Block]:
    table: list[Sequence[Placed]] = []
    for row in rows:
        filled = [cell for cell in row if cell.text.strip()]
        text = " ".join(filled[0].text.split("\n")) if len(filled) == 1 else ""
        alone = len(filled) == 1 and (filled[0].column == row[0].column or filled[0].colspan > 2)
        if alone and (is_heading(text) or len(text) > _LONG_TEXT or (not table and report_rank(text) < 3)):
            yield from _table(table, source)
            table = []
            yield Block("heading" if is_heading(text) else "paragraph", text.strip(), None, source)
        else:
            table.append(row)
    yield from _table(table, source)


def _table(rows: Sequence[Sequence[Placed]], source: str) -> Iterator[Block]:
    """The rows as one grid, without the empty columns and rows around it."""
    cells = [cell for row in rows for cell in row]
    filled = [cell for cell in cells if cell.text.strip()]
    if len(filled) == len({cell.row for cell in filled}) and len({cell.column for cell in filled}) == 1:
        for cell in filled:  # one column of words is prose
            text = " ".join(cell.text.split("\n")).strip()
            yield Block("heading" if is_heading(text) else "paragraph", text, None, source)
        return
    if not filled:
        return
    left, right = min(c.column for c in filled), max(c.column + c.colspan for c in filled)
    bottom = max(c.row + c.rowspan for c in filled)
    inside = [c for c in cells if left <= c.column < right and c.row < bottom]
    yield table_block(build_grid(inside), source)
