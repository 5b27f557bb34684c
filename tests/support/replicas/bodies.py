"""The reports themselves: text and tables that the demo's generator makes up, as a page or as a file."""

import io
import random
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from demo.attachments import CONTENT_TYPES, attachment_bytes, to_pdf
from demo.body import body_of
from demo.figures import history
from demo.forms import FormName, Number
from demo.html import parts_to_html
from demo.model import Carrier, Cell, Layout, Organ, Report

SEED = 20080501  # the day the first Regulation came into force
Form = Literal["page", "docx", "xlsx", "pdf", "picture"]
_LAYOUTS = (Layout(), Layout(style="word"), Layout(style="broken", fourth="columns"), Layout(fourth="split"))
_PNG = "image/png"


def content_type(form: Form) -> str:
    """The media type of a file of this form."""
    if form == "picture":
        return _PNG
    return "text/html" if form == "page" else CONTENT_TYPES[form]


@lru_cache(maxsize=4096)
def _figures(organ: Organ) -> dict[int, tuple[FormName, dict[str, Number]]]:
    return {year: (form, figures) for year, form, figures in history(SEED, organ)}


def published(organ: Organ, year: int) -> date:
    """The day a report came out: departments in January, governments until March."""
    rng = random.Random(f"{organ.name}|{year}|day")
    return (
        date(year + 1, 1, rng.randint(5, 30)) if organ.level == "department" else date(year + 1, 3, rng.randint(1, 30))
    )


def _report(organ: Organ, year: int, title: str, carrier: Carrier) -> Report:
    form, figures = _figures(organ)[year]
    cells = MappingProxyType({key: Cell(value, str(value)) for key, value in figures.items()})
    day = published(organ, year)
    layout = _LAYOUTS[(year + len(organ.name)) % len(_LAYOUTS)]
    return Report(
        "replica", organ, year, form, title, day, day, None, None, cells, frozenset(), layout, carrier, ("", "")
    )


@lru_cache(maxsize=512)
def report_html(organ: Organ, year: int, title: str) -> str:
    """The report as the inside of an article."""
    report = _report(organ, year, title, "page")
    return parts_to_html(body_of(report, SEED), report.layout)


@lru_cache(maxsize=512)
def report_file(organ: Organ, year: int, title: str, form: Form) -> bytes:
    """The report as a file; a picture is its first page as a PNG image."""
    if form == "picture":
        return _picture(to_pdf(title, list(body_of(_report(organ, year, title, "pdf"), SEED))))
    carrier: Carrier = "docx" if form == "page" else form
    return attachment_bytes(_report(organ, year, title, carrier), SEED)


def _picture(pdf: bytes) -> bytes:
    import pypdfium2  # type: ignore[import-untyped]

    image = pypdfium2.PdfDocument(pdf)[0].render(scale=1.2, grayscale=True).to_pil()
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
