"""What the site counts: headlines, shares of them, lateness, and every figure of every form, as SQL and by its keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from archive.forms import FigureLabel, describe
from archive.index.declared import declared_layouts
from archive.index.headlines import DENIED, HEADLINES, stated_sum
from archive.model import FigureStatus, Number
from archive.site.web import Ask

DOUBTFUL = 366  # days: a page dated later is mostly a site migration's, see the view lateness

# share: the headlines it is of, and the headline it is a share of
RATIOS: dict[str, tuple[tuple[str, ...], str]] = {
    "share_granted": (("granted", "partial"), "handled"),
    "share_denied": (("denied",), "handled"),
    "share_not_held": (("not_held",), "handled"),
    "share_unavailable": (("unavailable",), "handled"),
    "rate_reviews_corrected": (("reviews_corrected",), "reviews"),
    "rate_lawsuits_corrected": (("lawsuits_corrected",), "lawsuits"),
}
LATENESS = ("days_late", "share_late")
CHOICES = (*(headline.name for headline in HEADLINES), *RATIOS, *LATENESS)
_HEADLINES = {headline.name: headline for headline in HEADLINES}


@dataclass(frozen=True, slots=True)
class Preset:
    """A ready-made table for a question asked often."""

    name: str
    measures: tuple[str, ...]


PRESETS = (
    Preset("requests", ("received", "handled", "carried_out")),
    Preset("granted", ("share_granted", "handled", "granted", "partial")),
    Preset("refusals", tuple(f"t3.denied_{ground}.total" for ground in DENIED)),
    Preset("not_held", ("share_not_held", "handled", "not_held")),
    Preset("disputes", ("reviews", "rate_reviews_corrected", "lawsuits", "rate_lawsuits_corrected")),
    Preset("carry", ("carried_in", "received", "handled", "carried_out")),
    Preset("lateness", ("days_late", "share_late")),
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A column: ``each`` is its SQL for one report over ``r`` (reports) and ``h`` (headlines) and what ``joins`` adds,
    ``over`` for many reports. ``share`` is shown in per cent."""

    name: str
    label: str
    each: str
    over: str
    share: bool = False
    joins: tuple[str, ...] = ()


def measure(name: str, ask: Ask) -> Measure | None:
    """A headline, a share, the lateness, or any figure of a form by its key; None for another word."""
    if name in _HEADLINES:
        return Measure(name, ask.t(f"headline.{name}"), f"h.{name}", f"sum(h.{name})")
    if name in RATIOS:
        parts, whole = RATIOS[name]
        part, base = " + ".join(f"h.{one}" for one in parts), f"h.{whole}"
        each = f"CASE WHEN {base} > 0 THEN 1.0 * ({part}) / {base} END"
        both = f"CASE WHEN {part} NOT NULL AND {base} NOT NULL THEN"
        over = f"1.0 * sum({both} {part} END) / nullif(sum({both} {base} END), 0)"
        return Measure(name, ask.t(f"panel.{name}"), each, over, share=True)
    if name == "days_late":
        over = f"avg(CASE WHEN r.days_late <= {DOUBTFUL} THEN r.days_late END)"
        return Measure(name, ask.t("panel.days_late"), "r.days_late", over)
    if name == "share_late":
        late = f"CASE WHEN r.days_late <= {DOUBTFUL} THEN r.days_late > 0 END"
        return Measure(name, ask.t("panel.share_late"), late, f"avg({late})", share=True)
    label = describe(name)
    if label is None:
        return None
    join, value = _figure(name)
    return Measure(name, short(label), value, f"sum({value})", joins=join)


def short(label: FigureLabel) -> str:
    """The row with the heading above it, and the column unless it is the total."""
    rows = label.labels[1:-1] if len(label.labels) > 2 and label.key.count(".") > 1 else label.labels[1:]
    column = label.labels[-1] if rows != label.labels[1:] and label.labels[-1] != "总计" else ""
    return " · ".join(rows[-2:]) + (f"（{column}）" if column else "")


def siblings(measures: Sequence[Measure]) -> bool:
    """Whether these are several figures under one heading, which together are one thing: the grounds of refusal."""
    labels = [describe(one.name) for one in measures]
    above = {label.labels[:-2] if label else None for label in labels}
    return len(measures) > 1 and len(above) == 1 and None not in above


@cache
def _places(key: str) -> tuple[tuple[str, int], ...]:
    """The declared layouts that hold a key, and where."""
    return tuple((layout.name, layout.keys.index(key)) for layout in declared_layouts() if key in layout.keys)


def _figure(key: str) -> tuple[tuple[str, ...], str]:
    """The join and the SQL of one figure: from the declared layouts at once, else wherever the report has it.

    ``key`` is one of the forms', so it may stand in the SQL.
    """
    places = _places(key)
    elsewhere = (
        "(SELECT json_extract(s.numbers, '$[' || k.position || ']') FROM layout_keys k "  # noqa: S608
        "JOIN figure_sets s ON s.layout = k.layout AND s.version_id = r.version_id "
        f"WHERE k.key = '{key}' AND substr(s.statuses, k.position + 1, 1) <> '-' LIMIT 1)"
    )
    if not places:
        return (), elsewhere
    names = ", ".join(f"'{layout}'" for layout, _ in places)
    alias = "s_" + "_".join(layout for layout, _ in places).replace("-", "_").lower()
    join = f"LEFT JOIN figure_sets {alias} ON {alias}.version_id = r.version_id AND {alias}.layout IN ({names})"
    cases = " ".join(f"WHEN '{layout}' THEN json_extract({alias}.numbers, '$[{at}]')" for layout, at in places)
    # Asked once a query, not once a report: hardly any index has the key in a layout of a report's own.
    others = f"EXISTS (SELECT 1 FROM layout_keys WHERE key = '{key}' AND layout NOT IN ({names}))"  # noqa: S608
    return (join,), f"CASE {alias}.layout {cases} ELSE CASE WHEN {others} THEN {elsewhere} END END"


def keys_behind(name: str, figures: Mapping[str, tuple[Number | None, FigureStatus]]) -> tuple[str, ...]:
    """The keys of a report's figures that a measure was made of, in order; empty where it states none."""
    if name in RATIOS:
        parts, whole = RATIOS[name]
        return tuple(dict.fromkeys(key for one in (*parts, whole) for key in keys_behind(one, figures)))
    if name in _HEADLINES:
        alternatives = _HEADLINES[name].alternatives
        return next((keys for keys in alternatives if stated_sum(figures, keys) is not None), ())
    return (name,) if name in figures else ()
