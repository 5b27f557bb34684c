"""What a document's tables say: rows from grids and from text, placed or refused, to the figures of the forms."""

from archive.extract.tables.figures import TablesRead, form_of, read_figures

__all__ = ["TablesRead", "form_of", "read_figures"]
