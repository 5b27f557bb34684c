"""From bytes to a page: charset, body, blocks with tables as grids, boilerplate apart."""

from archive.text.reader import read_page

__all__ = ["read_page"]
