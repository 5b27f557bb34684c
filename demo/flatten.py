"""Reports as plain text, the way text extractors leave them: tables flattened, cells lost, each tool in its own way.

The dialects were seen in stored copies of real pages:

- ``dropped``: one line a cell with a blank line between; empty cells leave no trace.
- ``lines``: the same without the blank lines.
- ``pipes``: ``text |`` a cell; after a row a line of as many pipes as the row has cells fewer than the table is wide.
- ``nbsp``: one line a cell with a blank line between; an empty cell is a line with only a NBSP.
- ``joined``: the cells of a row with nothing between them; what they were cannot be told.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from demo.body import Part
from demo.sheets import Sheet

Dialect = Literal["dropped", "lines", "pipes", "nbsp", "joined"]
DIALECTS: tuple[Dialect, ...] = ("dropped", "lines", "pipes", "nbsp", "joined")
_NBSP = "\u00a0"


def to_text(title: str, parts: Iterable[Part], dialect: Dialect) -> str:
    """The report as text, its tables flattened."""
    gap = "\n" if dialect in ("lines", "pipes") else "\n\n"
    return f"{gap.join([title, *_lines(parts, dialect)])}\n"


def _lines(parts: Iterable[Part], dialect: Dialect) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Sheet):
            yield from flatten(part, dialect)
        else:
            yield part.text


def flatten(sheet: Sheet, dialect: Dialect) -> list[str]:
    """The lines that are left of a table."""
    found: list[str] = []
    for number, row in enumerate(sheet.rows):
        texts = [box.text.strip(f" {_NBSP}") for box in row]
        printed = [text for text in texts if text]
        if dialect == "joined":
            found.append("".join(printed))
        elif dialect == "nbsp":
            found += [text or _NBSP for text in texts]
        elif dialect == "pipes":
            found += [f"{text} |" for text in printed]
            lost = sheet.width - len(printed)
            if lost and number < len(sheet.rows) - 1:
                found.append("|" * lost)
        else:
            found += printed
    return found
