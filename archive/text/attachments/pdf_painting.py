"""What a PDF page paints, in order: pdfminer's interpreter with what it leaves out — render modes, opacity, clip paths,
layers that are switched off (ISO 32000-1, §8.4, §8.5.4, §8.11, §9.3.6).

The layout it makes is pdfminer's own. What is known of a character or a path beyond it lies in the attribute ``tag``,
which pdfplumber hands on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTPage
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFObjRef, dict_value, list_value, resolve1
from pdfminer.psparser import PSLiteral, literal_name
from pdfminer.utils import MATRIX_IDENTITY, apply_matrix_pt, mult_matrix

from archive.text.attachments.painted import WATERMARK
from archive.text.shown import HIDDEN, Colour

Box = tuple[float, float, float, float]
_INVISIBLE: Final = frozenset({3, 7})  # text render modes
_STROKED: Final = 1
_OTHER_SPACES: Final = frozenset({"Pattern", "Indexed", "Lab", "DeviceN"})
_FAINT: Final = 0.05  # of opacity
_OPAQUE: Final = 0.95


@dataclass(frozen=True, slots=True)
class _State:
    """What ``q`` keeps and ``Q`` restores beyond pdfminer's own; ``clip`` is x0, y0, x1, y1 of the device."""

    clip: Box | None = None
    fill: float = 1.0
    stroke: float = 1.0
    blended: bool = False
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Cover:
    """An opaque area on the page, upwards from the lower left corner: ``corners`` where it is no upright rectangle."""

    order: int
    box: Box
    colour: Colour | None
    corners: tuple[tuple[float, float], ...]


class Painting(PDFPageAggregator):
    """Collects a page's layout and its opaque areas. A character's ``tag`` is (order, rule or None, ink or None,
    opacity), a path's (order, rule or None)."""

    def __init__(self, manager: PDFResourceManager, number: int, hidden_layers: frozenset[int]) -> None:
        super().__init__(manager, pageno=number)
        self.covers: list[Cover] = []
        self.state = _State()
        self.layers: list[str | None] = []
        self._hidden_layers = hidden_layers
        self._order = 0
        self._mode = 0

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        super().begin_page(page, ctm)
        x0, y0, x1, y1 = page.cropbox
        corners = [apply_matrix_pt(ctm, corner) for corner in ((x0, y0), (x1, y1))]
        xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
        self.state = _State(clip=(xs[0], ys[0], xs[1], ys[1]))

    def next_order(self) -> int:
        self._order += 1
        return self._order

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self._mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        advance = super().render_char(*args, **kwargs)
        item = self.cur_item._objs[-1]
        if isinstance(item, LTChar):
            state, graphics = self.state, item.graphicstate
            stroked = self._mode % 4 == _STROKED
            opacity = state.stroke if stroked else state.fill
            ink = rgb(graphics.scolor, graphics.scs) if stroked else rgb(graphics.ncolor, graphics.ncs)
            rule = self.rule()
            if rule is None and (self._mode in _INVISIBLE or opacity < _FAINT or self._is_clipped(item)):
                rule = HIDDEN
            item.tag = (self.next_order(), rule, ink, opacity)  # type: ignore[attr-defined]
        return advance

    def rule(self) -> str | None:
        """Why what is painted now is no part of the text: of the outermost layer that says so."""
        return next((rule for rule in self.layers if rule is not None), None)

    def _is_clipped(self, item: LTChar) -> bool:
        clip = self.state.clip
        if clip is None:
            return False
        x, y = (item.x0 + item.x1) / 2, (item.y0 + item.y1) / 2
        return not (clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3])

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        before = len(self.cur_item._objs)
        super().paint_path(gstate, stroke, fill, evenodd, path)
        if sum(segment[0] == "m" for segment in path) != 1:
            return  # each part of the path came here by itself
        state = self.state
        order = self.next_order()
        opacity = max(state.fill if fill else 0.0, state.stroke if stroke else 0.0)
        rule = self.rule() or (HIDDEN if opacity < _FAINT else None)
        for item in self.cur_item._objs[before:]:
            item.tag = (order, rule)  # type: ignore[attr-defined]
        if rule is not None or state.blended or state.masked:
            return
        points = [apply_matrix_pt(self.ctm, segment[-2:]) for segment in path if segment[0] != "h"]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if fill and state.fill >= _OPAQUE and len(points) > 2:
            upright = len(set(map(_rounded, xs))) == 2 and len(set(map(_rounded, ys))) == 2
            box = (min(xs), min(ys), max(xs), max(ys))
            self._cover(order, box, rgb(gstate.ncolor, gstate.ncs), () if upright else tuple(points))
        elif stroke and state.stroke >= _OPAQUE and len(points) == 2:
            half = gstate.linewidth * abs(self.ctm[0] * self.ctm[3] - self.ctm[1] * self.ctm[2]) ** 0.5 / 2
            box = (min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half)
            if len(set(map(_rounded, xs))) == 1 or len(set(map(_rounded, ys))) == 1:
                self._cover(order, box, rgb(gstate.scolor, gstate.scs), ())

    def render_image(self, name: str, stream: Any) -> None:
        super().render_image(name, stream)
        order, state = self.next_order(), self.state
        item = self.cur_item._objs[-1]
        see_through = any(stream.get(key) for key in ("SMask", "Mask", "ImageMask", "IM"))
        if not see_through and self.rule() is None and state.fill >= _OPAQUE and not state.blended:
            self._cover(order, (item.x0, item.y0, item.x1, item.y1), None, ())

    def _cover(self, order: int, box: Box, colour: Colour | None, corners: tuple[tuple[float, float], ...]) -> None:
        if (clip := self.state.clip) is not None:
            box = _common(box, clip)
        if box[0] < box[2] and box[1] < box[3]:
            self.covers.append(Cover(order, box, colour, corners))

    def begin_layer(self, tag: object, properties: object) -> None:
        """Marked content begins: a layer that may be off, or a watermark."""
        rule = None
        name = literal_name(tag) if isinstance(tag, PSLiteral) else ""
        if name == "OC" and self.is_off(properties):
            rule = HIDDEN
        elif name == "Artifact" and isinstance(properties := resolve1(properties), dict):
            subtype = properties.get("Subtype")
            rule = WATERMARK if isinstance(subtype, PSLiteral) and literal_name(subtype) == "Watermark" else None
        self.layers.append(rule)

    def end_layer(self) -> None:
        if self.layers:
            self.layers.pop()

    def is_off(self, group: object) -> bool:
        """Whether an optional content group, or all groups of a membership, are switched off."""
        if isinstance(group, PDFObjRef) and group.objid in self._hidden_layers:
            return True
        members = resolve1(group)
        if not isinstance(members, dict) or "OCGs" not in members:
            return False
        groups = members["OCGs"]
        inner = groups if isinstance(groups, list) else resolve1(groups)
        if isinstance(inner, dict):
            return self.is_off(groups)
        return bool(inner) and all(self.is_off(one) for one in inner)


class _Interpreter(PDFPageInterpreter):
    """Keeps the states that pdfminer leaves out on the device."""

    device: Painting

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self._kept: list[_State] = []

    def do_q(self) -> None:
        super().do_q()
        self._kept.append(self.device.state)

    def do_Q(self) -> None:
        super().do_Q()
        if self._kept:
            self.device.state = self._kept.pop()

    def do_gs(self, name: Any) -> None:
        states = dict_value(resolve1(self.resources.get("ExtGState")) or {})
        said = resolve1(states.get(literal_name(name)))
        if not isinstance(said, Mapping):
            return
        state = self.device.state
        if isinstance(fill := resolve1(said.get("ca")), (int, float)):
            state = replace(state, fill=float(fill))
        if isinstance(stroke := resolve1(said.get("CA")), (int, float)):
            state = replace(state, stroke=float(stroke))
        if (blend := resolve1(said.get("BM"))) is not None:
            names = blend if isinstance(blend, list) else [blend]
            usual = {"Normal", "Compatible"}
            state = replace(state, blended=not any(literal_name(one) in usual for one in names[:1]))
        if (mask := resolve1(said.get("SMask"))) is not None:
            state = replace(state, masked=isinstance(mask, dict))
        self.device.state = state

    def do_W(self) -> None:
        path: list[Any] = self.curpath
        points = [apply_matrix_pt(self.ctm, segment[-2:]) for segment in path if segment[0] != "h"]
        if points:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            self._clip((min(xs), min(ys), max(xs), max(ys)))

    def do_W_a(self) -> None:
        self.do_W()

    def _clip(self, box: Box) -> None:
        state = self.device.state
        self.device.state = replace(state, clip=box if state.clip is None else _common(box, state.clip))

    def do_BMC(self, tag: Any) -> None:
        self.device.begin_layer(tag, None)

    def do_BDC(self, tag: Any, props: Any) -> None:
        if isinstance(props, PSLiteral):
            named = dict_value(resolve1(self.resources.get("Properties")) or {})
            props = named.get(literal_name(props))
        self.device.begin_layer(tag, props)

    def do_EMC(self) -> None:
        self.device.end_layer()

    def do_Do(self, xobjid_arg: Any) -> None:
        item = resolve1(self.xobjmap.get(literal_name(xobjid_arg)))
        attributes = getattr(item, "attrs", {})
        kept, depth = self.device.state, len(self.device.layers)
        self.device.layers.append(HIDDEN if self.device.is_off(attributes.get("OC")) else None)
        box = resolve1(attributes.get("BBox"))
        if isinstance(box, list) and len(box) == 4:
            matrix = mult_matrix(tuple(resolve1(attributes.get("Matrix")) or MATRIX_IDENTITY), self.ctm)
            x0, y0, x1, y1 = (resolve1(edge) for edge in box)
            corners = [apply_matrix_pt(matrix, point) for point in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]
            xs, ys = [x for x, _ in corners], [y for _, y in corners]
            self._clip((min(xs), min(ys), max(xs), max(ys)))
        super().do_Do(xobjid_arg)
        self.device.state = kept
        del self.device.layers[depth:]


def paint(page: PDFPage, manager: PDFResourceManager, number: int) -> tuple[LTPage, list[Cover]]:
    """The layout of a page and the opaque areas that it paints."""
    device = Painting(manager, number, _hidden_layers(page))
    _Interpreter(manager, device).process_page(page)
    return device.get_result(), device.covers


def _hidden_layers(page: PDFPage) -> frozenset[int]:
    """The object numbers of the layers that are off when the document is opened."""
    options = resolve1(page.doc.catalog.get("OCProperties"))
    if not isinstance(options, dict):
        return frozenset()
    usual = dict_value(options.get("D") or {})
    off = {ref.objid for ref in list_value(usual.get("OFF") or []) if isinstance(ref, PDFObjRef)}
    base = usual.get("BaseState")
    if isinstance(base, PSLiteral) and literal_name(base) == "OFF":
        on = {ref.objid for ref in list_value(usual.get("ON") or []) if isinstance(ref, PDFObjRef)}
        off |= {ref.objid for ref in list_value(options.get("OCGs") or []) if isinstance(ref, PDFObjRef)} - on
    return frozenset(off)


def rgb(colour: object, space: Any) -> Colour | None:
    """A colour of one, three or four parts of 0–1 as red, green and blue; None for patterns and the like."""
    if space.name in _OTHER_SPACES:
        return None
    parts = colour if isinstance(colour, (tuple, list)) else (colour,)
    if not all(isinstance(part, (int, float)) for part in parts):
        return None
    numbers = [min(1.0, max(0.0, float(part))) for part in parts]
    if len(numbers) == 1:  # of a separation, how much ink; of greys, how much light
        numbers = [1 - numbers[0] if space.name == "Separation" else numbers[0]] * 3
    elif len(numbers) == 4:
        *inks, black = numbers
        numbers = [(1 - ink) * (1 - black) for ink in inks]
    if len(numbers) != 3:
        return None
    red, green, blue = (round(255 * part) for part in numbers)
    return red, green, blue


def _common(one: Box, other: Box) -> Box:
    return (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))


def _rounded(value: float) -> float:
    return round(value, 1)
