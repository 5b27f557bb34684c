"""Plain text pages: text that somebody extracted from a portal, or a ``.txt`` attachment."""

import re

from archive.model import Block, Page
from archive.text.boilerplate import trim
from archive.text.decode import Decoded
from archive.text.flow import clean
from archive.text.metadata import first_values

# A row of a table with tabs between its cells: one of them is a number.
_ROW = re.compile(r"\t *\d[\d,]*(?:\.\d+)? *(?:\t|$)")


def read_plain(decoded: Decoded) -> Page:
    """One paragraph block a line; a line with nothing but NBSP stays: in flattened tables it is an empty cell."""
    lines = [line for line in map(_line, decoded.text.splitlines()) if line]
    trimmed = trim(lines)
    titles = ((trimmed.title, "heading" if trimmed.title_kept else "page title"),) if trimmed.title else ()
    return Page(
        format="text",
        charset=decoded.charset,
        titles=titles,
        meta=(),
        breadcrumb=trimmed.breadcrumb,
        metadata_block=first_values(trimmed.pairs),
        site_code=None,
        blocks=tuple(Block("paragraph", lines[i]) for i in trimmed.kept),
        links=(),
        removed=trimmed.removed,
        issues=decoded.issues,
    )


def _line(line: str) -> str:
    if "\t" in line and _ROW.search(line):
        return "\t".join(map(clean, line.rstrip("\r").split("\t")))
    return clean(line)
