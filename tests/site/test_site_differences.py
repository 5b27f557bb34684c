"""Differences: by sentence where sentences were rewritten or moved, by cell in tables, numbers whole."""

from archive.site.differences import Change, text_difference


def changed(found: list[Change]) -> list[Change]:
    return [change for change in found if change.state not in ("same", "folded")]


def words(change: Change, kind: str) -> list[str]:
    return [text for state, text in change.pieces if state == kind]


def test_a_rewritten_paragraph_is_compared_sentence_by_sentence() -> None:
    old = "一、总体情况\n全年主动公开信息120条。收到申请12件。没有收取费用。\n二、主动公开"
    new = "一、总体情况\n收到申请15件。我市新设了公开专区。没有收取任何费用。\n二、主动公开"
    found = changed(text_difference(old, new))
    assert [change.state for change in found] == ["gone", "changed", "added", "changed"]
    assert (words(found[1], "gone"), words(found[1], "added")) == (["12"], ["15"])
    assert words(found[3], "added") == ["任何"]


def test_a_row_of_a_table_is_compared_cell_by_cell() -> None:
    found = changed(text_difference("新收\t12\t0\t12\n结转\t1", "新收\t12\t3\t15\n结转\t1"))
    assert [change.row for change in found] == [True]
    assert (words(found[0], "gone"), words(found[0], "added")) == (["0\t12"], ["3\t15"])
    assert words(found[0], "same") == ["新收\t12"]


def test_a_sentence_unlike_any_other_is_new_and_not_a_changed_one() -> None:
    found = changed(text_difference("完全不同的旧句子。", "另外写了一些新内容进去！"))
    assert [change.state for change in found] == ["gone", "added"] or [c.state for c in found] == ["added", "gone"]


def test_equal_texts_have_no_difference_and_long_runs_are_folded() -> None:
    text = "".join(f"第{n}句说明情况。" for n in range(20))
    found = text_difference(text, text)
    assert [change.state for change in found] == ["same", "folded", "same"]
    assert found[1].pieces[0][1] == "18"
