"""勾稽关系: every sum of the forms applied to a report, and figures compared with the text and across years.

An empty cell counts as 0. A check is undetermined where a cell is absent or ambiguous. Sums that fail in the source are
data: nothing here repairs a figure.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from operator import eq, ge, le

from archive.extract.tables import form_of
from archive.forms import FORMS, FormName, cross_year_identities
from archive.forms.keys import parts_of
from archive.forms.model import CrossYear, Identity
from archive.model import Check, CheckOutcome, Figure, Number

# What the text of a report states of the table's main quantities (keys as in ``prose.…``).
_TEXT_AND_TABLE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("app.received", ("t3.new.total",)),
    ("app.carried_in", ("t3.carried_in.total",)),
    ("app.replied", ("t3.result_total.total",)),
    ("app.carried_out", ("t3.carried_out.total",)),
    ("review.total", ("t4.review.total",)),
    ("review.upheld", ("t4.review.upheld",)),
    ("review.corrected", ("t4.review.corrected",)),
    ("litigation.total", ("t4.litigation_direct.total", "t4.litigation_after_review.total")),
)
_EARLY = ("app.received", "app.replied", "review.total", "litigation.total", "complaints", "app.received.online")


# A text that counts for a whole territory, or for parts of the organ beside it.
_WIDER = re.compile(r"全[省市县区州盟旗镇乡]|各级|各(?:部门|单位|乡|镇|县|区|街道|地|科|处|直属)|含|汇总|本级")

_RELATIONS: Mapping[str, Callable[[Number, Number], bool]] = {"==": eq, "<=": le, ">=": ge}

Counted = dict[str, Number]
"""What each figure counts in a sum; one that counts nothing is not in it."""


def run_checks(figures: Sequence[Figure]) -> tuple[Check, ...]:
    """Every identity of the forms that this report's tables belong to, table by table.

    Forms mix within a report, so table 3 may bring form B's sums and table 2 form C's. An identity is listed where at
    least one of its cells is there.
    """
    counted = _count(figures)
    printed = frozenset([figure.key for figure in figures])
    return tuple([_check(identity, counted) for identity in _identities(printed)])


@lru_cache(maxsize=256)
def _identities(keys: frozenset[str]) -> tuple[Identity, ...]:
    """The identities for a set of figures; reports of one form print the same set."""
    by_table: dict[str, list[str]] = {}
    for key in keys:
        by_table.setdefault(parts_of(key).part, []).append(key)
    chosen = {table: form_of(own) for table, own in by_table.items()}
    return tuple(
        identity
        for name, table, identity in _by_form()
        if chosen.get(table) == name and not keys.isdisjoint(identity.cells)
    )


@cache
def _by_form() -> tuple[tuple[FormName, str, Identity], ...]:
    """Every identity with its form and its table, in the order of the forms."""
    return tuple(
        (name, parts_of(identity.left[0]).part, identity)
        for name, form in FORMS.items()
        for identity in form.identities
    )


def _count(figures: Sequence[Figure]) -> Counted:
    """An empty cell counts 0, an ambiguous one nothing."""
    return {figure.key: figure.value or 0 for figure in figures if figure.status != "ambiguous"}


def _sum(keys: Sequence[str], counted: Counted) -> Number | None:
    try:
        return sum(map(counted.__getitem__, keys))
    except KeyError:  # a cell that is absent, or counts nothing
        return None


def _outcome(left: Number | None, relation: str, right: Number | None) -> CheckOutcome:
    if left is None or right is None:
        return "undetermined"
    return "pass" if _RELATIONS[relation](left, right) else "fail"


def _check(identity: Identity, counted: Counted) -> Check:
    left, right = _sum(identity.left, counted), _sum(identity.right, counted)
    # 1.5 equals 1.50 but is not printed alike, so only whole numbers are looked up.
    return _usual_check(identity, left, right) if type(left) is type(right) is int else _judge(identity, left, right)


def _judge(identity: Identity, left: Number | None, right: Number | None) -> Check:
    outcome = _outcome(left, identity.relation, right)
    if outcome == "undetermined":
        left = right = None
    return Check(identity.id, identity.expression, left, right, outcome, identity.cells)


# Both sides of most sums are 0.
_usual_check = lru_cache(maxsize=1 << 12)(_judge)


def check_text(figures: Sequence[Figure]) -> tuple[Check, ...]:
    """The main quantities of the tables against the same quantities in the prose (``prose.…`` figures).

    Only where the text states the number. A failure says that the two contradict each other: where the text may speak
    of another scope (全市 against 市政府), or count otherwise than the table, the check is undetermined.
    """
    by_key = {figure.key: figure for figure in figures}
    counted = _count(figures)
    found: list[Check] = []
    for name, table_keys in (*_TEXT_AND_TABLE, *((name, _early_keys(name, by_key)) for name in _EARLY)):
        stated = by_key.get(f"prose.{name}")
        if stated is None or stated.value is None or not all(key in by_key for key in table_keys) or not table_keys:
            continue
        right = _sum(table_keys, counted)
        left = None if right is None else stated.value
        if left is not None and right is not None and left != right and _counts_otherwise(name, stated, right, counted):
            left = right = None
        expression = f"{stated.key} == {' + '.join(table_keys)}"
        check_id = f"text.{name}" if table_keys[0].startswith("t") else f"text.a.{name}"
        found.append(Check(check_id, expression, left, right, _outcome(left, "==", right), (stated.key, *table_keys)))
    return tuple(found)


def _counts_otherwise(name: str, stated: Figure, right: Number, counted: Counted) -> bool:
    """Whether the text's number may be one of more organs than the table's, or of other cases."""
    if stated.value is None or _WIDER.search(stated.raw or ""):
        return True
    if name == "app.received":
        return stated.value == right + (counted.get("t3.carried_in.total") or 0)
    # 答复 in the narrow sense leaves out what was handled otherwise.
    return name == "app.replied" and stated.value < right


def _early_keys(name: str, by_key: Mapping[str, Figure]) -> tuple[str, ...]:
    return tuple(key for key in (f"a.{name}", f"a.{name}.year") if key in by_key)[:1]


def check_attachment(page: Sequence[Figure], attachment: Sequence[Figure]) -> tuple[Check, ...]:
    """The figures of a page against those of its attachment, for every cell that both print."""
    own, other = _count(page), _count(attachment)
    return tuple(
        Check(
            f"attachment.{key}",
            f"{key} == attachment {key}",
            left,
            other[key],
            _outcome(left, "==", other[key]),
            (key,),
        )
        for key, left in own.items()
        if key in other
    )


def check_years(previous: Sequence[Figure], current: Sequence[Figure]) -> tuple[Check, ...]:
    """What must hold between the reports of one organ for two consecutive years: cases carried over, documents in
    force, items of form B, cumulative numbers of the local forms. Listed where both reports print the row."""
    before, after = _count(previous), _count(current)
    printed_before = {figure.key for figure in previous}
    printed_after = {figure.key for figure in current}
    return tuple(
        _cross(rule, before, after)
        for rule in cross_year_identities()
        if rule.previous in printed_before and rule.equals in printed_after
    )


def _cross(rule: CrossYear, before: Counted, after: Counted) -> Check:
    earlier = _sum((rule.previous, *rule.previous_plus), before)
    plus, minus = _sum(rule.plus, after), _sum(rule.minus, after)
    right = _sum((rule.equals,), after)
    left = None if earlier is None or plus is None or minus is None else earlier + plus - minus
    outcome = _outcome(left, "==", right)
    if outcome == "undetermined":
        left = right = None
    cells = (rule.previous, *rule.previous_plus, *rule.plus, *rule.minus, rule.equals)
    return Check(f"years.{rule.id}", rule.expression, left, right, outcome, tuple(dict.fromkeys(cells)))
