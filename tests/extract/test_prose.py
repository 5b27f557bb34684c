"""Numbers that only the prose states, with the sentence that states them."""

import pytest

from archive.extract.prose import read_prose
from archive.model import Block, Figure, Number


def read(*lines: str) -> dict[str, Figure]:
    return {figure.key: figure for figure in read_prose(Block("paragraph", line) for line in lines)}


@pytest.mark.parametrize(
    ("sentence", "key", "value"),
    [
        ("全年共收到政府信息公开申请51件，均已按时答复。", "app.received", 51),
        ("受理群众依申请公开件216件,回复率100%。", "app.received", 216),
        ("收到政府信息公开申请51件，其中当面申请20件，信函申请28件、网络申请3件。", "app.received.letter", 28),
        ("因政府信息公开申请引起的行政复议5件，均已审结。", "review.total", 5),
        ("政府信息公开行政诉讼46件，其中结果维持25件。", "litigation.total", 46),
        ("全市各单位主动公开政府信息1,043条。", "pd.total", 1043),
        ("通过县政府门户网站主动公开政府信息10407条。", "pd.website", 10407),
        ("全年收取政府信息公开信息处理费3940元。", "info_fee_yuan", 3940),
        ("收到公民、法人或者其他组织提出的政府信息公开申请8件。", "app.received", 8),
        ("收到3件政府信息公开申请，均已答复。", "app.received", 3),
        ("全年收到政府信息公开申请五件。", "app.received", 5),
        ("共收到政府信息公开申请23件，较去年同期的18件增长两成。", "app.received", 23),
        ("全市共收到政府信息公开申请1,204件，其中市本级320件。", "app.received", 1204),
        ("本年收到政府信息公开申请10件，上年度结转申请2件。", "app.carried_in", 2),
        ("政府信息公开引发行政复议案件3起，行政诉讼案件2起。", "litigation.total", 2),
        ("本年没有收到任何公民、法人和其他组织的政府信息公开申请。", "app.received", 0),
        ("我镇没有发生因政府信息公开申请行政复议、提起行政诉讼的情况。", "review.total", 0),
        ("本年度未收取信息处理费。", "info_fee_yuan", 0),
        ("2020年共收到政府信息公开申请2件，比2019年减少3件。", "app.received", 2),
        ("全年受理依申请公开信息13件，均按时办结。", "app.received", 13),
        ("结转下一年度继续办理的政府信息公开申请3件。", "app.carried_out", 3),
    ],
)
def test_a_number_and_its_sentence(sentence: str, key: str, value: Number) -> None:
    figure = read(sentence)[f"prose.{key}"]
    assert (figure.value, figure.status, figure.raw) == (value, "printed", sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "截至年底累计收到政府信息公开申请117件。",
        "全县主动公开政府信息5600余条，较好地回应了关切。",
        "上年收到政府信息公开申请12件，本年没有收到。",
        "全年收到政府信息公开申请50件以上，均已答复。",
        "全年收到政府信息公开申请50多件，均已答复。",
        "共办理群众来信来访一百余件，答复率百分之百。",
        "公开行政许可申请条件和办理流程，方便群众办事3次。",
        "其中，市自然资源局收到政府信息公开申请56件，占比最高。",
        "区政府办公室收到政府信息公开申请31件，全区各部门收到政府信息公开申请400件。",
        "收到政府信息公开申请近50件。",
        "收到政府信息公开申请23至25件。",
        "全年主动公开政府信息3.2万条。",
        "通过政务微信主动公开政府信息120条。",
        "通过网络受理政府信息公开申请5件。",
        "我局全年办理行政诉讼案件12件，均胜诉。",
        "受理公民政府信息公开申请5件，法人政府信息公开申请3件。",
        "2023年计划主动公开政府信息1000条。",
        "一季度收到政府信息公开申请3件，1-6月收到5件。",
        "2021年收到政府信息公开申请18件，2022年收到政府信息公开申请23件。",
        "截止目前已主动公开政府信息总数12,345条。",
        "截至年底，依申请公开累计受理35件，答复35件。",
        "全面推进行政复议信息公开，全年办理行政复议案件56件。",
        "不动产登记实现网上申请2000件，当面申请12件。",
        "办理政府信息公开申请事项较多，受理咨询投诉30件，已答复30件。",
        "在教育领域主动公开信息12条。",
        "未收到要求公开个人隐私的政府信息公开申请。",
        "未经行政复议直接起诉的政府信息公开案件不在此列。",
    ],
)
def test_what_is_not_stated(sentence: str) -> None:
    assert read(sentence) == {}


def test_two_numbers_for_one_thing_are_candidates() -> None:
    figure = read("本年共收到政府信息公开申请31件。", "受理政府信息公开申请30件，全部办结。")["prose.app.received"]
    assert (figure.value, figure.status, figure.candidates) == (None, "ambiguous", (30, 31))


def test_tables_are_not_prose() -> None:
    assert read_prose([Block("table", "收到政府信息公开申请51件。另有若干说明文字。")]) == ()


def test_a_sentence_on_another_year_or_of_another_organ_states_nothing() -> None:
    block = Block("paragraph", "2021年，河西县水利局收到政府信息公开申请7件。")
    assert [figure.value for figure in read_prose([block], 2021, "河西县水利局")] == [7]
    assert read_prose([block], 2022, "河西县水利局") == ()
    assert read_prose([block], 2021, "河东县水利局") == ()


def test_reviews_without_a_word_of_openness_count_in_their_section_only() -> None:
    lines = ("四、政府信息公开行政复议、行政诉讼情况", "行政复议3件，行政诉讼1件。")
    assert {key: figure.value for key, figure in read(*lines).items()} == {
        "prose.review.total": 3,
        "prose.litigation.total": 1,
    }
    assert read("一、总体情况", lines[1]) == {}


def test_a_part_brings_the_sentences_before_it() -> None:
    figure = read("全市共收到政府信息公开申请9件。其中当面申请2件。")["prose.app.received.in_person"]
    assert (figure.raw or "").startswith("全市")
