"""PDF -> leaves -> page. Glyphs and lines by pdfplumber; pdfium mends damaged files and tells hidden text."""

import io
import logging
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import pdfplumber
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw  # type: ignore[import-untyped]
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import LIT
from pdfplumber.page import Page as PdfPage
from pdfplumber.utils.exceptions import PdfminerException

from archive.errors import DocumentError
from archive.model import Page
from archive.text.attachments.leaves import ASKEW, Glyph, Leaf, Rule
from archive.text.attachments.paged import page_of_leaves
from archive.text.attachments.painted import Area, Painted, cut_texts, once, seen, without_marks, without_struck
from archive.text.attachments.pdf_painting import Cover, paint
from archive.text.characters import whole_characters
from archive.text.shown import HIDDEN, UNKNOWN

MAX_PAGES: Final = 400  # the longest reports have some 40
_THIN: Final = 3.5  # points; a filled rectangle thinner than this is a drawn line
_NOISE: Final = 0.05  # points; a dot is square but for the file's rounding
_CID: Final = re.compile(r"^\(cid:\d+\)$")
_MOSTLY: Final = 0.7
_SILENT: Final = (LIT("Link"), LIT("Popup"))
_TINY: Final = 1.5  # points; letters of this size are dots
_NO_VIEW: Final = 32  # bit 6 of an annotation's flags: only printers draw it
_HARDLY: Final = 0.1

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of each font without a box


def read_pdf(data: bytes, what: str) -> Page:
    """Read a PDF with text in it. ``Page.format`` is ``pdf``, or ``pdf-scan`` where the pages are pictures:
    then blocks come only from a hidden text layer, if the scanner left one.

    Raises DocumentError for encrypted, damaged and endless files.
    """
    leaves, title = _leaves(data, what)
    scanned = sum(leaf.scanned for leaf in leaves) > len(leaves) / 2
    return page_of_leaves("pdf-scan" if scanned else "pdf", leaves, title)


def _shows_more(page: PdfPage) -> bool:
    """Whether a page has form fields or annotations that show something; links do not."""
    notes = (resolve1(note) for note in resolve1(page.page_obj.annots) or ())
    return any(isinstance(note, dict) and note.get("Subtype") not in _SILENT for note in notes)


def _flattened(data: bytes) -> bytes | None:
    """The file with what its form fields and annotations show made part of the pages, by pdfium; None where nothing of
    them shows, or pdfium cannot open it."""
    try:
        with pypdfium2.PdfDocument(data) as document:
            document.init_forms()
            shown = [_flatten(page.raw) for page in document]
            if not any(shown):
                return None
            out = io.BytesIO()
            document.save(out)
            return out.getvalue()
    except pypdfium2.PdfiumError:
        return None


def _flatten(page: Any) -> bool:
    """Make the annotations of one page part of it, without those that no screen shows; whether there were any."""
    for index in reversed(range(pypdfium2.raw.FPDFPage_GetAnnotCount(page))):
        note = pypdfium2.raw.FPDFPage_GetAnnot(page, index)
        flags = pypdfium2.raw.FPDFAnnot_GetFlags(note)
        pypdfium2.raw.FPDFPage_CloseAnnot(note)
        if flags & _NO_VIEW:
            pypdfium2.raw.FPDFPage_RemoveAnnot(page, index)
    done: int = pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_NORMALDISPLAY)
    return bool(done == pypdfium2.raw.FLATTEN_SUCCESS)


def _leaves(data: bytes, what: str) -> tuple[list[Leaf], str | None]:
    try:
        return _read(data, what)
    except DocumentError:
        raise
    except Exception as error:  # pdfminer raises whatever a damaged object makes it raise
        mended = _mended(data)
        if mended is None:
            raise DocumentError(f"{what}: a damaged PDF ({_reason(error)}); fetch it again") from error
    try:
        return _read(mended, what)
    except DocumentError:
        raise
    except Exception as error:
        raise DocumentError(f"{what}: a damaged PDF ({_reason(error)}); fetch it again") from error


def _reason(error: Exception) -> str:
    return " ".join(f"{type(error).__name__} {error}".split())[:120]


def _mended(data: bytes) -> bytes | None:
    """The file written anew by pdfium, which rebuilds broken cross references; None where it cannot."""
    try:
        with pypdfium2.PdfDocument(data) as document:
            if len(document) == 0:
                return None
            out = io.BytesIO()
            document.save(out)
            return out.getvalue()
    except pypdfium2.PdfiumError:
        return None


def _read(data: bytes, what: str) -> tuple[list[Leaf], str | None]:
    try:
        pdf = pdfplumber.open(io.BytesIO(data))
    except PdfminerException as error:
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
            raise DocumentError(f"{what}: the PDF asks for a password; ask for an open copy") from error
        raise
    with pdf:
        count = len(pdf.pages)
        if count > MAX_PAGES:
            raise DocumentError(f"{what}: {count} pages, more than {MAX_PAGES}; not a report")
        if count == 0:
            raise ValueError("no pages")
        if any(map(_shows_more, pdf.pages)) and (whole := _flattened(data)) is not None:
            return _read(whole, what)
        leaves = []
        for page in pdf.pages:
            leaves.append(_leaf(page))
            page.close()
        return leaves, _document_title(pdf.metadata)


def _document_title(metadata: dict[str, Any]) -> str | None:
    title = metadata.get("Title")
    if not isinstance(title, str) or not any(character >= "\u4e00" for character in title):
        return None
    return re.sub(r"^Microsoft Word - |\.(?:docx?|wps|pdf)$", "", " ".join(title.split())) or None


def _leaf(page: PdfPage) -> Leaf:
    layout, covers = paint(page.page_obj, page.pdf.rsrcmgr, page.page_number)
    page._layout = layout  # pdfplumber makes its values of it
    width, height = float(page.width), float(page.height)
    characters = page.chars
    turns = Counter(_turn(c["matrix"]) for c in characters)
    turn = turns.most_common(1)[0][0] if turns else 0
    painted: list[Painted] = []
    astray: list[str] = []
    for character in characters:
        if _turn(character["matrix"]) != turn:
            astray.append(character["text"])
            continue
        one = _painted(character)
        if -2 <= one.glyph.x <= width + 2 and -2 <= one.glyph.y <= height + 2:
            painted.append(one)
    glyphs = seen(painted, _areas(covers, page, height))
    rules, fills = _rules(page, width * height)
    scanned = _is_picture(page, width * height) and _is_unseen(glyphs)
    set_aside = [("".join(astray), ASKEW)] if "".join(astray).strip() else []
    if turn:
        glyphs = [_turned_glyph(g, turn, width, height) for g in glyphs]
        rules = [_turned_rule(r, turn, width, height) for r in rules]
        fills = [_turned_rule(r, turn, width, height) for r in fills]
        width, height = height, width
    if scanned:
        glyphs = [replace(glyph, cut=None) for glyph in glyphs]
    else:
        glyphs, rules = without_struck(without_marks(once(glyphs)), rules)
        set_aside += cut_texts(glyphs)
    return Leaf(page.page_number, width, height, tuple(glyphs), tuple(rules), tuple(fills), scanned, tuple(set_aside))


def _areas(covers: Sequence[Cover], page: PdfPage, height: float) -> list[Area]:
    """What covers, measured from the upper left corner as pdfplumber measures."""
    right, down = float(page.mediabox[0]), float(page.mediabox[1]) + height
    return [
        Area(
            cover.order,
            cover.box[0] + right,
            down - cover.box[3],
            cover.box[2] + right,
            down - cover.box[1],
            cover.colour,
            tuple((x + right, down - y) for x, y in cover.corners),
        )
        for cover in covers
    ]


def _is_unseen(glyphs: Sequence[Glyph]) -> bool:
    """Whether hardly any text of a page is painted, as where a scanner left a layer of text below or in its picture."""
    letters = [glyph for glyph in glyphs if glyph.text.strip()]
    return sum(glyph.cut is None for glyph in letters) <= _HARDLY * len(letters)


def _turn(matrix: Sequence[float]) -> int:
    """Quarter turns of the text: 0 upright, 1 reads upwards, 3 reads downwards, -1 askew, 2 upside down."""
    a, b = matrix[0], matrix[1]
    if abs(b) <= 0.05 * abs(a):
        return 0 if a >= 0 else 2
    if abs(a) <= 0.05 * abs(b):
        return 1 if b > 0 else 3
    return -1


def _painted(character: dict[str, Any]) -> Painted:
    text = whole_characters(character["text"])
    if _CID.match(text) or not text or "\ue000" <= text[0] <= "\uf8ff":
        text = UNKNOWN
    order, rule, ink, opacity = character["tag"]
    if rule is None and character["size"] < _TINY:
        rule = HIDDEN
    glyph = Glyph(
        text,
        float(character["x0"]),
        float(character["top"]),
        float(character["x1"]),
        float(character["bottom"]),
        float(character["size"]) or 1.0,
        rule,
    )
    return Painted(glyph, order, ink, opacity)


def _is_drawn(path: dict[str, Any]) -> bool:
    """Whether a path is on a layer that shows, and not painted with nothing."""
    tag = path.get("tag")
    return not isinstance(tag, tuple) or tag[1] is None


def _rules(page: PdfPage, area: float) -> tuple[list[Rule], list[Rule]]:
    rules: list[Rule] = []
    fills: list[Rule] = []
    for line in filter(_is_drawn, page.lines):
        rules += _straight(line["x0"], line["top"], line["x1"], line["bottom"])
    for rect in filter(_is_drawn, page.rects):
        x0, top, x1, bottom = (float(rect[k]) for k in ("x0", "top", "x1", "bottom"))
        if min(x1 - x0, bottom - top) <= _THIN:
            rules += _straight(x0, top, x1, bottom)
        elif (x1 - x0) * (bottom - top) < 0.9 * area:
            edges = [
                Rule(x0, top, x1, top),
                Rule(x0, bottom, x1, bottom),
                Rule(x0, top, x0, bottom),
                Rule(x1, top, x1, bottom),
            ]
            (rules if rect.get("stroke") else fills).extend(edges)
    for curve in filter(_is_drawn, page.curves):
        points = curve["pts"]
        x0, x1 = min(p[0] for p in points), max(p[0] for p in points)
        top, bottom = min(p[1] for p in points), max(p[1] for p in points)
        if min(x1 - x0, bottom - top) <= _THIN:  # browsers print borders as thin trapezoids
            rules += _straight(x0, top, x1, bottom)
    return rules, fills


def _straight(x0: float, top: float, x1: float, bottom: float) -> list[Rule]:
    """A thin box as a line. The dots of dotted borders tell no direction: they count for both."""
    width, height = x1 - x0, bottom - top
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    rules = []
    if width >= height - _NOISE and height <= _THIN:
        rules.append(Rule(x0, y, x1, y))
    if height >= width - _NOISE and width <= _THIN:
        rules.append(Rule(x, top, x, bottom))
    return rules


def _is_picture(page: PdfPage, area: float) -> bool:
    covered = sum(
        max(0.0, float(image["x1"]) - float(image["x0"])) * max(0.0, float(image["bottom"]) - float(image["top"]))
        for image in page.images
    )
    return covered > _MOSTLY * area


def _turned_point(x: float, y: float, turn: int, width: float, height: float) -> tuple[float, float]:
    if turn == 1:
        return height - y, x
    if turn == 3:
        return y, width - x
    return (width - x, height - y) if turn == 2 else (x, y)


def _turned_glyph(glyph: Glyph, turn: int, width: float, height: float) -> Glyph:
    xs, ys = zip(
        _turned_point(glyph.x0, glyph.top, turn, width, height),
        _turned_point(glyph.x1, glyph.bottom, turn, width, height),
        strict=True,
    )
    # The size that was read is the extent downwards, which in turned text is the character's width.
    return Glyph(glyph.text, min(xs), min(ys), max(xs), max(ys), max(ys) - min(ys), glyph.cut)


def _turned_rule(rule: Rule, turn: int, width: float, height: float) -> Rule:
    xs, ys = zip(
        _turned_point(rule.x0, rule.top, turn, width, height),
        _turned_point(rule.x1, rule.bottom, turn, width, height),
        strict=True,
    )
    return Rule(min(xs), min(ys), max(xs), max(ys))
