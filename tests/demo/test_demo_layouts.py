"""Every layout of the generator, read back: what is stated is the truth, and what a grid determines is stated."""

from collections import Counter
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.extract.tables import read_figures
from archive.model import Document, Figure
from archive.text import read_page
from demo.attachments import CONTENT_TYPES, to_docx, to_pdf, to_xlsx
from demo.body import body_of
from demo.flatten import DIALECTS, Dialect, to_text
from demo.forms import Number
from demo.html import parts_to_html
from demo.model import Carrier, Layout, Report
from demo.sheets import Sheet
from demo.world import LAYOUTS, build

WORLD = build(3, 2, range(2014, 2026))
TABLED = [report for report in WORLD.reports if report.form != "narrative"]
SINCE_2019 = [report for report in TABLED if report.form in ("B", "C")]

layouts = st.builds(
    Layout,
    style=st.sampled_from(["clean", "word", "broken"]),
    items=st.sampled_from(["one", "each"]),
    labels=st.sampled_from(["spans", "bare"]),
    fourth=st.sampled_from(["form", "split", "rows", "columns"]),
    total=st.sampled_from(["总计", "合计"]),
    ordinal=st.sampled_from([".", "、", "．", "circled"]),
    digits=st.sampled_from(["plain", "wide", "grouped", "unit", "point"]),
    break_after=st.none() | st.integers(1, 22),
    torn=st.booleans(),
    spare_columns=st.integers(0, 2),
    nested=st.booleans(),
)


def sheets(report: Report) -> list[Sheet]:
    return [part for part in body_of(report, WORLD.seed) if isinstance(part, Sheet)]


def read(data: bytes, content_type: str) -> dict[str, Figure]:
    page = read_page(Document(data, None, content_type))
    return {figure.key: figure for figure in read_figures(page.blocks).figures}


def as_page(report: Report) -> bytes:
    body = parts_to_html(body_of(report, WORLD.seed), report.layout)
    head = f"<html><head><meta charset=utf-8><title>{report.title}</title></head>"
    return f"{head}<body><div class='TRS_Editor'><h1>{report.title}</h1>{body}</div></body></html>".encode()


def verdict(truth: Number | None, figure: Figure | None) -> str:
    """``right``, ``missing``, ``ambiguous`` with the truth among the candidates, or ``WRONG``. A blank cell is right
    as null, or as a 0 that nobody calls printed."""
    if figure is None:
        return "missing"
    if figure.status == "ambiguous":
        return "ambiguous" if (truth or 0) in figure.candidates else "WRONG"
    if figure.value is None:
        return "right" if truth is None else "missing"
    if truth is None:
        return "right" if figure.value == 0 and figure.status != "printed" else "WRONG"
    return "right" if figure.value == truth else "WRONG"


def verdicts(report: Report, got: dict[str, Figure]) -> Counter[str]:
    found = Counter(verdict(truth, got.get(key)) for key, truth in report.figures.items())
    found["extra"] = sum(1 for key in got if key not in report.figures)
    return +found


@given(st.sampled_from(TABLED), layouts)
@settings(max_examples=60, deadline=None)
def test_the_boxes_of_a_sheet_fill_a_rectangle(report: Report, layout: Layout) -> None:
    for sheet in sheets(replace(report, layout=layout)):
        taken: Counter[tuple[int, int]] = Counter()
        for number, row in enumerate(sheet.rows):
            columns = count()
            for box in row:
                column = next(place for place in columns if (number, place) not in taken)
                taken.update(
                    (number + down, column + right) for down in range(box.rowspan) for right in range(box.colspan)
                )
        assert set(taken) == {(row, column) for row in range(len(sheet.rows)) for column in range(sheet.width)}
        assert set(taken.values()) == {1}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_page_in_each_layout_of_the_demo_is_read_exactly(layout: Layout) -> None:
    for report in SINCE_2019[::5]:
        got = read(as_page(replace(report, layout=layout)), "text/html; charset=utf-8")
        for key, truth in report.figures.items():
            assert (got[key].value, got[key].status) == (truth, "printed" if truth is not None else "blank"), key
        assert set(got) == set(report.figures)


@given(st.sampled_from(TABLED), layouts)
@settings(max_examples=80, deadline=None)
def test_no_mix_of_layouts_makes_a_wrong_number(report: Report, layout: Layout) -> None:
    got = read(as_page(replace(report, layout=layout)), "text/html; charset=utf-8")
    assert set(verdicts(report, got)) <= {"right", "ambiguous", "missing"}


@pytest.mark.parametrize("carrier", ["docx", "xlsx", "pdf"])
def test_files_are_read_exactly(carrier: Carrier) -> None:
    for report in TABLED[2::9]:
        parts = list(body_of(report, WORLD.seed))
        if carrier == "docx":
            data = to_docx(report.title, parts)
        elif carrier == "xlsx":
            data = to_xlsx(report.title, [part for part in parts if isinstance(part, Sheet)])
        else:
            data = to_pdf(report.title, parts)
        assert set(verdicts(report, read(data, CONTENT_TYPES[carrier]))) == {"right"}, report.title


@pytest.mark.parametrize("dialect", DIALECTS)
def test_flattened_text_never_makes_a_wrong_number(dialect: Dialect) -> None:
    total: Counter[str] = Counter()
    for report in TABLED[::4]:
        plain = replace(report, layout=Layout())
        text = to_text(report.title, body_of(plain, WORLD.seed), dialect)
        total += verdicts(report, read(text.encode(), "text/plain; charset=utf-8"))
    assert total["WRONG"] == total["extra"] == 0
    known = total["right"] / total.total()
    if dialect == "joined":
        assert known == 0
    else:
        assert known > (0.999 if dialect == "nbsp" else 0.9)
