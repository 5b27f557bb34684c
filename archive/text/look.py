"""How the text of an element is painted: from its ``style``, into which the page's style sheets have been written.

The one notion of what an HTML page shows. What a reader of the page does not see, sees struck out, or sees as the
mark of a note is no part of a value; each reason is the rule of a ``Removed``.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

import tinycss2.color4  # type: ignore[import-untyped]
from lxml.etree import _Element

from archive.text.dom import BLOCK_TAGS
from archive.text.shown import BLACK, HIDDEN, MASKED, NOTE_MARK, PAPER, PERHAPS_PAPER, STRUCK, WHITE, Colour, alike

_BY_TAG: Final = {"sup": NOTE_MARK, "sub": NOTE_MARK, "rt": NOTE_MARK, "rp": HIDDEN} | dict.fromkeys(
    ("del", "s", "strike"), STRUCK
)
_PAINTED_TAGS: Final = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th", "font", "body"})
_TABLE_TAGS: Final = _PAINTED_TAGS - {"font", "body"}
_DECLARATION: Final = re.compile(r"""([-\w]+)\s*:((?:[^;"'()]|"[^"]*"|'[^']*'|\((?:[^()]|\([^()]*\))*\))*)""")
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.S)
_LENGTH: Final = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+))(px|pt|pc|em|rem|ex|ch|%|cm|mm|in|vw|vh)?")
_PIXELS: Final = {"pt": 4 / 3, "pc": 16.0, "cm": 37.8, "mm": 3.78, "in": 96.0, "em": 16.0, "rem": 16.0, "ex": 8.0}
_NO_SIZE: Final = re.compile(r"(?:^|\s)0(?:\.0*)?(?:px|pt|em|rem|%)?(?:\s*/|\s|$)")
_NOWHERE: Final = re.compile(
    r"rect\(\s*(?:(\d*px|0)[\s,]+\1[\s,]+\1[\s,]+\1|0[\s,]+0[\s,]+0[\s,]+0)\s*\)|inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0"
)
_NOT_THERE: Final = re.compile(r"scale(?:x|y|3d)?\(\s*0*(?:\.0+)?\s*[,)]|opacity\(\s*0*(?:\.0*)?%?\s*\)")
_OUTSIDE: Final = re.compile(r"-\d{3,}(?:\.\d+)?%")
_MOVED: Final = re.compile(r"translate(?:x|y|3d)?\(\s*(-[\d.]+(?:px|em|rem|pt|vw|%))")
_PICTURE: Final = re.compile(r"url\(|gradient\(|image\(")
# CSS pixels that are beyond any page, and those that lift a mark of a note (Word lifts them by 3 pt and more).
_FAR: Final = 500.0
_LIFTED: Final = 3.0
_TINY: Final = 2.0  # CSS pixels; text of this size is a row of dots
_FAINT: Final = 0.05  # of opacity
_STYLES: Final = 1 << 11


class Style(NamedTuple):
    """What the declarations of one ``style`` change; None leaves a thing as it is above."""

    cut: str | None = None
    """Why nothing below is read, whatever its own style."""
    gone: bool = False
    """No place is kept either: ``display: none``."""
    raised: bool = False
    """Lifted or lowered, if it stands in a line."""
    apart: bool = False
    """Out of its line: it may lie over other text, or be a mark."""
    masked: bool = False
    """Other signs, or in another order, show than stand there."""
    visible: bool | None = None
    sized: bool | None = None
    ink: Colour | None = None
    paper: Colour | None = None
    pictured: bool = False
    """The ground is a picture or a gradient: its colour is not known."""
    clipped: bool = False
    """Of no height or width, if it is a box, or moved out of the page."""


class Look(NamedTuple):
    """How text that stands in an element is painted. ``rule`` says why it is no part of a value, None where it is;
    ``cut`` the part of it that no style below can undo."""

    rule: str | None = None
    cut: str | None = None
    gone: bool = False
    apart: bool = False
    visible: bool = True
    sized: bool = True
    ink: Colour = BLACK
    paper: Colour | None = WHITE
    sure: bool = True
    """Whether the page itself tells the ground."""


PLAIN: Final = Look()
STYLED_ELSEWHERE: Final = Look(sure=False)
"""Text of a page that names style sheets in other files."""


def look_of(element: _Element, above: Look) -> Look:
    """The look of ``element``, whose parent has the look ``above`` (the same object where nothing changes)."""
    style = element.get("style")
    change = None if style is None else STYLES[str(style)]
    tag = element.tag
    if change is None:
        if tag in _PAINTED_TAGS and (painted := _by_attributes(element)) is not None:
            return _changed(above, painted, tag)
        if element.get("hidden") is not None:
            return above._replace(rule=HIDDEN, cut=HIDDEN, gone=True)
        rule = _BY_TAG.get(tag)
        return above if rule is None or above.cut is not None else above._replace(rule=rule, cut=rule)
    if tag in _PAINTED_TAGS and (painted := _by_attributes(element)) is not None:
        change = change._replace(ink=change.ink or painted.ink, paper=change.paper or painted.paper)
    if change.masked and tag not in ("td", "th") and next(element.iterancestors("td", "th"), None) is None:
        change = change._replace(masked=False)  # columns of a page may stand in another order
    if change.cut is None:
        if tag in _BY_TAG:
            change = change._replace(cut=_BY_TAG[tag])
        elif element.get("hidden") is not None:
            change = change._replace(cut=HIDDEN, gone=True)
    return _changed(above, change, tag)


def _changed(above: Look, change: Style, tag: str) -> Look:
    cut = above.cut or change.cut
    if cut is None and change.raised and tag not in BLOCK_TAGS:
        cut = NOTE_MARK
    if cut is None and change.masked:
        cut = MASKED
    if cut is None and change.clipped and tag not in _TABLE_TAGS:
        cut = HIDDEN
    visible = above.visible if change.visible is None else change.visible
    sized = above.sized if change.sized is None else change.sized
    ink = change.ink or above.ink
    paper = None if change.pictured else change.paper or above.paper
    sure = above.sure or change.paper is not None
    rule = cut
    if rule is None:
        if not (visible and sized):
            rule = HIDDEN
        elif paper is not None and alike(ink, paper):
            rule = PAPER if sure else PERHAPS_PAPER
    return Look(rule, cut, above.gone or change.gone, above.apart or change.apart, visible, sized, ink, paper, sure)


def _by_attributes(element: _Element) -> Style | None:
    """What the attributes of before CSS say: ``<font color>``, ``<td bgcolor>``."""
    if element.tag == "font":
        colour = element.get("color")
        return None if colour is None or (ink := _attribute_colour(str(colour))) is None else Style(ink=ink)
    ground = element.get("bgcolor")
    if ground is not None and (paper := _attribute_colour(str(ground))) is not None:
        return Style(paper=paper)
    return Style(pictured=True) if element.get("background") else None


def _attribute_colour(text: str) -> Colour | None:
    return _colour(text) or _colour(f"#{text.strip()}")


@lru_cache(maxsize=1 << 10)
def _colour(text: str) -> Colour | None:
    """Red, green and blue of 0–255; None for what is no colour, or takes that from elsewhere."""
    colour = tinycss2.color4.parse_color(text)
    if colour is None or isinstance(colour, str):
        return None
    red, green, blue = (round(255 * part) for part in colour.to("srgb").coordinates)
    return red, green, blue


def _alpha(text: str) -> float:
    colour = tinycss2.color4.parse_color(text)
    return 1.0 if colour is None or isinstance(colour, str) else float(colour.alpha)


def declarations(style: str) -> dict[str, str]:
    """The properties of a ``style`` with the values that win, in lower case and without ``!important``."""
    if "/*" in style:
        style = _COMMENT.sub(" ", style)
    found: dict[str, str] = {}
    urgent: dict[str, str] = {}
    for name, whole in _DECLARATION.findall(style.lower()):
        value, _, flag = whole.partition("!")
        if flag.strip() == "important":
            urgent[name] = value.strip()
            continue
        # A later declaration goes to the end: ``font`` undoes ``font-size``, and the other way round.
        found.pop(name, None)
        found[name] = value.strip()
    return found | urgent


# Most styles only set fonts, widths and borders.
_MAY_MATTER: Final = re.compile(
    r"display|visib|opac|decor|vertical|font(?:-size)?\s*:|color|ground|hide|position|margin|indent|overflow|clip|"
    r"transf|filter|zoom|fill|left\s*:|float|order\s*:|flex|bidi|security",
    re.I,
)


class _Styles(dict[str, Style | None]):
    """The change of a style, None where it changes nothing; a page has few, each on many cells."""

    def __missing__(self, style: str) -> Style | None:
        change = _change(declarations(style)) if _MAY_MATTER.search(style) else None
        if len(self) >= _STYLES:
            self.clear()
        self[style] = change
        return change


STYLES: Final = _Styles()
_NOTHING: Final = Style()


def _change(said: dict[str, str]) -> Style | None:
    gone = said.get("display") == "none"
    change = Style(
        cut=_cut(said, gone),
        gone=gone,
        raised=_is_raised(said),
        apart=_is_apart(said),
        masked=_is_masked(said),
        visible=None if (seen := said.get("visibility")) is None else seen in ("visible", "initial"),
        sized=_is_sized(said),
        ink=_colour(said.get("-webkit-text-fill-color") or said.get("color", "")),
        paper=_paper(said),
        pictured=bool(_PICTURE.search(said.get("background", "") + said.get("background-image", ""))),
        clipped=_is_clipped(said),
    )
    return None if change == _NOTHING else change


def _cut(said: dict[str, str], gone: bool) -> str | None:
    struck = any("line-through" in said.get(name, "") for name in ("text-decoration", "text-decoration-line"))
    if struck and "none" not in (said.get("text-decoration-line"), said.get("text-decoration")):
        return STRUCK
    faint = any(
        "color" in name and name in ("color", "-webkit-text-fill-color") and _alpha(value) < _FAINT
        for name, value in said.items()
    )
    if (
        gone
        or faint
        or said.get("mso-hide") == "all"
        or said.get("content-visibility") == "hidden"
        or _number(said.get("opacity", "1")) < _FAINT
        or _number(said.get("zoom", "1")) == 0
        or _NOT_THERE.search(said.get("transform", "") + said.get("filter", ""))
        or _NOWHERE.search(said.get("clip", "") + said.get("clip-path", ""))
    ):
        return HIDDEN
    return None


def _is_masked(said: dict[str, str]) -> bool:
    if said.get("unicode-bidi", "").endswith("override") or said.get("-webkit-text-security", "none") != "none":
        return True
    return "reverse" in said.get("flex-direction", "") + said.get("flex-flow", "")


def _is_raised(said: dict[str, str]) -> bool:
    if said.get("vertical-align") in ("super", "sub") or said.get("font-variant-position") in ("super", "sub"):
        return True
    return _lift(said) >= _LIFTED and "font-size" in said


def _is_apart(said: dict[str, str]) -> bool:
    if said.get("position") in ("absolute", "fixed") or _pixels(said.get("margin-left")) <= -_LIFTED:
        return True
    if said.get("float") in ("left", "right") or said.get("order", "0") != "0":
        return True
    return _lift(said) >= _LIFTED and "font-size" not in said


def _lift(said: dict[str, str]) -> float:
    """CSS pixels above or below the line."""
    lift = abs(_pixels(said.get("vertical-align")))
    if said.get("position") == "relative":
        lift = max(lift, abs(_pixels(said.get("top"))), abs(_pixels(said.get("bottom"))))
    return lift


def _is_sized(said: dict[str, str]) -> bool | None:
    """Whether a size of letters is one that can be read; the later of ``font`` and ``font-size`` counts."""
    sized = None
    for name, value in said.items():
        if name == "font-size" and (found := _LENGTH.fullmatch(value)):
            sized = float(found[1]) > 0 if found[2] in ("em", "rem", "%") else _pixels(value) >= _TINY
        elif name == "font-size" and value in ("medium", "small", "large", "x-small", "x-large", "smaller", "larger"):
            sized = True
        elif name == "font" and any(c.isdigit() for c in value):
            sized = _NO_SIZE.search(value) is None
    return sized


def _paper(said: dict[str, str]) -> Colour | None:
    if (ground := said.get("background-color")) is not None:
        return _colour(ground) if _alpha(ground) > 0.5 else None
    for part in re.findall(r"[\w#.-]+(?:\([^()]*\))?", said.get("background", "")):
        if (colour := _colour(part)) is not None and _alpha(part) > 0.5:
            return colour
    return None


def _is_clipped(said: dict[str, str]) -> bool:
    if said.get("position") in ("absolute", "fixed"):
        sides = [said.get(side) for side in ("left", "top", "right", "bottom")]
        if any(_pixels(side) <= -_FAR or _OUTSIDE.fullmatch(side or "") for side in sides):
            return True
    moved = _MOVED.search(said.get("transform", ""))
    if moved is not None and _pixels(moved[1]) <= -_FAR:
        return True
    if any(_pixels(said.get(name)) <= -_FAR for name in ("text-indent", "margin-left", "margin-top")):
        return True
    boxed = said.get("position") in ("absolute", "fixed") or said.get("display", "").endswith(("block", "flex"))
    hides = any(said.get(name) in ("hidden", "clip") for name in ("overflow", "overflow-x", "overflow-y"))
    sizes = ("height", "max-height", "width", "max-width")
    return boxed and hides and any(name in said and 0 <= _pixels(said[name]) <= 1 for name in sizes)


def _pixels(value: str | None) -> float:
    """A length in CSS pixels, 0 for none or for one that is no length; percentages count as parts of a letter."""
    found = _LENGTH.fullmatch(value) if value else None
    if found is None:
        return 0.0
    return float(found[1]) * (0.16 if found[2] == "%" else _PIXELS.get(found[2] or "", 1.0))


def _number(value: str) -> float:
    found = _LENGTH.fullmatch(value)
    return 1.0 if found is None else float(found[1]) / (100 if found[2] == "%" else 1)
