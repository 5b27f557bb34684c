"""Nothing vanishes silently: without any one construct of the reader, each figure is stated all the same, left open, or
an issue says that its table was not read."""

from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

import pytest

from archive.extract.tables import TablesRead, before_2019, figures, kinds, read_figures, table_2, table_3, table_4
from archive.extract.tables.flattened import before_2019 as early_lines
from archive.extract.tables.flattened import cells, reader
from archive.extract.tables.rows import Row
from archive.model import Block, Document
from archive.text import read_page
from tests.support.corpus import FOLDER
from tests.support.truth import draw_report
from tests.support.truth_grids import report_blocks
from tests.support.truth_lines import report_lines


def gives(value: Any) -> Callable[..., Any]:
    return lambda *args, **kwargs: value


def keeps(at: int) -> Callable[..., Any]:
    """What hands on the value that it is given in that place."""
    return lambda *args, **kwargs: args[at]


TAKEN: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "grids": (figures, "read_grid", gives((False, kinds.NOTHING_CARRIED))),
    "grids of table 2": (table_2, "read_table_2", keeps(1)),
    "grids of table 3": (table_3, "read_table_3", keeps(2)),
    "grids of table 4": (table_4, "read_table_4", keeps(2)),
    "grids before 2019": (kinds, "read_before_2019", gives(None)),
    "rows of table 2": (table_2, "_read_row", gives(None)),
    "the header of table 2": (table_2, "_header_of", gives(table_2.DetailHeader())),
    "rows of table 3": (table_3, "_data_rows", gives([])),
    "labels of table 3": (table_3, "_label_of", gives((None, None))),
    "the header of table 3": (table_3, "_more_header", keeps(0)),
    "values under headers": (table_3, "_aligned", gives({})),
    "parts of table 3": (table_3, "_settle_part", gives(None)),
    "the order of table 4": (table_4, "slots_of", gives(())),
    "the row of table 4": (table_4, "_row_of", lambda *args: Row((), (), (), "table 4", args[2])),
    "half rows before 2019": (before_2019, "_halves", gives([])),
    "lines": (figures, "read_lines", gives(set())),
    "lines before 2019": (reader, "read_lines_before_2019", gives(set())),
    "rows of lines": (reader, "settle_rows", gives(None)),
    "rows of lines before 2019": (early_lines, "settle_rows", gives(None)),
    "a row before 2019": (early_lines, "_row", gives(None)),
    "rows of requests": (reader, "_request_row", gives(None)),
    "rows of details": (reader, "_detail_row", gives(None)),
    "values of reviews": (reader, "_review_values", gives(None)),
    "misprints in lines": (reader, "near_request_row", gives(None)),
    "broken labels": (reader, "_runs", lambda labels, at: [labels[at : at + 1]]),
    "lines with bars": (cells, "_piped", gives(())),
    "rows in one line": (cells, "_cells", gives(())),
    "lines of one cell": (cells, "_plain", gives(())),
    "what sums solve": (figures, "_solved", gives([])),
}


@cache
def corpus() -> dict[str, tuple[tuple[Block, ...], TablesRead]]:
    found = {}
    for path in sorted(FOLDER.iterdir()):
        if path.suffix in {".html", ".txt"}:
            blocks = read_page(Document(path.read_bytes(), filename=path.name)).blocks
            found[path.name] = blocks, read_figures(blocks)
    for seed in range(4):
        rng = Random(seed)
        report = draw_report(rng, "C")
        lines = report_lines(report, "tabs", rng)
        printed = {
            "misprinted grids": report_blocks(report, rng),
            "misprinted lines": [_without_a_letter(block) for block in lines],
            "labels over two lines": [part for block in report_lines(report, "nbsp", rng) for part in _broken(block)],
        }
        found |= {f"{name} {seed}": (tuple(made), read_figures(made)) for name, made in printed.items()}
    return found


def _without_a_letter(block: Block) -> Block:
    """A row of the form whose label lost its fourth letter."""
    label, tab, values = block.text.partition("\t")
    return Block("paragraph", f"{label[:5]}{label[6:]}{tab}{values}") if tab and len(label) > 9 else block


def _broken(block: Block) -> list[Block]:
    at = len(block.text) // 2
    broken = at > 4 and not any(letter.isdigit() for letter in block.text[at - 1 : at + 1])
    return [Block("paragraph", text) for text in ((block.text[:at], block.text[at:]) if broken else (block.text,))]


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_not_read_is_said(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = corpus()
    room, construct, instead = TAKEN[name]
    monkeypatch.setattr(room, construct, instead)
    changed = 0
    for document, (blocks, read) in before.items():
        after = read_figures(blocks)
        stated = {figure.key for figure in read.figures if figure.value is not None}
        kept = {figure.key for figure in after.figures if figure.value is not None or figure.status == "ambiguous"}
        assert stated <= kept or set(after.issues) - set(read.issues), f"{document}: {sorted(stated - kept)[:3]}"
        changed += read != after
    assert changed, "the construct is used by no document of the corpus"
