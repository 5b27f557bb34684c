"""The forms as data agree with the decrees typed again for the tests; the checks apply their sums."""

from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from archive.extract.checks import check_attachment, check_text, check_years, run_checks
from archive.forms import FORMS, all_figures, cross_year_identities, describe, identity
from archive.model import Check, Figure
from tests.support.truth import Truth, broken_report, draw_report

SCHEMA = Path(__file__).resolve().parents[3] / "shared" / "schema"


def figures_of(cells: dict[str, Truth]) -> tuple[Figure, ...]:
    return tuple(
        Figure(key, truth.value, "blank" if truth.value is None else "printed", None, truth.text)
        for key, truth in cells.items()
    )


def printed(**values: int | Decimal | None) -> tuple[Figure, ...]:
    return tuple(
        Figure(key.replace("__", "."), value, "blank" if value is None else "printed", None, str(value))
        for key, value in values.items()
    )


def outcomes(checks: tuple[Check, ...]) -> dict[str, str]:
    return {check.id: check.outcome for check in checks}


@pytest.mark.parametrize(("form", "count"), [("A", 58), ("local", 42), ("B", 198), ("C", 200)])
def test_forms_have_the_cells_of_the_decrees(form: str, count: int) -> None:
    keys = [key for table in FORMS[form].tables for key, _, _ in table.cells()]  # type: ignore[index]
    assert len(keys) == len(set(keys)) == count


@pytest.mark.parametrize("form", ["A", "local", "B", "C"])
def test_generated_reports_and_forms_know_the_same_keys(form: str) -> None:
    own = {key for table in FORMS[form].tables for key, _, _ in table.cells()}  # type: ignore[index]
    generated = set(draw_report(Random(1), form, usual=True).cells)  # type: ignore[arg-type]
    assert generated <= own
    assert form == "local" or generated == own


def test_identities_name_only_cells_of_their_form() -> None:
    for form in FORMS.values():
        own = {key for table in form.tables for key, _, _ in table.cells()}
        assert {cell for each in form.identities for cell in each.cells} <= own
        assert len({each.id for each in form.identities}) == len(form.identities)


def test_every_figure_is_described_for_the_codebook() -> None:
    assert all(figure.labels and figure.forms for figure in all_figures().values())
    found = describe("t3.other_other.total")
    assert found is not None
    assert found.labels == ("收到和处理政府信息公开申请情况", "三、本年度办理结果", "(六)其他处理", "3.其他", "总计")
    assert found.unit == "件"
    shared = describe("t3.new.total")
    assert shared is not None
    assert set(shared.forms) == {"B", "C"}
    assert describe("prose.app.received") is None
    fees = describe("t2_8.fee.amount")
    assert fees is not None
    assert fees.unit == "万元"


def test_the_identity_of_a_check_is_at_hand() -> None:
    found = identity("t3.balance.total")
    assert found is not None
    assert found.expression == "t3.new.total + t3.carried_in.total == t3.result_total.total + t3.carried_out.total"
    assert found.severity == "error"
    soft = identity("t2_1.in_force_ge_issued.regulation")
    assert soft is not None
    assert soft.severity == "info"


@pytest.mark.parametrize(("form", "count"), [("B", 42), ("C", 44), ("A", 11)])
def test_sums_that_hold_pass(form: str, count: int) -> None:
    report = draw_report(Random(11), form, usual=True)  # type: ignore[arg-type]
    found = run_checks(figures_of(report.cells))
    errors = [check for check in found if identity(check.id).severity == "error"]  # type: ignore[union-attr]
    assert {check.outcome for check in errors} == {"pass"}
    assert len(found) == count
    assert all(check.left is not None and check.right is not None for check in found)


@pytest.mark.parametrize("seed", range(20))
def test_a_broken_cell_fails_exactly_the_sums_it_is_in(seed: int) -> None:
    rng = Random(seed)
    report = draw_report(rng, "C", usual=True)
    broken = broken_report(rng, report, by=5)
    (changed,) = [key for key in report.cells if report.cells[key] != broken.cells[key]]
    found = run_checks(figures_of(broken.cells))
    failed = {check.id for check in found if check.outcome == "fail" and check.id.startswith(("t3", "t4"))}
    assert failed == {check.id for check in found if changed in check.cells and check.id.startswith(("t3", "t4"))}


def test_an_absent_or_ambiguous_cell_leaves_the_check_open() -> None:
    report = draw_report(Random(5), "C", usual=True)
    figures = [figure for figure in figures_of(report.cells) if figure.key != "t3.new.other_org"]
    figures = [
        Figure(f.key, None, "ambiguous", None, None, (0, 1)) if f.key == "t3.granted.natural_person" else f
        for f in figures
    ]
    found = {check.id: check for check in run_checks(figures)}
    for name in ("t3.row_sum.new", "t3.balance.other_org", "t3.row_sum.granted", "t3.col_sum.natural_person"):
        assert (found[name].outcome, found[name].left, found[name].right) == ("undetermined", None, None)
    assert found["t3.col_sum.total"].outcome == "pass"


def test_table_3_of_form_b_brings_its_own_sum_beside_table_2_of_form_c() -> None:
    b = draw_report(Random(3), "B", usual=True).cells
    c = draw_report(Random(4), "C", usual=True).cells
    mixed = {key: truth for key, truth in b.items() if key.startswith("t3")}
    mixed |= {key: truth for key, truth in c.items() if key.startswith("t2")}
    found = {check.id: check for check in run_checks(figures_of(mixed))}
    assert "t3.other.total" in found["t3.col_sum.total"].cells
    assert found["t3.col_sum.total"].outcome == "pass"
    assert "t2_1.in_force_ge_issued.normative_doc" in found
    assert not any(name.startswith("t4") for name in found)


def test_empty_cells_count_as_zero() -> None:
    figures = printed(t4__review__upheld=2, t4__review__corrected=None, t4__review__other=None)
    figures += printed(t4__review__pending=None, t4__review__total=2)
    (check,) = run_checks(figures)
    assert (check.id, check.left, check.right, check.outcome) == ("t4.sum.review", 2, 2, "pass")


def test_text_against_table() -> None:
    figures = printed(
        t3__new__total=12, prose__app__received=12, t4__review__total=1, prose__review__total=2, prose__other__thing=5
    )
    figures += printed(t4__litigation_direct__total=2, t4__litigation_after_review__total=3, prose__litigation__total=5)
    assert outcomes(check_text(figures)) == {
        "text.app.received": "pass",
        "text.review.total": "fail",
        "text.litigation.total": "pass",
    }
    assert check_text(printed(prose__app__received=12)) == ()


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        ("我局收到政府信息公开申请14件。", "fail"),
        ("全县各部门收到政府信息公开申请14件。", "undetermined"),
        ("收到政府信息公开申请14件（含口头申请）。", "undetermined"),
    ],
)
def test_a_text_that_may_count_more_than_the_table_contradicts_nothing(sentence: str, outcome: str) -> None:
    table = printed(t3__new__total=12, t3__carried_in__total=1)
    (check,) = check_text((*table, Figure("prose.app.received", 14, "printed", "件", sentence)))
    assert (check.outcome, check.left) == (outcome, 14 if outcome == "fail" else None)


def test_a_text_that_adds_what_was_carried_in_contradicts_nothing() -> None:
    figures = printed(t3__new__total=12, t3__carried_in__total=2, prose__app__received=14)
    assert outcomes(check_text(figures)) == {"text.app.received": "undetermined"}
    figures = printed(t3__result_total__total=12, prose__app__replied=10)
    assert outcomes(check_text(figures)) == {"text.app.replied": "undetermined"}


def test_page_against_attachment() -> None:
    page, attachment = (
        printed(t3__new__total=1, t3__new__other_org=None),
        printed(t3__new__total=2, t3__new__other_org=0),
    )
    found = outcomes(check_attachment(page, attachment))
    assert found == {"attachment.t3.new.total": "fail", "attachment.t3.new.other_org": "pass"}


def test_years_that_fit_and_years_that_do_not() -> None:
    before = printed(t3__carried_out__total=4, t2_1__regulation__in_force=10, t2_5__licence__prev_items=7)
    before += printed(t2_5__licence__delta=-2)
    after = printed(
        t3__carried_in__total=5, t2_1__regulation__in_force=11, t2_1__regulation__issued=3, t2_1__regulation__repealed=2
    )
    after += printed(t2_5__licence__prev_items=5)
    found = {check.id: check for check in check_years(before, after)}
    assert found["years.t3.carry.total"].outcome == "fail"
    assert found["years.c.in_force.regulation"].outcome == "pass"
    assert (found["years.b.items.t2_5.licence"].left, found["years.b.items.t2_5.licence"].right) == (5, 5)
    assert len(found) == 3
    open_check = check_years(before, printed(t2_1__regulation__in_force=11))[0]
    assert open_check.outcome == "undetermined"
    assert len({rule.id for rule in cross_year_identities()}) == len(cross_year_identities())


@pytest.mark.shared
def test_labels_and_keys_agree_with_the_shared_schema() -> None:
    """Every row and column key of the schema stands in our forms, table by table."""
    text = {era: (SCHEMA / f"schema_era_{era}.yaml").read_text(encoding="utf-8") for era in "abc"}
    for name, era in (("A", "a"), ("local", "a"), ("B", "b"), ("C", "c")):
        for table in FORMS[name].tables:  # type: ignore[index]
            for row in table.rows:
                known = f"key: {row.key}\n" in text[era] or f"t4.{row.key}." in text[era]
                assert known, (name, row.key)
