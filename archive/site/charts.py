"""Charts as inline SVG: sharp in print, in the page's own colours, each with its numbers as a table beside it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 64, 12, 16, 34
_STEPS = (1, 2, 2.5, 5, 10, 20)


@dataclass(frozen=True, slots=True)
class Series:
    """One value per label; None is a gap, drawn as a gap. ``bases`` says of each what it is over; ``apart`` are the
    labels that begin another definition, so that no line leads to them."""

    name: str
    values: tuple[float | None, ...]
    bases: tuple[str, ...] = ()
    apart: frozenset[int] = frozenset()

    def tip(self, label: str, index: int, written: str) -> str:
        base = self.bases[index] if self.bases else ""
        return f"{label} {self.name}: {written}{f' ({base})' if base else ''}"


@dataclass(frozen=True, slots=True)
class Tick:
    text: str
    at: float


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    series: int
    tip: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart ready to draw: positions in the units of the view box. ``open`` bars and dots stand for labels whose
    base is another than the label's before; ``rules`` part definitions."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    rects: tuple[Rect, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    share: bool
    rules: tuple[float, ...] = ()
    kind: str = "bars"

    @property
    def changed(self) -> bool:
        return any(rect.open for rect in self.rects)


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    series: int
    tip: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """A line chart; ``paths`` break where a value is missing."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    paths: tuple[tuple[int, str], ...]
    dots: tuple[Dot, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    share: bool
    rules: tuple[float, ...] = ()
    kind: str = "lines"

    @property
    def changed(self) -> bool:
        return any(dot.open for dot in self.dots)


def number(value: float) -> str:
    """With thousands separators, without needless decimals."""
    return f"{int(value):,}" if value == int(value) else f"{value:,.2f}".rstrip("0").rstrip(".")


def per_cent(value: float) -> str:
    """``12.5%`` for 0.125."""
    return f"{number(round(value * 100, 1))}%"


def _scale(top: float, bottom: float = 0) -> tuple[float, ...]:
    """About four round steps that hold 0, ``bottom`` (not above 0) and ``top``; whole ones where they span over 3."""
    span = max(top, 0) - bottom
    if span <= 0:
        return (0.0, 1.0)
    power = 10.0 ** math.floor(math.log10(span / 4))
    steps = (power * factor for factor in _STEPS)
    step = next(step for step in steps if step * 4 >= span * 0.999 and (step == int(step) or span <= 3))
    low, high = math.floor(round(bottom / step, 6)), math.ceil(round(max(top, 0) / step, 6))
    return tuple(step * index for index in range(low, max(high, low + 1) + 1))


def _y(value: float, scale: Sequence[float]) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * (value - scale[0]) / (scale[-1] - scale[0]), 1)


def _x_ticks(labels: Sequence[str], centre: float, pitch: float) -> tuple[Tick, ...]:
    every = max(1, -(-len(labels) * 44 // (WIDTH - LEFT - RIGHT)))
    return tuple(
        Tick(label, round(LEFT + pitch * index + centre, 1)) for index, label in enumerate(labels) if index % every == 0
    )


def _rules(series: Sequence[Series], pitch: float) -> tuple[float, ...]:
    """Where a definition ends, half-way between two labels."""
    return tuple(round(LEFT + pitch * at, 1) for at in sorted({at for one in series for at in one.apart if at}))


def stacked_bars(
    title: str,
    labels: tuple[str, ...],
    series: Sequence[Series],
    *,
    share: bool = False,
    changed: frozenset[int] = frozenset(),
) -> Bars:
    """Bars of several series upon each other; gaps add nothing, nor do values below 0. ``share``: in per cent;
    ``changed``: the labels whose base is another than the label's before."""
    written = per_cent if share else number
    totals = [sum(max(s.values[index] or 0, 0) for s in series) for index in range(len(labels))]
    scale = _scale(max(totals, default=0))
    pitch = (WIDTH - LEFT - RIGHT) / max(len(labels), 1)
    width = min(pitch * 0.72, 64)
    rects = []
    for index, label in enumerate(labels):
        base = 0.0
        for number_of, one in enumerate(series):
            value = one.values[index]
            if value is None or value <= 0:
                continue
            low, high = _y(base, scale), _y(base + value, scale)
            x = round(LEFT + pitch * index + (pitch - width) / 2, 1)
            tip = one.tip(label, index, written(value))
            rects.append(Rect(x, high, round(width, 1), round(low - high, 1), number_of, tip, index in changed))
            base += value
    ticks = tuple(Tick(written(value), _y(value, scale)) for value in scale)
    x_ticks, rules = _x_ticks(labels, pitch / 2, pitch), _rules(series, pitch)
    return Bars(title, labels, tuple(series), tuple(rects), x_ticks, ticks, share, rules)


def lines(
    title: str,
    labels: tuple[str, ...],
    series: Sequence[Series],
    *,
    share: bool = False,
    changed: frozenset[int] = frozenset(),
) -> Lines:
    """A line per series; a missing value breaks its line, and so does another definition. ``share``: in per cent;
    ``changed``: the labels whose base is another than the label's before."""
    written = per_cent if share else number
    stated = [value for s in series for value in s.values if value is not None]
    scale = _scale(max(stated, default=0), min([*stated, 0]))
    pitch = (WIDTH - LEFT - RIGHT) / max(len(labels), 1)
    paths: list[tuple[int, str]] = []
    dots: list[Dot] = []
    for number_of, one in enumerate(series):
        path: list[str] = []
        for index, value in enumerate(one.values):
            if value is None:
                continue
            x, y = round(LEFT + pitch * (index + 0.5), 1), _y(value, scale)
            follows = index > 0 and one.values[index - 1] is not None and index not in one.apart
            path.append(f"{'L' if follows else 'M'}{x} {y}")
            dots.append(Dot(x, y, number_of, one.tip(labels[index], index, written(value)), index in changed))
        if path:
            paths.append((number_of, "".join(path)))
    ticks = tuple(Tick(written(value), _y(value, scale)) for value in scale)
    x_ticks, rules = _x_ticks(labels, pitch / 2, pitch), _rules(series, pitch)
    return Lines(title, labels, tuple(series), tuple(paths), tuple(dots), x_ticks, ticks, share, rules)
