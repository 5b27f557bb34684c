"""Sentences where they stand: below the headings of a report, what they determine is stated and nothing else."""

from decimal import Decimal
from pathlib import Path

import pytest

from archive.extract.prose import read_prose
from archive.model import Block, Number

_LINES = (Path(__file__).parent.parent / "fixtures" / "prose" / "sentences.tsv").read_text("utf-8").splitlines()
_CASES = [tuple(line.split("\t")) for line in _LINES if not line.startswith("#")]
STATED = [case for case in _CASES if not case[2].startswith("!")]
LEFT_OPEN = [case for case in _CASES if case[2].startswith("!")]


def values(organ: str, lines: str) -> dict[str, Number | None]:
    figures = read_prose([Block("paragraph", line) for line in lines.split("|")], 2016, organ).figures
    return {figure.key.removeprefix("prose."): figure.value for figure in figures}


@pytest.mark.parametrize(("organ", "lines", "stated"), STATED)
def test_what_sentences_determine(organ: str, lines: str, stated: str) -> None:
    pairs = (pair.split("=") for pair in stated.split(" "))
    assert values(organ, lines) == {key: Decimal(value) for key, value in pairs}


@pytest.mark.parametrize(("organ", "lines", "key"), LEFT_OPEN)
def test_what_sentences_leave_open(organ: str, lines: str, key: str) -> None:
    assert key.removeprefix("!") not in values(organ, lines)


def test_there_are_as_many_of_each_as_a_change_needs() -> None:
    assert min(len(STATED), len(LEFT_OPEN)) >= 60
