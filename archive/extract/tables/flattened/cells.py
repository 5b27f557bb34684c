"""Flattened text as entries: labels, numbers, empty cells. What a line of a flattened table can be.

Dialects seen in real reports: one cell a line with empty cells dropped; one cell a line with NBSP for an empty cell;
one cell a line with a pipe behind it and a line of pipes at the row's end; a row a line, split by tabs, pipes or
blanks.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive.extract.tables.labels import LONGEST, bare
from archive.extract.tables.rows import Entry
from archive.extract.tables.values import LONGEST as LONGEST_CELL
from archive.extract.tables.values import CellValue, read_cell
from archive.extract.tables.words import EARLY_NAMES, UNITS_PRINTED, review_words

# White space of ASCII alone is layout; a line of NBSP is an empty cell in one dialect and a spacer in others.
_LAYOUT = " \t\r\f\v"

# A line without any of these is one label, one mark for nothing, or white space.
_STRUCTURE = re.compile(r"[\d\t|｜│┌├└]|\s[-—–―/\\]{1,2}(?:\s|$)")
_SENTENCE = 40
"""Letters; a longer text that ends with a full stop is no label."""
_PIPES = re.compile(r"[|｜\s]*[|｜][|｜\s]*")
_RULE = re.compile(r"[|+\s:-]*-{3,}[|+\s:-]*")
# Tables drawn with lines: a rule between rows, and what stands between the lines.
_DRAWN_RULE = re.compile(r"\s*[┌├└│][─┬┼┴│├┤\s]*[┐┤┘│]\s*")
_DRAWN = re.compile(r"[│├┤┬┴┼┌┐└┘─]+")
# Several cells in one line, some of which print a mark for nothing; at least one holds a number.
_AMOUNT_UNIT = r"(?:[亿万千百]?元|[亿万])(?:人民币)?"
_CELL = (
    r"(?:(?:人民币|[¥￥])?[+\-]?\d[\d.,]*"
    rf"(?: ?(?:{_AMOUNT_UNIT}|[(（][亿万千百]?元[)）])|人次|[件条项次个人篇份起宗])?|[-—–―/\\]{{1,2}}|无)"
)
_CELLS = re.compile(rf"(?=.*\d)\s*{_CELL}(?:\s+{_CELL})+\s*")
_VALUES_BEHIND = re.compile(rf"(?P<label>.*?[^\d\s.,+\-])\s+(?P<values>{_CELL}(?:\s+{_CELL})+)\s*")
_ONE_BEHIND = re.compile(
    r"(?P<label>.*?[^\d\s.,+\-])[ \t\u00a0\u3000]+(?P<values>(?:人民币|[¥￥])?[+\-]?\d[\d.,]*"
    rf"(?: ?(?:{_AMOUNT_UNIT})|\S{{0,2}}))\s*"
)
# A unit of money may stand apart from its number: 454 万元.
_AMOUNT = re.compile(rf"\s*\d[\d.,]*\s?(?:{_AMOUNT_UNIT})\s*")
_BETWEEN = re.compile(r"\s+(?![亿万千百]?元|[(（][亿万千百]?元)")
_LISTED = re.compile(rf"(?P<label>.*[^\d\s:：])\s*[:：]\s*(?P<value>{_CELL})[。；;，,]?\s*")
_ORDINAL_ALONE = re.compile(r"\s*\d{1,2}\s*")
_OWN_ORDINAL = "\u2060"
_ORDINAL_AHEAD = 3
"""The words behind an ordinal's point stand at most so many lines below it."""
_POINT_FIRST = re.compile(r"\s*[.．、]\s*[^\W\d]")
_GAP = re.compile(r"\S[ \t\u00a0\u3000]+\S")
_UNIT_BEHIND = re.compile(
    rf"(?P<label>.*\S)[ \t\u00a0\u3000]+(?P<unit>{'|'.join(sorted(UNITS_PRINTED, key=len, reverse=True))})\s*"
)
# Both of the above hold one.
_SPACED_VALUE = re.compile(r"\s(?:[+\-]?\d|[-—–―/\\]{1,2}(?:\s|$))")
_CELL_MARKS = re.compile(r"[\t|｜│┌├└]|\s(?:[+\-]?\d|[-—–―/\\]{1,2}(?:\s|$))")
# Page numbers between the lines of a paged document: - 4 -, — 4 —, 第4页, 第 4 页 共 10 页. A 4 alone may be a value.
_PAGE_NUMBER = re.compile(r"\s*(?:[-—–―]+\s*\d{1,3}\s*[-—–―]+|第\s*\d{1,3}\s*页(?:\s*[,，/]?\s*共\s*\d{1,3}\s*页)?)\s*")


class RowEnd(NamedTuple):
    """Stands at both ends of a line that prints a whole row."""


class PageNumber(NamedTuple):
    """What looks like the number of a page."""

    entry: Entry


Piece = Entry | RowEnd | PageNumber


def may_hold_value(text: str) -> bool:
    """False only where no line of ``text`` gives a number or an empty cell."""
    for line in text.split("\n"):
        if _CELL_MARKS.search(line) or (len(line) <= LONGEST_CELL and read_cell(line).kind != "text"):
            return True
    return False


def entries_of(lines: Sequence[tuple[int, str]]) -> Iterator[Piece]:
    """``lines`` are (block index, text); a block's text may hold several lines."""
    for block, line in _with_ordinals(list(_single_lines(lines))):
        if len(line) > 4 * LONGEST:
            yield _label("", "", block)
        else:
            yield from _line(block, line)


def _single_lines(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for block, text in lines:
        if len(text) > 4 * LONGEST:
            yield block, text
        else:
            yield from ((block, line) for line in text.split("\n"))


def _with_ordinals(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """An ordinal alone on its line is no value: it goes before the words behind its point (``8 | ．告知通过…``), or,
    where the values of their row stand between, is a label of its own."""
    filled = [at for at, (_, line) in enumerate(lines) if line.strip(_LAYOUT)]
    ordinals = [place for place, at in enumerate(filled) if _ORDINAL_ALONE.fullmatch(lines[at][1])]
    if not ordinals:
        yield from lines
        return
    found: dict[int, tuple[int, str] | None] = {}
    for place in ordinals:
        block, text = lines[filled[place]]
        for ahead in filled[place + 1 : place + 1 + _ORDINAL_AHEAD]:
            line = lines[ahead][1]
            if _POINT_FIRST.match(line):
                beside = ahead == filled[place + 1]
                found[filled[place]] = None if beside else (block, f"{text.strip()}{_OWN_ORDINAL}")
                if beside:
                    found[ahead] = (block, text.strip() + line.strip())
                break
            if _ORDINAL_ALONE.fullmatch(line):
                break
    for at, printed in enumerate(lines):
        changed = found.get(at, printed)
        if changed is not None:
            yield changed


def _line(block: int, line: str) -> Iterator[Piece]:
    if not _STRUCTURE.search(line):
        if line.strip(_LAYOUT):
            if len(line) > LONGEST:
                yield _label("", "", block)
            else:
                yield from _words(block, line)
        return
    if not line.strip(_LAYOUT) or _DRAWN_RULE.fullmatch(line):
        return
    if "│" in line:
        cells = [cell for cell in _DRAWN.split(line.strip(_LAYOUT)) if cell.strip()]
        if "─" in line or not any(read_cell(cell).kind == "number" for cell in cells):
            # Beside a rule, or one of several lines of a row: words, the row's values stand in another line.
            yield from (_entry(block, cell) for cell in cells)
            return
        line = line.replace("│", "|")
    if _PAGE_NUMBER.fullmatch(line):
        yield PageNumber(_label(line, bare(line), block))
        return
    if "|" in line or "｜" in line:
        yield from _piped(block, line)
    elif "\t" in line and _is_tabbed_row(line):
        yield from _cells(block, line.rstrip("\r").split("\t"))
    elif len(line) > LONGEST:
        yield _label("", "", block)
    else:
        yield from _plain(block, line)


def _is_tabbed_row(line: str) -> bool:
    """A row with tabs between its cells, not a line that is indented by tabs or closed by one."""
    cells = line.split("\t")
    filled = sum(bool(cell.strip()) for cell in cells)
    return filled > 1 or (filled == 1 and bool(cells[0].strip() and len(cells) > 2))


def _piped(block: int, line: str) -> Iterator[Piece]:
    if line.strip() in {"|", "｜"}:
        yield Entry("", "", read_cell(""), block, lone=True)
        return
    if _PIPES.fullmatch(line) or _RULE.fullmatch(line):
        yield RowEnd()  # the pipes behind a row count its missing cells, which the row's own length tells as well
        return
    cells = re.split(r"[|｜]", line)
    if len(cells) > 1 and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) > 1 and not cells[0].strip():
        cells = cells[1:]
    if len(cells) == 1:
        yield from _plain(block, cells[0])
    else:
        yield from _cells(block, cells)


def _cells(block: int, cells: Sequence[str]) -> Iterator[Piece]:
    """A line that prints its whole row, empty cells included; those before its last label belong to labels that span,
    unless two rows stand side by side."""
    found = [_entry(block, cell, exact=True) for cell in cells]
    # What spans columns may stand in each of them.
    found = [one for at, one in enumerate(found) if at == 0 or one.kind != "text" or one.text != found[at - 1].text]
    first = next((at for at, entry in enumerate(found) if entry.kind == "number"), len(found))
    labels = [at for at in range(first) if found[at].kind == "text"]
    if labels and len({found[at].name for at in labels} & EARLY_NAMES) < 2:
        found = [*(found[at] for at in labels), *found[labels[-1] + 1 :]]
    yield RowEnd()
    yield from found
    yield RowEnd()


def _plain(block: int, line: str) -> Iterator[Piece]:
    if _CELLS.fullmatch(line):
        for part in _BETWEEN.split(line.strip()):
            yield _entry(block, part, several=True)
        return
    if not _SPACED_VALUE.search(line):
        yield from _words(block, line)
        return
    match = _VALUES_BEHIND.fullmatch(line) or _ONE_BEHIND.fullmatch(line)
    parts = _BETWEEN.split(match["values"]) if match else []
    if match and read_cell(line).kind == "text" and _are_cells(parts):
        yield from _words(block, match["label"])
        for part in parts:
            yield _entry(block, part, several=len(parts) > 1, beside=True)
        return
    yield _entry(block, line)


def _words(block: int, text: str) -> Iterator[Piece]:
    """A label; a unit behind it, a value behind its colon (``（一）收到申请数：28件``), or the words of a header that
    stand in one line, are entries of their own."""
    listed = _LISTED.fullmatch(text)
    if listed and bare(listed["label"]) in EARLY_NAMES:
        yield _entry(block, listed["label"])
        yield _entry(block, listed["value"], beside=True)
    elif not _GAP.search(text) or _AMOUNT.fullmatch(text):
        yield _entry(block, text)
    elif match := _UNIT_BEHIND.fullmatch(text):
        # An ordinal whose words stand in the next line is no value.
        ordinal = _ORDINAL_ALONE.fullmatch(match["label"])
        yield _label(match["label"].strip(), "", block) if ordinal else _entry(block, match["label"])
        yield _entry(block, match["unit"])
    elif len(words := review_words(text)) > 1:
        yield from (_entry(block, word) for word in words)
    else:
        yield _entry(block, text)


def _are_cells(parts: Sequence[str]) -> bool:
    kinds = [read_cell(part).kind for part in parts]
    return "text" not in kinds and ("number" in kinds or len(kinds) > 1)


def _label(text: str, name: str, block: int, *, exact: bool = False) -> Entry:
    return Entry(text, name, CellValue("text", None, None, text), block, exact=exact)


def _entry(block: int, text: str, *, exact: bool = False, several: bool = False, beside: bool = False) -> Entry:
    if text.endswith(_OWN_ORDINAL):
        return _label(text.removesuffix(_OWN_ORDINAL), "", block)
    value = read_cell(text)
    if value.kind == "text":
        words = text.strip()
        named = len(words) <= LONGEST and not (len(words) > _SENTENCE and words.endswith("。"))
        return _label(words, bare(text) if named else "", block, exact=exact)
    return Entry(text, "", value, block, exact=exact, several=several, beside=beside)
