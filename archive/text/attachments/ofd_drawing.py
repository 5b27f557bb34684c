"""What the graphic units of an OFD page paint (GB/T 33190-2016, §8.5, §9, §11, §13), in order, in points."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from lxml import etree

from archive.text.attachments.leaves import Glyph, Rule, is_wide
from archive.text.attachments.packages import attribute, child, local
from archive.text.attachments.painted import WATERMARK, Area, Painted
from archive.text.characters import whole_characters
from archive.text.shown import BLACK, HIDDEN, UNKNOWN, Colour

POINTS: Final = 72 / 25.4
_THIN: Final = 1.2  # millimetres; a filled box thinner than this is a drawn line
_MAX_DEPTH: Final = 12  # units in units
_MOST: Final = 200_000  # objects of a page, units counted as often as they are used
_OPAQUE: Final = 0.95
_FAINT: Final = 0.05
# Operands of the path operators of §9.2, Table 35.
_OPERANDS: Final = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_CONTAINERS: Final = frozenset({"Content", "Layer", "PageBlock", "Page", "Appearance"})
_LAYERS: Final = {"Background": 0, "Body": 1, "Foreground": 2}
Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Placement:
    """Maps an object's own millimetres to points of the page."""

    matrix: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

    @property
    def is_askew(self) -> bool:
        """Whether text set here does not run from left to right, as watermarks do not."""
        a, b = self.matrix[:2]
        return abs(b) > 0.05 * abs(a) or a <= 0

    def at(self, x: float, y: float) -> Point:
        a, b, c, d, e, f = self.matrix
        return (a * x + c * y + e) * POINTS, (b * x + d * y + f) * POINTS

    def within(self, inner: Matrix) -> "Placement":
        """Of what is placed by ``inner`` inside of what is placed here."""
        a, b, c, d, e, f = inner
        xx, xy, yx, yy, x, y = self.matrix
        return Placement(
            (
                *(xx * a + yx * b, xy * a + yy * b),
                *(xx * c + yx * d, xy * c + yy * d),
                *(xx * e + yx * f + x, xy * e + yy * f + y),
            )
        )


@dataclass(frozen=True, slots=True)
class Resources:
    """What pages refer to by number: drawing parameters, composite units, and which images are opaque."""

    parameters: Mapping[str, etree._Element]
    units: Mapping[str, etree._Element]
    opaque_images: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Context:
    """What objects inherit: their place, drawing parameters, opacity, and why they are no part of the text."""

    place: Placement
    parameters: str = ""
    opacity: float = 1.0
    rule: str | None = None
    depth: int = 0


@dataclass(slots=True)
class Drawing:
    """Collects what one page paints. ``pictures``: square millimetres covered by images."""

    resources: Resources
    painted: list[Painted] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    fills: list[Rule] = field(default_factory=list)
    astray: list[str] = field(default_factory=list)
    pictures: float = 0.0
    order: int = 0

    def page(self, page: etree._Element) -> None:
        """Paint the layers of a page or template from the background to the foreground."""
        content = child(page, "Content")
        layers = sorted(
            (item for item in (content if content is not None else ()) if local(item) == "Layer"),
            key=lambda layer: _LAYERS.get(attribute(layer, "Type") or "Body", 1),
        )
        for layer in layers:
            self._walk(layer, _Context(Placement(), attribute(layer, "DrawParam") or ""))

    def annotation(self, note: etree._Element) -> None:
        """Paint the appearance of an annotation, if it shows."""
        appearance = child(note, "Appearance")
        if appearance is None or attribute(note, "Visible") == "false":
            return
        corner = numbers(attribute(appearance, "Boundary"))[:2]
        x, y = corner if len(corner) == 2 else (0.0, 0.0)
        rule = WATERMARK if attribute(note, "Type") == "Watermark" else None
        self._walk(appearance, _Context(Placement((1.0, 0.0, 0.0, 1.0, x, y)), rule=rule))

    def _walk(self, container: etree._Element, context: _Context) -> None:
        if context.depth > _MAX_DEPTH:
            return
        for item in container:
            name = local(item)
            if name in _CONTAINERS:
                self._walk(item, replace(context, depth=context.depth + 1))
            elif name in ("TextObject", "PathObject", "ImageObject", "CompositeObject"):
                self._object(item, name, context)

    def _object(self, item: etree._Element, name: str, context: _Context) -> None:
        boundary = numbers(attribute(item, "Boundary"))
        if len(boundary) != 4 or self.order > _MOST:
            return
        opacity = context.opacity * _alpha(item)
        rule = context.rule
        if rule is None and (attribute(item, "Visible") == "false" or opacity < _FAINT):
            rule = HIDDEN
        place = context.place.within((1.0, 0.0, 0.0, 1.0, boundary[0], boundary[1]))
        clips = [_clip(clip, place) for clip in item.iterfind("{*}Clips/{*}Clip")]
        matrix = numbers(attribute(item, "CTM"))
        if len(matrix) == 6:
            place = place.within((matrix[0], matrix[1], matrix[2], matrix[3], matrix[4], matrix[5]))
        own = _Context(place, attribute(item, "DrawParam") or context.parameters, opacity, rule, context.depth + 1)
        self.order += 1
        if name == "TextObject":
            self._text(item, own, clips)
        elif name == "PathObject":
            self._path(item, own)
        elif name == "ImageObject":
            self._image(item, own, boundary)
        else:
            unit = self.resources.units.get(attribute(item, "ResourceID") or "")
            if unit is not None:
                self._walk(unit, own)

    def _colour(self, item: etree._Element, kind: str, context: _Context) -> tuple[Colour | None, float]:
        """The colour and opacity that an object fills or strokes with; None where it is a pattern."""
        found = child(item, kind)
        name: str | None = context.parameters
        for _ in range(_MAX_DEPTH):
            parameters = self.resources.parameters.get(name or "")
            if found is not None or parameters is None:
                break
            found, name = child(parameters, kind), attribute(parameters, "Relative")
        return (BLACK, 1.0) if found is None else (_rgb(found), _alpha(found))

    def _text(self, item: etree._Element, context: _Context, clips: Iterable["_Box"]) -> None:
        if context.place.is_askew:
            self.astray.append("".join(str(text) for text in item.itertext()).strip())
            return
        ink, alpha = self._colour(item, "FillColor", context)
        filled, stroked = attribute(item, "Fill") != "false", attribute(item, "Stroke") == "true"
        if not filled or alpha < _FAINT:
            ink, alpha = self._colour(item, "StrokeColor", context) if stroked else (ink, 0.0)
        opacity = context.opacity * alpha
        rule = context.rule or (HIDDEN if opacity < _FAINT else None)
        for glyph in _glyphs(item, context.place):
            outside = any(not clip.holds(glyph.x, glyph.y) for clip in clips)
            cut = rule or (HIDDEN if outside else None)
            self.painted.append(Painted(replace(glyph, cut=cut), self.order, ink, opacity))

    def _path(self, item: etree._Element, context: _Context) -> None:
        if context.rule is not None:
            return
        data = child(item, "AbbreviatedData")
        stroked, filled = attribute(item, "Stroke") != "false", attribute(item, "Fill") == "true"
        ink, alpha = self._colour(item, "FillColor", context)
        pen, pen_alpha = self._colour(item, "StrokeColor", context)
        width = (numbers(attribute(item, "LineWidth")) or [0.353])[0] * POINTS
        for points in _outlines(data.text if data is not None else None):
            drawn = [context.place.at(x, y) for x, y in points]
            xs, ys = [x for x, _ in drawn], [y for _, y in drawn]
            box = (min(xs), min(ys), max(xs), max(ys))
            self._rule_of(drawn, box, stroked=stroked, filled=filled)
            if filled and context.opacity * alpha >= _OPAQUE and len(drawn) > 2:
                upright = len({round(x, 1) for x in xs}) == 2 and len({round(y, 1) for y in ys}) == 2
                self.areas.append(Area(self.order, *box, ink, () if upright else tuple(drawn)))
            elif stroked and context.opacity * pen_alpha >= _OPAQUE and len(drawn) == 2:
                half = width / 2
                self.areas.append(Area(self.order, box[0] - half, box[1] - half, box[2] + half, box[3] + half, pen))

    def _rule_of(
        self, drawn: list[Point], box: tuple[float, float, float, float], *, stroked: bool, filled: bool
    ) -> None:
        x0, top, x1, bottom = box
        if min(x1 - x0, bottom - top) <= _THIN * POINTS:
            self.rules += _straight(x0, top, x1, bottom)
        elif stroked or filled:
            for (ax, ay), (bx, by) in pairwise(drawn):
                if min(abs(ax - bx), abs(ay - by)) < 1:
                    edge = _straight(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
                    (self.rules if stroked else self.fills).extend(edge)

    def _image(self, item: etree._Element, context: _Context, boundary: list[float]) -> None:
        if context.rule is not None:
            return
        self.pictures += boundary[2] * boundary[3]
        opaque = attribute(item, "ResourceID") in self.resources.opaque_images and attribute(item, "ImageMask") is None
        if opaque and context.opacity >= _OPAQUE:
            corners = [context.place.at(x, y) for x, y in ((0, 0), (1, 1))]
            xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
            self.areas.append(Area(self.order, xs[0], ys[0], xs[1], ys[1], None))


def numbers(text: str | None) -> list[float]:
    """The numbers of an attribute; none where one of them is none."""
    try:
        return [float(part) for part in (text or "").split()]
    except ValueError:
        return []


def _alpha(item: etree._Element) -> float:
    values = numbers(attribute(item, "Alpha"))
    return min(1.0, max(0.0, values[0] / 255)) if values else 1.0


def _rgb(item: etree._Element) -> Colour | None:
    parts = (attribute(item, "Value") or "").split()
    try:
        values = [int(part[1:], 16) if part.startswith("#") else float(part) for part in parts]
    except ValueError:
        return None
    if not values:
        return None if len(item) else BLACK
    if len(values) == 1:
        values *= 3
    elif len(values) == 4:
        *inks, black = values
        values = [(255 - ink) * (255 - black) / 255 for ink in inks]
    if len(values) != 3:
        return None
    red, green, blue = (round(value) for value in values)
    return red, green, blue


@dataclass(frozen=True, slots=True)
class _Box:
    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


def _clip(clip: etree._Element, place: Placement) -> _Box:
    """The box around all areas of a clip."""
    corners: list[Point] = []
    for path in clip.iter("{*}Path"):
        boundary = numbers(attribute(path, "Boundary"))
        if len(boundary) == 4:
            x, y, width, height = boundary
            corners += [place.at(x, y), place.at(x + width, y + height)]
    if not corners:
        return _Box(-1e9, -1e9, 1e9, 1e9)
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return _Box(min(xs) - 1, min(ys) - 1, max(xs) + 1, max(ys) + 1)


def _glyphs(item: etree._Element, place: Placement) -> Iterator[Glyph]:
    size = (numbers(attribute(item, "Size")) or [3.5])[0]
    across, down = place.at(1, 0), place.at(0, 1)
    origin = place.at(0, 0)
    height = size * (abs(down[1] - origin[1]) or POINTS)
    advance = size * (abs(across[0] - origin[0]) or POINTS)
    x = y = 0.0
    for code in item:
        if local(code) != "TextCode":
            continue
        x = (numbers(attribute(code, "X")) or [x])[0]
        y = (numbers(attribute(code, "Y")) or [y])[0]
        text = code.text or ""
        right, lower = _deltas(attribute(code, "DeltaX"), len(text)), _deltas(attribute(code, "DeltaY"), len(text))
        for i, character in enumerate(text):
            left, base = place.at(x, y)
            shown = UNKNOWN if "\ue000" <= character <= "\uf8ff" else whole_characters(character)
            width = advance if is_wide(character) else 0.5 * advance
            yield Glyph(shown, left, base - 0.88 * height, left + width, base + 0.12 * height, height)
            x += right[i] if i < len(right) else (size if is_wide(character) else 0.5 * size)
            y += lower[i] if i < len(lower) else 0.0


def _deltas(text: str | None, limit: int) -> list[float]:
    """Distances between characters; ``g 3 5.2`` says 5.2 three times."""
    parts = (text or "").split()
    deltas: list[float] = []
    i = 0
    while i < len(parts) and len(deltas) < limit:
        if parts[i] == "g" and i + 2 < len(parts):
            count, step = numbers(parts[i + 1]), numbers(parts[i + 2])
            deltas += step[:1] * min(int(count[0]) if count else 0, limit)
            i += 3
        else:
            deltas += numbers(parts[i])[:1] or [0.0]
            i += 1
    return deltas


def _straight(x0: float, top: float, x1: float, bottom: float) -> list[Rule]:
    if x1 - x0 >= bottom - top:
        y = (top + bottom) / 2
        return [Rule(x0, y, x1, y)]
    x = (x0 + x1) / 2
    return [Rule(x, top, x, bottom)]


def _outlines(text: str | None) -> Iterator[list[Point]]:
    """The straight sub-paths of a path; those with curves are ornaments and left out."""
    parts = (text or "").split()
    points: list[Point] = []
    curved = False
    i = 0
    while i < len(parts):
        operator = parts[i]
        count = _OPERANDS.get(operator)
        values = numbers(" ".join(parts[i + 1 : i + 1 + count])) if count is not None else None
        if count is None or values is None or len(values) != count:
            break
        i += 1 + count
        if operator in ("S", "M"):
            if len(points) > 1 and not curved:
                yield points
            points, curved = [(values[0], values[1])], False
        elif operator == "L":
            points.append((values[0], values[1]))
        elif operator == "C":
            points.append(points[0] if points else (0.0, 0.0))
        else:
            curved = True
            points.append((values[-2], values[-1]))
    if len(points) > 1 and not curved:
        yield points
