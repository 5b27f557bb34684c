"""The lines among which a report's headings are sought: broken ones joined, run-on ones split, the contents left out.

Text taken from a page breaks where an inline element ends (``一、`` | ``总体情况``), and runs on where a layout table
held the whole report (all headings in one paragraph; both observed on flattened pages, 2026).
"""

import re
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from archive.forms.sections import HEADINGS_BEFORE_2019, STATUTORY_HEADINGS
from archive.model import Block

_TEXTS = frozenset({"paragraph", "heading"})
NUMERAL = r"[一二三四五六七八九十]{1,3}"
# The longest name that is broken over lines, and the most lines that it is broken over.
_LONGEST, _PARTS = 40, 6
_NUMBER_ALONE = re.compile(rf"^(?:{NUMERAL}\s*[、.．]?|第{NUMERAL}(?:部分|章)|\d{{1,2}}\s*[、.．])$")
_STARTED = re.compile(rf"^\s*(?:{NUMERAL}\s*[、.．]|第{NUMERAL}部分|\d{{1,2}}\s*[、.．])?\s*(.*)$", re.S)
_SECOND = re.compile(r"[二三四五六七八九十][、.．]\s*[总主收政因存其概依需]")
_INNER = re.compile(rf"(?:(?<=[\s。；;!！])|^)({NUMERAL})[、.．]\s*")
# A table of contents: dots and a page number behind a heading.
_LEADER = re.compile(r"[\s.…·．—-]+\d{1,3}$")
_DOTTED = re.compile(r"[….·]{3,}\s*\d{1,3}$")
_TITLE_LINE = re.compile(rf"^\s*(?:{NUMERAL}[、.．]|第{NUMERAL}(?:部分|章)|\d{{1,2}}[、.．]|[(（]{NUMERAL}[)）])")
# Fewer headings in a row are no contents; between them stand page numbers at most (characters).
_LEAST_CONTENTS, _PAGE_NUMBER = 3, 8
# No report has more numbered lines; a document with more of them is not looked through for its contents.
_MOST_HEADINGS = 1000
# Between two headings of one paragraph stands at least this much text (characters), or it only lists them.
_LEAST_TEXT = 15


class TextLine(NamedTuple):
    """One line: the ``block`` that it begins in, its ``text``, how much of it is a heading for sure (``known``
    characters), and whether it may be one at all (no table, no contents)."""

    block: int
    text: str
    open: bool
    known: int


def text_lines(blocks: Sequence[Block], table_blocks: Collection[int]) -> list[TextLine]:
    """The lines of ``blocks``; ``table_blocks`` are indexes of blocks that are table material."""
    lines = [
        TextLine(
            index,
            block.text,
            block.kind in _TEXTS and (index not in table_blocks or _stands_in_no_table(blocks, index)),
            0,
        )
        for index, block in enumerate(blocks)
    ]
    return _without_contents([part for line in _joined(lines) for part in _split(line)])


@cache
def initials() -> frozenset[str]:
    """What a heading of the forms begins with, its number included: most lines are set aside by their first sign."""
    return frozenset({*"一二三四五六七八九十第（(0123456789 \t\xa0\u3000", *(name[0] for name in exact_names())})


def _stands_in_no_table(blocks: Sequence[Block], index: int) -> bool:
    """Whether a line that the reader of tables took is a heading of forms B and C all the same, or the number of one.

    No row of theirs is worded so; rows of form A are (主动公开情况)."""
    text = blocks[index].text
    if len(text) > _LONGEST or text[:1] not in initials():
        return False
    if _NUMBER_ALONE.match(text.strip()):
        return index + 1 < len(blocks) and fold(blocks[index + 1].text) in _whole_names()
    started = _STARTED.match(text)
    return started is not None and fold(started[1]) in _whole_names()


@cache
def _whole_names() -> frozenset[str]:
    return frozenset(fold(heading.label) for heading in STATUTORY_HEADINGS)


@cache
def exact_names() -> frozenset[str]:
    """The forms' own words for their sections, without marks and blanks."""
    return frozenset(fold(name) for name in _names())


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """``name`` without blanks and the marks that its prints differ in."""
    return re.sub(r"[\s、，,：:。.．]+", "", name)


@cache
def _names() -> tuple[str, ...]:
    names = {
        name for heading in (*STATUTORY_HEADINGS, *HEADINGS_BEFORE_2019) for name in (heading.label, *heading.variants)
    }
    return tuple(sorted(names, key=len, reverse=True))


@cache
def _beginnings() -> frozenset[str]:
    """Every beginning of a name, for lines that break off inside one."""
    return frozenset(name[:end] for name in exact_names() for end in range(1, len(name)))


def _joined(lines: list[TextLine]) -> list[TextLine]:
    joined: list[TextLine] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        end = _end_of_broken(lines, at) if line.open and line.text[:1] in initials() else at + 1
        if end > at + 1:
            line = line._replace(text="".join(part.text.strip() for part in lines[at:end]))
        joined.append(line)
        at = end
    return joined


def _end_of_broken(lines: Sequence[TextLine], at: int) -> int:
    """Behind the last line of the heading that begins at ``at`` and is broken; ``at`` + 1 where none is."""
    first = lines[at].text.strip()
    if not 0 < len(first) <= _LONGEST:
        return at + 1
    alone = _NUMBER_ALONE.match(first) is not None
    started = _STARTED.match(first)
    rest = fold(started[1]) if started else ""
    if not alone and (rest not in _beginnings() or rest == first):
        return at + 1
    text = first
    for end in range(at + 1, min(at + _PARTS, len(lines))):
        line = lines[end]
        text += line.text.strip()
        if not line.open or len(text) > _LONGEST or not line.text.strip():
            break
        started = _STARTED.match(text)
        rest = fold(started[1]) if started else ""
        if rest in exact_names() and not _NUMBER_ALONE.match(text):
            return end + 1
        if rest and rest not in _beginnings():
            break
    return at + 1


def _split(line: TextLine) -> list[TextLine]:
    """A paragraph that holds several of the forms' headings with their texts, as one line for each."""
    if not line.open or len(line.text) < 80 or not _SECOND.search(line.text):
        return [line]
    spots = [
        (match.start(), match.end() + len(name))
        for match in _INNER.finditer(line.text)
        if (name := next((name for name in _names() if line.text.startswith(name, match.end())), None))
    ]
    if len(spots) < 2:
        return [line]
    starts = [start for start, _ in spots]
    lengths = [after - end for (_, end), after in zip(spots, [*starts[1:], len(line.text)], strict=True)]
    if 2 * sum(length >= _LEAST_TEXT for length in lengths) <= len(lengths):
        return [line]
    parts = [TextLine(line.block, line.text[: starts[0]].strip(), open=False, known=0)] if starts[0] else []
    for (start, end), after in zip(spots, [*starts[1:], len(line.text)], strict=True):
        parts.append(TextLine(line.block, line.text[start:after].strip(), open=True, known=end - start))
    return parts


def _title_of(line: str) -> str:
    """A heading's words without the dots and the page number behind it."""
    return _LEADER.sub("", "".join(line.split()))


def _without_contents(lines: list[TextLine]) -> list[TextLine]:
    """Close the lines of a table of contents, whose headings stand again below."""
    numbered = [
        (at, line.text)
        for at, line in enumerate(lines)
        if line.open and line.text[:1] in initials() and len(line.text) <= 80 and _TITLE_LINE.match(line.text)
    ]
    closed = {at for at, text in numbered if _DOTTED.search(text)}
    if not closed and len({text[:5] for _, text in numbered}) == len(numbered):
        return lines
    closed.update(_listed_before(lines, numbered))
    return [line._replace(open=False) if at in closed else line for at, line in enumerate(lines)]


def _listed_before(lines: Sequence[TextLine], numbered: Sequence[tuple[int, str]]) -> set[int]:
    """The lines of those rows of headings, nothing between them, that stand again below with their texts."""
    listed: set[int] = set()
    if len(numbered) > _MOST_HEADINGS:
        return listed
    run: list[int] = []
    for position, (at, _) in enumerate(numbered):
        run.append(at)
        after, text = numbered[position + 1] if position + 1 < len(numbered) else (len(lines), "")
        own = [_title_of(lines[other].text) for other in run]
        goes_on = text and all(len(line.text.strip()) <= _PAGE_NUMBER for line in lines[at + 1 : after])
        if goes_on and _title_of(text) not in own:
            continue
        again = {_title_of(below) for _, below in numbered[position + 1 :]}
        if len(run) >= _LEAST_CONTENTS and 2 * sum(title in again for title in own) >= len(run):
            listed.update(run)
        run = []
    return listed
