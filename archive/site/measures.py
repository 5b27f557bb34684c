"""What the site counts: headlines, shares of them, lateness, and every figure of every form, as SQL and by its keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from archive.forms import FigureLabel, describe
from archive.index import lateness
from archive.index.declared import declared_layouts
from archive.index.headlines import DENIED, HEADLINES, Before, stated_sum
from archive.model import FigureStatus, Number
from archive.site.labels import in_language
from archive.site.texts import Language
from archive.site.web import Ask

# share: the headlines it is of, and the headline it is a share of
RATIOS: dict[str, tuple[tuple[str, ...], str]] = {
    "share_granted": (("granted", "partial"), "handled"),
    "share_denied": (("denied",), "handled"),
    "share_not_held": (("not_held",), "handled"),
    "share_unavailable": (("unavailable",), "handled"),
    "rate_reviews_corrected": (("reviews_corrected",), "reviews"),
    "rate_lawsuits_corrected": (("lawsuits_corrected",), "lawsuits"),
}
# share of the refusals: the ground; all of them over the refusals of the same reports
GROUNDS = {f"share_denied_{ground}": f"t3.denied_{ground}.total" for ground in DENIED}
LATENESS = ("days_late", "share_late")
CHOICES = (*(headline.name for headline in HEADLINES), *RATIOS, *GROUNDS, *LATENESS)
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
    Preset("grounds", tuple(GROUNDS)),
    Preset("not_held", ("share_not_held", "handled", "not_held")),
    Preset("disputes", ("reviews", "rate_reviews_corrected", "lawsuits", "rate_lawsuits_corrected")),
    Preset("carry", ("carried_in", "received", "handled", "carried_out")),
    Preset("lateness", ("days_late", "share_late")),
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of one report, as SQL over ``r`` (reports), ``h`` (headlines) and what ``joins`` adds: ``part``, or of a
    share ``part`` of ``base``, shown in per cent. Over many reports it is their sum, the share of their sums, or their
    mean. ``before``: how it goes with what the forms before 2019 state."""

    name: str
    label: str
    part: str
    base: str | None = None
    mean: bool = False
    joins: tuple[str, ...] = ()
    before: Before = "none"

    @property
    def share(self) -> bool:
        return self.base is not None or self.name == "share_late"

    @property
    def each(self) -> str:
        """Of one report."""
        if self.base is None:
            return self.part
        return f"CASE WHEN {self.base} > 0 THEN 1.0 * ({self.part}) / ({self.base}) END"

    @property
    def addends(self) -> tuple[str, str]:
        """What one report adds to the sum and to what it is a share of: null unless it states both."""
        if self.base is None:
            return self.part, "NULL"
        return (
            f"CASE WHEN {self.base} NOT NULL THEN {self.part} END",
            f"CASE WHEN {self.part} NOT NULL THEN {self.base} END",
        )

    def over(self, part: str, base: str) -> str:
        """Of many reports, from the columns that hold their addends."""
        if self.base is not None:
            return f"1.0 * sum({part}) / nullif(sum({base}), 0)"
        return f"avg({part})" if self.mean else f"sum({part})"


def measure(name: str, ask: Ask) -> Measure | None:
    """A headline, a share, the lateness, or any figure of a form by its key; None for another word."""
    if name in _HEADLINES:
        return Measure(name, ask.t(f"headline.{name}"), f"h.{name}", before=_HEADLINES[name].before)
    if name in RATIOS:
        parts, whole = RATIOS[name]
        before = max((_HEADLINES[one].before for one in (*parts, whole)), key=("same", "apart", "none").index)
        part = " + ".join(f"h.{one}" for one in parts)
        return Measure(name, ask.t(f"panel.{name}"), part, f"h.{whole}", before=before)
    if name in GROUNDS:
        label, joins, value = describe(GROUNDS[name]), *_figure(GROUNDS[name])
        printed = f"h.denied NOT NULL AND {_alias(GROUNDS[name])}.version_id NOT NULL"
        ground = in_language(label.labels[-2], ask.language) if label else name
        part, base = f"CASE WHEN {printed} THEN coalesce({value}, 0) END", f"CASE WHEN {printed} THEN h.denied END"
        return Measure(name, f"{ask.t('panel.share_ground')} · {ground}", part, base, joins=joins)
    if name in LATENESS:
        days = lateness.TRUSTED_DAYS if name == "days_late" else lateness.IS_LATE
        return Measure(name, ask.t(f"panel.{name}"), days, mean=True, joins=(lateness.JOIN,), before="same")
    label = describe(name)
    if label is None:
        return None
    join, value = _figure(name)
    return Measure(name, short(label, ask.language), value, joins=join)


def short(label: FigureLabel, language: Language = "zh") -> str:
    """The row with the heading above it, and the column unless it is the total."""
    rows = label.labels[1:-1] if len(label.labels) > 2 and label.key.count(".") > 1 else label.labels[1:]
    column = label.labels[-1] if rows != label.labels[1:] and label.labels[-1] != "总计" else ""
    named = " · ".join(in_language(row, language) for row in rows[-2:])
    if not column:
        return named
    return f"{named} ({in_language(column, language)})" if language == "en" else f"{named}（{column}）"


def siblings(measures: Sequence[Measure]) -> bool:
    """Whether these are several figures under one heading, which together are one thing: the grounds of refusal."""
    labels = [describe(GROUNDS.get(one.name, one.name)) for one in measures]
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
    alias = _alias(key)
    join = f"LEFT JOIN figure_sets {alias} ON {alias}.version_id = r.version_id AND {alias}.layout IN ({names})"
    cases = " ".join(f"WHEN '{layout}' THEN json_extract({alias}.numbers, '$[{at}]')" for layout, at in places)
    # Asked once a query, not once a report: hardly any index has the key in a layout of a report's own.
    others = f"EXISTS (SELECT 1 FROM layout_keys WHERE key = '{key}' AND layout NOT IN ({names}))"  # noqa: S608
    return (join,), f"CASE {alias}.layout {cases} ELSE CASE WHEN {others} THEN {elsewhere} END END"


def _alias(key: str) -> str:
    """What the figure sets that may hold a key are called in a query."""
    return "s_" + "_".join(layout for layout, _ in _places(key)).replace("-", "_").lower()


def keys_behind(name: str, figures: Mapping[str, tuple[Number | None, FigureStatus]]) -> tuple[str, ...]:
    """The keys of a report's figures that a measure was made of, in order; empty where it states none."""
    if name in RATIOS:
        parts, whole = RATIOS[name]
        return tuple(dict.fromkeys(key for one in (*parts, whole) for key in keys_behind(one, figures)))
    if name in GROUNDS:
        return tuple(dict.fromkeys((GROUNDS[name], *keys_behind("denied", figures))))
    if name in _HEADLINES:
        alternatives = _HEADLINES[name].alternatives
        return next((keys for keys in alternatives if stated_sum(figures, keys) is not None), ())
    return (name,) if name in figures else ()
