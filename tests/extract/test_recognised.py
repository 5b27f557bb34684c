"""What an image states is printed only where the sums confirm it."""

from archive.extract.recognised import mark_recognised
from archive.model import Figure, FigureStatus

COLUMNS = (
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "public_welfare_org",
    "legal_service_org",
    "other_org",
    "total",
)


def row(name: str, values: tuple[int, ...]) -> list[Figure]:
    return [
        Figure(f"t3.{name}.{column}", value, "printed", "件", str(value))
        for column, value in zip(COLUMNS, values, strict=True)
    ]


def status(figures: list[Figure]) -> list[FigureStatus]:
    return [figure.status for figure in mark_recognised(figures)[0]]


def test_a_sum_that_holds_confirms_its_cells_but_no_zero() -> None:
    assert status(row("new", (20, 6, 0, 0, 0, 0, 26))) == ["printed", "printed", "ocr", "ocr", "ocr", "ocr", "printed"]


def test_a_sum_that_fails_confirms_nothing() -> None:
    assert set(status(row("new", (20, 6, 0, 0, 0, 0, 28)))) == {"ocr"}


def test_zeros_confirm_nothing() -> None:
    assert set(status(row("new", (0,) * 7))) == {"ocr"}


def test_blank_cells_stay_blank() -> None:
    blank = Figure("t3.new.other_org", None, "blank", "件", "")
    assert mark_recognised([blank]) == ((blank,), ())


def test_a_cell_that_a_picture_lost_is_not_solved() -> None:
    whole = row("new", (20, 6, 0, 0, 0, 0, 26))
    lost = [
        Figure("t3.granted.total", 3, "solved", "件", None),
        Figure("t3.other.total", None, "ambiguous", "件", None),
    ]
    marked, (issue,) = mark_recognised([*whole, *lost])
    assert [figure.key for figure in marked] == [figure.key for figure in whole]
    assert (issue.code, issue.detail.startswith("2 cells")) == ("not_recognised", True)
