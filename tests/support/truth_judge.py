"""What was read against what is true: wrong, missing, right, cell by cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.model import Figure
from tests.support.truth import TrueReport


@dataclass(frozen=True, slots=True)
class Verdict:
    """``wrong``: stated and untrue. ``missing``: the document determines it and nothing is stated. ``open``:
    ambiguous with the truth among the candidates."""

    right: int
    wrong: tuple[str, ...]
    missing: tuple[str, ...]
    open: tuple[str, ...]


def judge(report: TrueReport, figures: Sequence[Figure]) -> Verdict:
    by_key = {figure.key: figure for figure in figures}
    wrong: list[str] = []
    missing: list[str] = []
    undecided: list[str] = []
    unsaid: list[str] = []
    right = 0
    for key, truth in report.cells.items():
        figure = by_key.get(key)
        if figure is None:
            (missing if truth.value is not None else unsaid).append(key)
        elif figure.status == "ambiguous":
            (undecided if (truth.value or 0) in figure.candidates else wrong).append(key)
        elif truth.value is None:
            ok = figure.status == "blank" or (figure.status == "solved" and figure.value == 0)
            right, wrong = (right + 1, wrong) if ok else (right, [*wrong, key])
        elif (
            figure.value is None
            or figure.value != truth.value
            or (truth.unit is not None and figure.unit != truth.unit and figure.status == "printed")
        ):
            wrong.append(key)
        else:
            right += 1
    wrong += [figure.key for figure in figures if figure.key not in report.cells and figure.value is not None]
    return Verdict(right + len(unsaid), tuple(wrong), tuple(missing), tuple(undecided))
