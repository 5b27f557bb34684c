"""Images and scanned PDFs -> leaves -> page, by recognition (the optional ``ocr`` extra: rapidocr).

The recogniser finds words; the ruling lines are found in the picture, so tables come out as cells. A word
box that lies over a border, and a cell with ink but no word, are recognised again cell by cell: the detector
joins figures of narrow columns (``189286`` and ``0`` came back as ``1892860``) and misses single dashes.
"""

import importlib
import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any, Final

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageOps, UnidentifiedImageError

from archive.errors import DocumentError
from archive.model import Page
from archive.text.attachments.leaves import Glyph, Leaf, Rule
from archive.text.attachments.paged import page_of_leaves
from archive.text.attachments.ruled import Lattice, Region, find_lattices
from archive.text.shown import UNKNOWN

MAX_PIXELS: Final = 80_000_000  # an A3 page at 600 dpi has 70 million
MAX_PAGES: Final = 40
DPI: Final = 150  # of rendered pages: 25 of 25 rows of form C were right at this density
_WIDEST: Final = 2480  # pixels; A4 at 300 dpi
_A4_WIDTH: Final = 595.0  # points
_CERTAIN: Final = 0.6  # below this score a text is kept as unknown
_INK: Final = 170  # grey value
_COLOURED: Final = 50  # between the lightest and the darkest of red, green and blue
_SEAL: Final = 0.06  # of the page's width; no letter of a table is as large, and seals are 3 to 5 cm


_NUMBER: Final = re.compile(r"[\d.,\s]*\d[\d.,\s]*")


@dataclass(frozen=True, slots=True)
class _Word:
    """A recognised text with its box in pixels."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


def read_image(data: bytes, what: str) -> Page:
    """Recognise one image; DocumentError where it cannot be decoded."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2  # Pillow refuses at twice this
    try:
        with Image.open(io.BytesIO(data)) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise DocumentError(f"{what}: an image that cannot be decoded ({error})") from error
    return page_of_leaves("image", [_Reader().leaf(1, picture)], None)


def read_scan(data: bytes, what: str) -> Page:
    """Recognise the pages of a PDF, rendered at ``DPI``."""
    reader = _Reader()
    leaves = []
    with pypdfium2.PdfDocument(data) as document:
        if len(document) > MAX_PAGES:
            raise DocumentError(f"{what}: {len(document)} scanned pages, more than {MAX_PAGES}; not recognised")
        for number in range(len(document)):
            page = document[number]
            width, height = page.get_size()
            scale = min(DPI / 72, math.sqrt(MAX_PIXELS / max(1.0, width * height)))
            leaves.append(reader.leaf(number + 1, page.render(scale=scale).to_pil().convert("RGB")))
            page.close()
    return page_of_leaves("pdf-scan", leaves, None)


_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Picture:
    """A page as pixels, the points that a pixel measures, the usual height of a word in pixels, where seals lay."""

    pixels: Any
    scale: float
    height: float
    seals: tuple[_Box, ...] = ()

    def is_sealed(self, x0: float, top: float, x1: float, bottom: float) -> bool:
        """Whether a seal lies over the place (pixels)."""
        return any(x0 < right and left < x1 and top < foot and head < bottom for left, head, right, foot in self.seals)


class _Reader:
    """Holds the loaded models (about 0.7 GB with a page in work)."""

    def __init__(self) -> None:
        self._cv2: Any = importlib.import_module("cv2")
        self._numpy: Any = importlib.import_module("numpy")
        self._cv2.setNumThreads(1)
        self._engine: Any = importlib.import_module("rapidocr").RapidOCR(
            params={"EngineConfig.onnxruntime.intra_op_num_threads": 1, "Global.log_level": "critical"}
        )

    def leaf(self, number: int, picture: Image.Image) -> Leaf:
        """One page; its width counts as that of A4, whatever its pixels."""
        if picture.width > _WIDEST:
            picture = picture.resize((_WIDEST, max(1, round(picture.height * _WIDEST / picture.width))))
        pixels, seals = self._without_seals(self._numpy.asarray(picture))
        pixels = self._straightened(pixels)
        scale = _A4_WIDTH / pixels.shape[1]
        ruled = list(self._rules(pixels))
        pixels = self._without_rules(pixels)
        words = list(self._words(pixels))
        rules = [
            Rule(r.x0 * scale, r.top * scale, r.x1 * scale, r.bottom * scale)
            for r in ruled
            if not any(_is_stroke(r, word) for word in words)
        ]
        lattices = find_lattices(rules)
        height = median(w.bottom - w.top for w in words) if words else 0.0
        for lattice in lattices:
            words = self._by_cell(_Picture(pixels, scale, height, seals), lattice, words)
        glyphs = [_glyph(word, scale) for word in words]
        tabled = [g for g in glyphs if any(lattice.place(g.x, g.y) for lattice in lattices)]
        loose = [g for g in glyphs if not any(lattice.place(g.x, g.y) for lattice in lattices)]
        drawn = (*tabled, *_even(loose))
        return Leaf(number, _A4_WIDTH, pixels.shape[0] * scale, drawn, tuple(rules), (), scanned=True)

    def _without_seals(self, pixels: Any) -> tuple[Any, tuple[_Box, ...]]:
        """The page with the coloured ink of seals bleached: shapes too large for letters; and where they are. Seen
        through a filter of its colour, such ink is as light as paper, and a stroke below it as dark as it was."""
        cv2, numpy = self._cv2, self._numpy
        light, dark = pixels.max(axis=2).astype(int), pixels.min(axis=2).astype(int)
        coloured = ((light - dark > _COLOURED) & (light > _INK // 2)).astype("uint8")
        near = cv2.dilate(coloured, cv2.getStructuringElement(cv2.MORPH_RECT, (5, 5)))
        seal = pixels.shape[1] * _SEAL
        _, _, boxes, _ = cv2.connectedComponentsWithStats(near)
        clean = pixels
        found: list[_Box] = []
        for x, y, width, height, _ in boxes[1:].tolist():
            if min(width, height) >= seal and max(width, height) < 0.5 * pixels.shape[1]:
                clean = clean.copy() if clean is pixels else clean
                found.append((x, y, x + width, y + height))
                area = (slice(y, y + height), slice(x, x + width))
                ink = numpy.percentile(light[area][coloured[area] > 0], 25)
                filtered = numpy.clip(light[area] * (255 / ink), 0, 255).astype("uint8")
                clean[area] = numpy.where(near[area][..., None] > 0, filtered[..., None], clean[area])
        return clean, tuple(found)

    def _without_rules(self, pixels: Any) -> Any:
        """The page with its long rules painted over: a border beside a 0 reads as 10."""
        cv2 = self._cv2
        dark = self._dark(pixels)
        length = pixels.shape[1] // 20  # longer than any stroke of a title
        clean = pixels.copy()
        for size in ((length, 1), (1, length)):
            drawn = cv2.morphologyEx(dark, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
            clean[cv2.dilate(drawn, cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3))) > 0] = 255
        return clean

    def _dark(self, pixels: Any) -> Any:
        """The ink of the page as white on black, whatever the paper's shade."""
        cv2 = self._cv2
        grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
        return cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)

    def _straightened(self, pixels: Any) -> Any:
        """The page turned so that its long lines are level; scanners leave up to about two degrees."""
        cv2, numpy = self._cv2, self._numpy
        edges = cv2.Canny(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), 60, 180)
        found = cv2.HoughLinesP(edges, 1, numpy.pi / 1800, 200, minLineLength=pixels.shape[1] // 4, maxLineGap=20)
        angles = [
            math.degrees(math.atan2(y1 - y0, x1 - x0))
            for x0, y0, x1, y1 in (found.reshape(-1, 4).tolist() if found is not None else [])
            if abs(y1 - y0) < 0.1 * abs(x1 - x0)
        ]
        if not angles or abs(median(angles)) < 0.1:
            return pixels
        height, width = pixels.shape[:2]
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), median(angles), 1.0)
        return cv2.warpAffine(pixels, turn, (width, height), borderValue=(255, 255, 255))

    def _rules(self, pixels: Any) -> Iterator[Rule]:
        cv2 = self._cv2
        dark = self._dark(pixels)
        length = max(12, pixels.shape[1] // 60)
        for size in ((length, 1), (1, length)):
            # Closing bridges gaps of a pixel or two that a slight slope leaves.
            kernel = cv2.getStructuringElement(cv2.MORPH_RECT, size)
            drawn = cv2.morphologyEx(dark, cv2.MORPH_OPEN, kernel)
            drawn = cv2.morphologyEx(drawn, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3)))
            contours, _ = cv2.findContours(drawn, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
            for contour in contours:
                x, y, width, height = cv2.boundingRect(contour)
                if size[0] > 1 and width >= length and height < 12:
                    yield Rule(x, y + height / 2, x + width, y + height / 2)
                elif size[1] > 1 and height >= length and width < 12:
                    yield Rule(x + width / 2, y, x + width / 2, y + height)

    def _words(self, pixels: Any) -> Iterator[_Word]:
        # The engine keeps the switches of its last call.
        result = self._engine(pixels, use_det=True, use_cls=True, use_rec=True)
        if result.boxes is None:
            return
        for box, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
            xs, ys = [float(p[0]) for p in box], [float(p[1]) for p in box]
            yield _Word(_sure(text, score), min(xs), min(ys), max(xs), max(ys))

    def _by_cell(self, picture: _Picture, lattice: Lattice, words: Sequence[_Word]) -> list[_Word]:
        """The words, with those over a border replaced by what each cell holds."""
        owner = {
            (r, c): region
            for region in lattice.regions
            for r in range(region.row, region.row + region.rowspan)
            for c in range(region.column, region.column + region.colspan)
        }
        kept: list[_Word] = []
        for word in words:
            margin = 0.3 * (word.bottom - word.top)
            places = {
                lattice.place(x * picture.scale, (word.top + word.bottom) / 2 * picture.scale)
                for x in (word.x0 + margin, (word.x0 + word.x1) / 2, word.x1 - margin)
            }
            if len({owner[place] for place in places if place is not None and place in owner}) < 2:
                kept.append(word)
        # Without specks, which are no ink of a cell.
        rest = self._cv2.medianBlur(self._cv2.cvtColor(picture.pixels, self._cv2.COLOR_RGB2GRAY), 3)
        for word in kept:
            air = 0.12 * (word.bottom - word.top)  # of the detector's boxes; those of wrapped lines overlap
            rest[int(word.top + air) : int(word.bottom - air) + 1, max(0, int(word.x0) - 3) : int(word.x1) + 4] = 255
        filled = {
            lattice.place((w.x0 + w.x1) / 2 * picture.scale, (w.top + w.bottom) / 2 * picture.scale) for w in kept
        }
        regions_filled = {owner[place] for place in filled if place is not None and place in owner}
        for region in lattice.regions:
            found = self._cell(picture, rest, lattice, region, filled=region in regions_filled)
            # Beside words already read, slivers of their strokes are no dashes.
            kept += [w for w in found if region not in regions_filled or w.bottom - w.top > 0.5 * picture.height]
        return [self._read_again(picture, word) if _NUMBER.fullmatch(word.text) else word for word in kept]

    def _read_again(self, picture: _Picture, word: _Word) -> _Word:
        """The number, where a second look at it, larger and with more paper around, finds the same digits."""
        top, left = max(0, int(word.top) - 5), max(0, int(word.x0) - 8)
        crop = picture.pixels[top : int(word.bottom) + 6, left : int(word.x1) + 9]
        larger = self._cv2.resize(crop, None, fx=2, fy=2, interpolation=self._cv2.INTER_CUBIC)
        result = self._engine(larger, use_det=False, use_cls=False, use_rec=True)
        again = result.txts[0] if result.txts else ""
        return word if _digits(again) == _digits(word.text) else replace(word, text=UNKNOWN)

    def _cell(self, picture: _Picture, rest: Any, lattice: Lattice, region: Region, *, filled: bool) -> Iterator[_Word]:
        """What stands in one cell besides the words already read (``filled``: if any were), line by line. What a seal
        lies over is not empty."""
        x0 = lattice.xs[region.column] / picture.scale + 4
        x1 = lattice.xs[region.column + region.colspan] / picture.scale - 4
        top = lattice.ys[region.row] / picture.scale + 4
        bottom = lattice.ys[region.row + region.rowspan] / picture.scale - 4
        inside = rest[int(top) : int(bottom), int(x0) : int(x1)]
        rows, columns = self._numpy.nonzero(inside < _INK) if inside.size else ([], [])
        sealed = not filled and picture.is_sealed(x0, top, x1, bottom)
        if len(rows) < 6:
            if sealed:
                yield _Word(UNKNOWN, x0, (top + bottom - picture.height) / 2, x0 + picture.height, (top + bottom) / 2)
            return
        for first, last in _lines(sorted(set(rows.tolist())), picture.height):
            across = columns[(rows >= first) & (rows <= last)]
            box = (int(x0 + across.min()), int(top) + first, int(x0 + across.max()) + 1, int(top) + last + 1)
            width, height = box[2] - box[0], box[3] - box[1]
            if height < 0.25 * picture.height:
                if sealed or (width > 1.5 * height and width >= 4):
                    yield _Word(UNKNOWN if sealed else "-", *map(float, box))
                continue
            crop = picture.pixels[max(0, box[1] - 6) : box[3] + 6, max(0, box[0] - 6) : box[2] + 6]
            result = self._engine(crop, use_det=False, use_cls=False, use_rec=True)
            text, score = (result.txts[0], result.scores[0]) if result.txts else ("", 0.0)
            yield _Word(_sure(text, score) or UNKNOWN, *map(float, box))


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _glyph(word: _Word, scale: float) -> Glyph:
    size = 0.72 * (word.bottom - word.top) * scale  # the detector's boxes have some air above and below
    return Glyph(word.text, word.x0 * scale, word.top * scale, word.x1 * scale, word.bottom * scale, size)


def _lines(rows: Sequence[int], height: float) -> Iterator[tuple[int, int]]:
    """Rows of pixels with ink as lines of text: stretches joined up to the usual height of a line, because
    ``三`` is three strokes with air between."""
    start = before = rows[0]
    for row in rows[1:]:
        if row - before > 2 and (row - start > 1.05 * height or before - start > 0.7 * height):
            yield start, before
            start = row
        before = row
    yield start, before


def _is_stroke(rule: Rule, word: _Word) -> bool:
    """Whether the line is a stroke of a large character, or an underline: it lies in the word's box."""
    return (
        word.x0 - 4 <= rule.x0
        and rule.x1 <= word.x1 + 4
        and word.top - 4 <= rule.top
        and rule.bottom <= word.bottom + 4
    )


def _sure(text: str, score: float) -> str:
    text = text.strip()
    return text if score >= _CERTAIN else UNKNOWN * bool(text)


def _even(glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    """Word boxes are a pixel or two higher or lower than their neighbours': sizes near the usual are the usual."""
    usual = median(g.size for g in glyphs) if glyphs else 0.0
    for glyph in glyphs:
        yield replace(glyph, size=usual) if abs(glyph.size - usual) < 0.3 * usual else glyph
