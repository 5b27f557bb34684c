"""Plain text pages: text that somebody extracted from a portal, or a ``.txt`` attachment."""

import re
from collections.abc import Iterable, Iterator, Sequence

from archive.model import Block, Page
from archive.text.boilerplate import trim
from archive.text.boxes import TAGS
from archive.text.decode import Decoded
from archive.text.drawn import DrawnTable, drawn_tables
from archive.text.flow import clean
from archive.text.grids import table_text
from archive.text.metadata import bare_label, first_values, is_metadata_line
from archive.text.run_on import cells_of
from archive.text.surroundings import find_breadcrumb
from archive.text.titles import is_report_title, without_site

# A row of a table with tabs between its cells: one of them is a number.
_ROW = re.compile(r"\t *\d[\d,]*(?:\.\d+)? *(?:\t|$)")

# The number of a page alone below its text; on how many pages it must count up.
_PAGE_FOOT = re.compile(r"\n[ \t]*[-—–]?[ \t]*(\d{1,3})[ \t]*[-—–]?\s*$")
_PAGES = 2

# A row whose cells are all empty.
_EMPTY_ROW = re.compile(r"[^\t]*\S[^\t]*\t[^\t]*\t")

# Cells that a converter set apart by blanks.
_COLUMNS = re.compile(r" {2,}")
# A row of a data table is shorter than a text of several paragraphs (characters); words under this length are parts of
# a label, which is no longer than that.
_LAYOUT, _WORD, _LABEL = 300, 3, 60
# The longest report seen is a tenth of this; beyond it a line of bars is a dump.
_LONGEST = 300_000

# The same drawn with pipes or lines; a row is no furniture of the page, whatever its words are.
_DRAWN_ROW = re.compile(r"[|│]\s*\d[\d,]*(?:\.\d+)?\s*(?:[|│]|$)")
_SEPARATOR = re.compile(r"[|│]")

# The foot of a page holds it; so much is looked through (characters).
_SITE_CODE, _FOOT = re.compile(r"网站标识码\s*[:：]?\s*(\d{10})"), 3000

# Markdown's marks: headings, bold, links and images, escapes.
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"!?\[([^\[\]]{0,200})\]\([^()\s]{0,500}(?:\s+\"[^\"]{0,200}\")?\)")
_BULLET = re.compile(r"^\s{0,8}(?:[*+•]|-(?= ?[^\s\d-]| \S{6}))\s+(?=\S)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")


def read_plain(decoded: Decoded) -> Page:
    """One paragraph block a line; a line with nothing but NBSP stays: in flattened tables it is an empty cell."""
    raw = [part for line in _without_page_numbers(decoded.text).splitlines() for part in _laid_out(line)]
    numbered = [(at, line) for at, line in enumerate(map(_line, raw)) if line]
    lines = [line for _, line in numbered]
    trimmed = trim([_SEPARATOR.sub("\t", line) if _DRAWN_ROW.search(line) else line for line in lines])
    titles = ((trimmed.title, "heading" if trimmed.title_kept else "page title"),) if trimmed.title else ()
    # One of the first lines may be the title of the browser's window, with the site's name behind it.
    windows = map(without_site, lines[:4]) if not titles else ()
    if (window := next(filter(is_report_title, windows), None)) is not None:
        titles = ((window, "title"),)
    return Page(
        format="text",
        charset=decoded.charset,
        titles=titles,
        meta=(),
        breadcrumb=trimmed.breadcrumb or find_breadcrumb(lines[: trimmed.kept[0] if trimmed.kept else 0]),
        metadata_block=first_values(trimmed.pairs),
        site_code=found[1] if (found := _SITE_CODE.search(decoded.text, len(decoded.text) - _FOOT)) else None,
        blocks=_blocks([numbered[i] for i in trimmed.kept], raw),
        links=(),
        removed=trimmed.removed,
        issues=decoded.issues,
    )


def _without_page_numbers(text: str) -> str:
    """``text`` without the numbers alone at the feet of its pages, where form feeds part these and most agree."""
    pages = text.split("\f")
    numbers = [match[1] if (match := _PAGE_FOOT.search(page)) else None for page in pages]
    first = [int(number) - at for at, number in enumerate(numbers) if number is not None]
    if len(first) < _PAGES or first.count(max(first, key=first.count)) * 2 < len(pages):
        return text
    agreed = max(first, key=first.count)
    return "\f".join(
        _PAGE_FOOT.sub("\n", page) if number is not None and int(number) - at == agreed else page
        for at, (page, number) in enumerate(zip(pages, numbers, strict=True))
    )


def _laid_out(line: str) -> Iterable[str]:
    """The lines of a layout table's row that holds a whole text in one cell, each paragraph behind a blank, and those
    of a table in one line; any other line as it is."""
    if len(line) > _LONGEST:
        return (line,)
    if cells := cells_of(line):
        return cells
    if len(line) < _LAYOUT or not line.lstrip().startswith("|") or "。" not in line:
        return (line,)
    lines: list[str] = []
    for cell in line.split("|"):
        parts: list[str] = []
        for word in cell.replace("**", "").split(" "):
            # Blanks stand inside labels too (索 引 号).
            if parts and len(parts[-1]) < _LABEL and len(parts[-1].rpartition(" ")[2]) < _WORD:
                parts[-1] += f" {word}"
            else:
                parts.append(word)
        lines.extend(part for part in parts if part.strip())
    return lines


def _blocks(kept: Sequence[tuple[int, str]], raw: Sequence[str]) -> tuple[Block, ...]:
    """``kept`` are (index in ``raw``, line as cleaned); tables that are drawn become grids."""
    tables = drawn_tables(raw)
    within = {at: table for table in tables for at in range(table.start, table.end)}
    blocks: list[Block] = []
    done: set[int] = set()
    for at, line in kept:
        table = within.get(at)
        if table is None:
            blocks.append(Block("paragraph", line))
        elif table.start not in done:
            done.add(table.start)
            blocks.extend(_table(table, raw))
    return tuple(blocks)


def _table(table: DrawnTable, raw: Sequence[str]) -> Iterator[Block]:
    if table.grid is not None:
        yield Block("table", table_text(table.grid), table.grid)
    elif table.rows:
        yield from (Block("paragraph", row) for row in table.rows)
    else:
        # In one piece, so that no line of a row is taken for the row.
        yield Block("paragraph", " ".join(clean(line) for line in raw[table.start : table.end]))


def _line(line: str) -> str:
    if "\t" in line and (_ROW.search(line) or _EMPTY_ROW.match(line) or is_metadata_line(line)):
        return "\t".join(map(clean, line.rstrip("\r").split("\t")))
    if "  " in line and len(cells := _COLUMNS.split(line.strip())) > 1 and bare_label(cells[0]) is not None:
        return "\t".join(map(clean, cells))
    return clean(_unmarked(line))


def _unmarked(line: str) -> str:
    """``line`` without Markdown's marks; what a link or an image says stays."""
    if (heading := _HEADING.match(line)) is not None:
        line = heading[1]
    elif line.lstrip()[:1] in {"*", "+", "-", "•"}:
        line = _BULLET.sub("", line)
    if "](" in line:
        line = _LINK.sub(r"\1", line)
    if "<" in line:
        line = TAGS.sub("", line)
    if "**" in line or "__" in line:
        line = _BOLD.sub(r"\2", line)
    return _ESCAPED.sub(r"\1", line) if "\\" in line else line
