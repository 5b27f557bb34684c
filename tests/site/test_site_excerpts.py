"""Excerpts: where the words stand, marked, in few words."""

from archive.site.excerpts import AROUND, excerpt

TEXT = "甲" * 100 + "行政复议3件。" + "乙" * 200 + "不掌握ＡＢＣ" + "丙" * 100


def shown(query: str, text: str = TEXT) -> str:
    return "".join(f"[{words}]" if hit else words for hit, words in excerpt(text, query))


def test_each_term_is_shown_where_it_first_stands() -> None:
    found = shown("不掌握 行政复议")
    assert found.startswith("…甲")
    assert "[行政复议]3件" in found
    assert "[不掌握]ＡＢＣ" in found
    assert found.endswith("丙…")
    assert len(found) < 8 * AROUND


def test_terms_side_by_side_share_a_window() -> None:
    assert shown("复议 行政").count("…") == 2


def test_folded_words_are_found_as_printed() -> None:
    assert "[ＡＢＣ]" in shown("abc")


def test_without_a_hit_the_text_begins() -> None:
    assert shown("丁") == "甲" * (3 * AROUND)
    assert shown("甲", "") == ""
