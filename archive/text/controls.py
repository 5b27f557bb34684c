"""Form controls and drawings in the text, as the words that they show."""

from lxml.etree import SubElement, _Element

from archive.text.dom import attribute, one_line, text_of
from archive.text.shown import UNKNOWN

_FIELDS = ("input", "select", "textarea", "datalist", "button")
_DRAWINGS = ("svg", "canvas", "object", "iframe", "embed", "video", "meter", "progress")
_SHOWS_NOTHING = frozenset({"hidden", "image", "file"})
_BUTTONS = frozenset({"submit", "button", "reset"})
_PLACES = frozenset({"td", "th", "p"})
_BLOCKS = frozenset({"div", "form", "li", "ul", "body", "section"})


def show_controls(root: _Element) -> None:
    """Give the controls of cells and paragraphs the text that they show, and drawings in cells that say nothing else
    the sign for what cannot be read. Search boxes stand elsewhere, and show nothing that is text of the page."""
    for field in list(root.iter(*_FIELDS)):
        if field.tag == "button" or attribute(field, "type").strip().lower() in _BUTTONS:
            _press(field)
        else:
            _says(field, _shown(field) if _place_of(field) in _PLACES else "")
    for drawing in list(root.iter(*_DRAWINGS)):
        cell = _in_cell(drawing)
        if drawing.tag in ("meter", "progress"):
            _says(drawing, "")
        if cell is not None and text_of(cell).strip() == text_of(drawing).strip():
            _says(drawing, UNKNOWN)
            drawing.tag = "span"
    for element in list(root.iter("details", "dialog")):
        if element.get("open") is None:
            _shut(element)


def _place_of(element: _Element) -> str | None:
    """The nearest cell, paragraph or other block around."""
    return next((str(one.tag) for one in element.iterancestors() if one.tag in _PLACES or one.tag in _BLOCKS), None)


def _press(button: _Element) -> None:
    """A button in a cell shows its words; those elsewhere are the page's own."""
    words = one_line(button) or attribute(button, "value")
    _says(button, "" if _in_cell(button) is None else words)
    button.tag = "span"


def _in_cell(element: _Element) -> _Element | None:
    return next(element.iterancestors("td", "th"), None)


def _says(element: _Element, text: str) -> None:
    for child in list(element):
        element.remove(child)
    element.text = text


def _shown(field: _Element) -> str:
    if field.tag == "textarea":
        return text_of(field)
    if field.tag == "select":
        return _selected(field)
    kind = attribute(field, "type").strip().lower()
    if field.tag == "datalist" or kind in _SHOWS_NOTHING:
        return ""
    if kind in ("checkbox", "radio"):
        return "☑" if field.get("checked") is not None else "☐"
    if kind in ("password", "range", "color"):
        return UNKNOWN
    # Grey words where nothing was entered: the cell does not show empty, and states nothing.
    return attribute(field, "value") or (UNKNOWN if attribute(field, "placeholder").strip() else "")


def _selected(field: _Element) -> str:
    """The option that a closed list shows: the last one that is selected, else the first that may be."""
    options = [(option, attribute(option, "label") or one_line(option)) for option in field.iter("option")]
    chosen = [text for option, text in options if option.get("selected") is not None]
    if field.get("multiple") is not None or attribute(field, "size").strip() not in ("", "0", "1"):
        return UNKNOWN if any(text for _, text in options) else ""
    free = [text for option, text in options if option.get("disabled") is None]
    return chosen[-1] if chosen else next(iter(free or [text for _, text in options]), "")


def _shut(element: _Element) -> None:
    """Hide what is folded away: a dialog, or all of ``details`` but its summary."""
    summary = element.find("summary") if element.tag == "details" else None
    folded = SubElement(element, "span", style="display:none")
    folded.text, element.text = element.text, None
    for child in [one for one in element if one is not folded and one is not summary]:
        folded.append(child)
    if summary is not None and summary.tail:
        folded.text, summary.tail = f"{folded.text or ''}{summary.tail}", None
