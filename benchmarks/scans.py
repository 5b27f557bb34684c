"""Scanned reports: pages of random reports as pictures, in conditions that scanners leave, read by the recogniser.

``wrong`` are figures that say something else than the page, whatever their status; ``right`` those stated as printed
there; the rest is left out. ``SCANS=3`` in the environment takes so many reports (of two pages, as a rule), not 15. It
needs the recogniser (``make ocr``), which brings numpy.
"""

import io
import os
import time
from collections.abc import Callable
from importlib import import_module
from random import Random
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageDraw

from archive.extract.pipeline import extract
from archive.model import Document
from tests.support.truth import draw_report
from tests.support.truth_files import pdf_document
from tests.support.truth_judge import judge

# Of the recogniser's requirements, so that all else is checked without them.
numpy: Any = import_module("numpy")
_DPI = 150
_REPORTS = 15
_QUALITY = 75  # of JPEG, as scanners set it


def _plain(pages: list[Image.Image], _: Random) -> list[Image.Image]:
    return pages


def _skewed(pages: list[Image.Image], rng: Random) -> list[Image.Image]:
    return [page.rotate(rng.uniform(-1.2, 1.2), resample=Image.Resampling.BICUBIC, fillcolor="white") for page in pages]


def _noisy(pages: list[Image.Image], rng: Random) -> list[Image.Image]:
    seeds = numpy.random.default_rng(rng.randrange(1 << 30))
    found = []
    for page in pages:
        pixels = numpy.asarray(page).astype(float) + seeds.normal(0, 14, (page.height, page.width, 1))
        speckles = seeds.random((page.height, page.width)) < 0.0008
        pixels[speckles] = seeds.integers(0, 120)
        found.append(Image.fromarray(pixels.clip(0, 255).astype("uint8")))
    return found


def _grey(pages: list[Image.Image], _: Random) -> list[Image.Image]:
    """Grey paper, darker to one side, and pale ink."""
    found = []
    for page in pages:
        shade = numpy.linspace(0.74, 0.9, page.width)[None, :, None]
        pixels = (numpy.asarray(page).astype(float) * 0.75 + 64) * shade
        found.append(Image.fromarray(pixels.clip(0, 255).astype("uint8")))
    return found


def _stamped(pages: list[Image.Image], rng: Random) -> list[Image.Image]:
    """A red seal across the table."""
    found = []
    for page in pages:
        seal = Image.new("RGB", page.size, "white")
        drawn = ImageDraw.Draw(seal)
        x, y = rng.randint(page.width // 3, 2 * page.width // 3), rng.randint(page.height // 4, page.height // 2)
        drawn.ellipse((x - 120, y - 120, x + 120, y + 120), outline=(214, 60, 60), width=7)
        drawn.regular_polygon((x, y, 42), 5, fill=(214, 60, 60), rotation=36)
        pixels = numpy.minimum(numpy.asarray(page), numpy.asarray(seal))
        found.append(Image.fromarray(pixels))
    return found


def _two_on_a_sheet(pages: list[Image.Image], _: Random) -> list[Image.Image]:
    sheets = []
    for at in range(0, len(pages), 2):
        both = pages[at : at + 2]
        sheet = Image.new("RGB", (2 * both[0].width, both[0].height), "white")
        for place, page in enumerate(both):
            sheet.paste(page, (place * both[0].width, 0))
        sheets.append(sheet)
    return sheets


CONDITIONS: dict[str, Callable[[list[Image.Image], Random], list[Image.Image]]] = {
    "as printed": _plain,
    "askew, up to 1.2°": _skewed,
    "noise and specks": _noisy,
    "grey paper, pale ink": _grey,
    "a seal across the table": _stamped,
    "two pages a sheet": _two_on_a_sheet,
}


def pictures(data: bytes) -> list[Image.Image]:
    """The pages of a PDF as a scanner takes them."""
    with pypdfium2.PdfDocument(data) as document:
        return [page.render(scale=_DPI / 72).to_pil().convert("RGB") for page in document]


def scan(pages: list[Image.Image]) -> bytes:
    """A PDF of pictures, each as JPEG."""
    out = io.BytesIO()
    pressed = []
    for page in pages:
        buffer = io.BytesIO()
        page.save(buffer, "JPEG", quality=_QUALITY)
        pressed.append(Image.open(io.BytesIO(buffer.getvalue())))
    pressed[0].save(out, "PDF", save_all=True, append_images=pressed[1:], resolution=_DPI)
    return out.getvalue()


def run() -> str:
    """A Markdown table: by condition pages, figures, right, wrong, left out, seconds a page."""
    lines = ["| condition | pages | figures | right | wrong | left out | s a page |", "|---|--:|--:|--:|--:|--:|--:|"]
    reports = int(os.environ.get("SCANS", _REPORTS))
    for name, change in CONDITIONS.items():
        pages = figures = right = wrong = 0
        started = time.process_time()
        for seed in range(reports):
            rng = Random(f"scan {seed}")
            report = draw_report(rng, rng.choice(("B", "C", "C")), usual=True)
            taken = pictures(pdf_document(report, rng).data)
            verdict = judge(report, extract(Document(scan(change(taken, rng)), filename="年报.pdf")).figures)
            pages += len(taken)
            figures += len(report.cells)
            right += verdict.right
            wrong += len(verdict.wrong)
        seconds = (time.process_time() - started) / pages
        left_out = figures - right - wrong
        share = f"{right:,} ({right / figures:.1%})"
        lines.append(f"| {name} | {pages} | {figures:,} | {share} | {wrong} | {left_out} | {seconds:.1f} |")
    return "\n".join(lines)
