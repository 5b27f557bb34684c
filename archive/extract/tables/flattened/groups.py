"""Entries as groups: labels, and the values behind the last of them, broken labels put together."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.extract.tables.flattened.cells import PageNumber, Piece, RowEnd
from archive.extract.tables.labels import compact
from archive.extract.tables.rows import Entry, Line, joined
from archive.extract.tables.words import (
    DETAIL_ROWS,
    EARLY_NAMES,
    LITIGATION,
    REQUEST_HEADERS,
    REQUEST_ROWS,
    REVIEW_GROUPS,
    REVIEW_RESULTS,
    UNITS_PRINTED,
)

FRACTION = re.compile(r"[.,．，]\d+")
"""The end of a number that begins in the line above."""
_SPOILT = re.compile(r"(?!20\d\d年)[^\W\d]{0,3}[约近超逾]?[+\-−－]?\d[\d.,/]*[^\W\d]{0,4}|\S?\d[\d.,]*\S?")
TABLE_NAMES = frozenset((*REQUEST_ROWS, *REQUEST_HEADERS, *REVIEW_GROUPS, *REVIEW_RESULTS, *DETAIL_ROWS, LITIGATION))
"""What the tables since 2019 call their rows and groups, folded."""
_ALL_NAMES = TABLE_NAMES | EARLY_NAMES
# Names of rows that are no beginning of another row's name.
_ENTIRE = frozenset(
    name for name in _ALL_NAMES if not any(other != name and other.startswith(name) for other in _ALL_NAMES)
)
_HALF = 2
"""Half a label is broken over at most this many lines."""


@dataclass(frozen=True, slots=True)
class Group:
    """Labels, and the values behind the last of them."""

    labels: Line
    values: Line

    @property
    def counts(self) -> bool:
        """Whether any of the values is a number."""
        return any(value.kind == "number" for value in self.values)


def groups(stream: Iterable[Piece]) -> Iterator[Group]:
    """Cuts a stream of entries where a label follows a value, and at both ends of a line that prints a whole row.

    What looks like a page's number is dropped, but behind a label that no value follows it may be the row's own
    (``- 4 -``) and stays as a word that nobody knows.
    """
    labels: list[Entry] = []
    values: list[Entry] = []
    page: Entry | None = None
    in_row = False
    for piece in stream:
        is_label = isinstance(piece, Entry) and piece.kind == "text" and not (in_row and _is_spoilt(piece))
        if page is not None and labels and not values and (is_label or isinstance(piece, RowEnd)):
            labels.append(page)
        in_row = isinstance(piece, Entry) and piece.exact
        page = piece.entry if isinstance(piece, PageNumber) else None
        if values and (is_label or isinstance(piece, RowEnd)):
            yield Group(tuple(labels), tuple(values))
            labels, values = [], []
        if isinstance(piece, Entry):
            if is_label:
                labels.append(piece)
            elif labels or values or piece.exact or piece.kind == "number":
                values.append(piece)
    if labels or values:
        yield Group(tuple(labels), tuple(values))


def _is_spoilt(entry: Entry) -> bool:
    """Whether words behind the first cell of a whole row are a number with something beside it (``约3``), no label."""
    return entry.exact and entry.name not in _ALL_NAMES and _SPOILT.fullmatch(entry.text.strip()) is not None


def with_halves(found: Sequence[Group]) -> list[Group]:
    """A label broken in two with its values between the halves (``3．政策 | 12 | 解读稿件发布数``) put together."""
    whole: list[Group] = []
    skip = 0
    for at, group in enumerate(found):
        labels = group.labels[skip:]
        rest = found[at + 1] if at + 1 < len(found) else Group((), ())
        skip = 0
        if group.counts:
            labels, skip = _joined_halves(labels, rest)
        if labels or (group.values and (not whole or whole[-1].labels)):
            whole.append(Group(labels, group.values))
    return whole


def _joined_halves(labels: Line, rest: Group) -> tuple[Line, int]:
    """``labels`` with the other half of the last of them, and how many labels of ``rest`` that half takes."""
    units = tuple(label for label in labels if compact(label.text) in UNITS_PRINTED)[-1:]
    named = labels[: -len(units)] if units and labels[-1] is units[0] else labels
    for before in range(1, min(_HALF, len(named)) + 1):
        for behind in range(1, min(_HALF, len(rest.labels)) + 1):
            if behind == len(rest.labels) and rest.counts:
                break
            whole = joined((*named[-before:], *rest.labels[:behind]))
            if whole.name in _ALL_NAMES and named[-1].name not in {whole.name, *_ENTIRE}:
                return (*named[:-before], whole, *labels[len(named) :]), behind
    return labels, 0
