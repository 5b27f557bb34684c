"""Tables in text that lost its grid."""

from archive.extract.tables.flattened.reader import read_lines

__all__ = ["read_lines"]
