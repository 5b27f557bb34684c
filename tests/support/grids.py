"""A ``Grid`` from a rectangle of cells, for tests that draw tables by hand."""

from collections.abc import Sequence

from archive.model import Cell, Grid, Layout


def grid_of(rows: Sequence[Sequence[Cell | None]]) -> Grid:
    """The grid whose ``rows`` are equal to these."""
    cells = list({id(cell): cell for row in rows for cell in row if cell is not None}.values())
    order = {id(cell): index for index, cell in enumerate(cells)}
    covered = tuple(tuple(None if cell is None else order[id(cell)] for cell in row) for row in rows)
    places = tuple((cell.row, cell.column, cell.rowspan, cell.colspan) for cell in cells)
    return Grid(Layout(places, covered), tuple(cell.text for cell in cells))
