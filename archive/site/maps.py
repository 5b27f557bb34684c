"""A map of the provinces by one number, as inline SVG: five classes of as many provinces each, gaps as gaps.

The outlines are those of @svg-maps/china (CC BY 4.0, see ``outlines.json``), thinned, and served with the page.
"""

import json
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CLASSES = 5
_FILE = Path(__file__).with_name("outlines.json")


@dataclass(frozen=True, slots=True)
class Place:
    """A province: ``step`` 0 to 4 is its class, None where it states nothing; ``tip`` what is read of it."""

    adcode: str
    path: str
    step: int | None
    tip: str


@dataclass(frozen=True, slots=True)
class Map:
    """``legend`` is the text of each class that has provinces, by its step."""

    title: str
    view_box: str
    places: tuple[Place, ...]
    legend: tuple[tuple[int, str], ...]
    source: str


@dataclass(frozen=True, slots=True)
class Shade:
    """What a province is drawn by."""

    value: float | None
    tip: str
    written: str


@cache
def _outlines() -> tuple[str, str, dict[str, str]]:
    data = json.loads(_FILE.read_text("utf-8"))
    return data["source"], data["viewBox"], data["provinces"]


PROVINCES = tuple(_outlines()[2])


def province_map(title: str, shades: Mapping[str, Shade], names: Mapping[str, str]) -> Map:
    """``shades`` by the six digits of a province; one without is blank under its name of ``names``."""
    source, view_box, outlines = _outlines()
    shades = {code: shade for code, shade in shades.items() if code in outlines}
    stated = sorted(shade.value for shade in shades.values() if shade.value is not None)
    bounds = sorted({stated[len(stated) * step // CLASSES] for step in range(1, CLASSES)}) if stated else []
    places = tuple(
        Place(
            code, path, _step(shades.get(code), bounds), shades[code].tip if code in shades else names.get(code, code)
        )
        for code, path in outlines.items()
    )
    legend = []
    for step in range(len(bounds) + 1):
        written = [
            (shade.value, shade.written)
            for shade in shades.values()
            if shade.value is not None and bisect_right(bounds, shade.value) == step
        ]
        if written:
            low, high = min(written)[1], max(written)[1]
            legend.append((step, low if low == high else f"{low} – {high}"))
    return Map(title, view_box, places, tuple(legend), source)


def _step(shade: Shade | None, bounds: list[float]) -> int | None:
    return None if shade is None or shade.value is None else bisect_right(bounds, shade.value)
