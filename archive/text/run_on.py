"""Tables that a converter ran together in one line or paragraph, a blank between all cells: one line a cell again.

Seen on a portal of Fujian whose pages were archived as one line of text (2010): ``当面申请数 条 0 网上申请数 条 2``.
"""

import re
from collections.abc import Sequence

from archive.model import Block
from archive.text.grids import DATA_LABELS

# Characters that such a line has at least; cells with numbers; labels of the forms; the longest of their labels.
_LEAST, _CELLS, _LABELS, _LABEL = 100, 5, 3, 60
_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?(?:\s?[亿万千百]?元)?|[-—/]")
# A unit of money may stand apart from its number: 454 万元.
_BETWEEN = re.compile(r"(?<=\d)\s+(?![亿万千百]?元(?:\s|$))|(?<!\d)\s+")
_UNIT = re.compile("[条件次篇个人元期场份项起宗]")
_UNITS = frozenset("条件次篇个人元期场份项") | {"人次", "万元"}


def cells_of(line: str) -> Sequence[str]:
    """The cells of a table that stands in one line with all that is around it, each behind a blank; none where the line
    is no such table.

    It is one where labels of the forms stand in it, and most numbers behind another number, a unit or such a label: in
    prose they stand behind other words.
    """
    if len(line) < _LEAST or DATA_LABELS.search(line) is None:
        return ()
    words = _BETWEEN.split(line.strip())
    cells = [at for at, word in enumerate(words) if _NUMBER.fullmatch(word)]
    labels = {at for at, word in enumerate(words) if len(word) <= _LABEL and DATA_LABELS.search(word) is not None}
    behind = sum(
        at > 0 and (_is_cell(words[at - 1]) or (at - 1 in labels and not _UNIT.match("".join(words[at + 1 : at + 2]))))
        for at in cells
    )
    return words if len(cells) >= _CELLS and 2 * behind >= len(cells) and len(labels) >= _LABELS else ()


def _is_cell(word: str) -> bool:
    return word in _UNITS or _NUMBER.fullmatch(word) is not None


def apart(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """``blocks`` with one paragraph a cell for each paragraph that runs on over a table."""
    found = {at: cells for at, block in enumerate(blocks) if block.grid is None and (cells := cells_of(block.text))}
    if not found:
        return blocks
    return tuple(
        part
        for at, block in enumerate(blocks)
        for part in ([Block("paragraph", cell, source=block.source) for cell in found[at]] if at in found else [block])
    )
