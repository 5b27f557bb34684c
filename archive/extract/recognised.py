"""Figures read from an image: ``ocr`` until the sums of the form confirm them."""

from collections.abc import Sequence
from dataclasses import replace

from archive.extract.checks import run_checks
from archive.model import Figure, Issue


def mark_recognised(figures: Sequence[Figure]) -> tuple[tuple[Figure, ...], tuple[Issue, ...]]:
    """Figures read from an image are ``ocr``, those that the sums confirm ``printed``.

    A cell that a picture lost was overlooked, not empty: nothing is solved, and an issue says of how many.

    A sum confirms its cells if it holds over at least three of them and is not 0 throughout, and none that one of its
    cells belongs to fails.
    """
    lost = [figure.key for figure in figures if figure.status in {"solved", "ambiguous"}]
    figures = [figure for figure in figures if figure.status not in {"solved", "ambiguous"}]
    detail = f"{len(lost)} cells were not found in the picture: {', '.join(lost[:3])}"
    stated = {figure.key: figure.value for figure in figures}
    checks = run_checks(figures)
    refuted = {key for check in checks if check.outcome == "fail" for key in check.cells}
    confirmed = {
        key
        for check in checks
        if check.outcome == "pass" and "==" in check.expression and len(check.cells) >= 3 and check.left
        for key in check.cells
        if stated.get(key)
    }
    marked = tuple(
        replace(figure, status="ocr")
        if figure.status == "printed" and (figure.key in refuted or figure.key not in confirmed)
        else figure
        for figure in figures
    )
    return marked, ((Issue("tables", "not_recognised", detail),) if lost else ())
