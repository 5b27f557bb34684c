"""What one sentence hands on to the next: subject, section, the number that a part belongs to."""

import pytest

from archive.model import Number
from tests.support.prose_reading import BUREAU, COUNTY, read, values

CASES = "四、因政府信息公开申请行政复议、提起行政诉讼情况"


@pytest.mark.parametrize(
    ("organ", "lines", "found"),
    [
        # The subject is the heading's, the line's before a colon, or the sentence's before.
        (COUNTY, ("三、依申请公开情况", "（一）县民政局", "收到政府信息公开申请6件。"), {}),
        (COUNTY, ("三、依申请公开情况", "（一）县民政局。收到政府信息公开申请6件。"), {}),
        (COUNTY, ("三、依申请公开情况", "（一）乡镇政府信息公开情况", "主动公开政府信息60条。"), {}),
        (
            COUNTY,
            ("（一）县民政局", "收到政府信息公开申请6件。", "（二）总体情况", "收到政府信息公开申请9件。"),
            {"app.received": 9},
        ),
        (COUNTY, ("县水利局积极落实。", "收到政府信息公开申请6件。"), {}),
        (COUNTY, ("县水利局积极落实。", "我县共收到政府信息公开申请6件。"), {"app.received": 6}),
        (COUNTY, ("县水利局：", "收到政府信息公开申请6件。"), {}),
        # The time carries over inside a paragraph.
        (COUNTY, ("上半年，公开工作有序推进。收到政府信息公开申请6件。",), {}),
        (COUNTY, ("上半年，公开工作有序推进。", "收到政府信息公开申请6件。"), {"app.received": 6}),
        (COUNTY, ("截至9月底，收到政府信息公开申请6件，答复5件。全年收到政府信息公开申请9件。",), {"app.received": 9}),
        # What is counted is the section's matter.
        (COUNTY, (CASES, "行政复议3件，行政诉讼1件。"), {"review.total": 3, "litigation.total": 1}),
        (COUNTY, (CASES, "行政诉讼5件，其中涉及政府信息公开2件。"), {}),
        (COUNTY, (CASES, "收到行政复议申请5件。"), {}),
        (
            COUNTY,
            (CASES, "受理因政府信息公开引起的行政复议5件，其中，被依法纠错数4件；行政诉讼2件。"),
            {"review.total": 5, "review.corrected": 4, "litigation.total": 2},
        ),
        (COUNTY, ("一、概述", "行政复议3件，行政诉讼1件。"), {}),
        (COUNTY, ("三、依申请公开情况", "共受理申请12件，已答复12件。"), {"app.received": 12, "app.replied": 12}),
        (COUNTY, ("三、依申请公开情况", "受理行政许可300件，共受理申请12件。"), {}),
        (COUNTY, ("五、收费及减免情况", "未收取任何费用。"), {"info_fee_yuan": 0}),
        (COUNTY, ("五、收费及减免情况 无收费及减免情况。",), {"info_fee_yuan": 0}),
        (COUNTY, ("一、概述", "未收取任何费用。"), {}),
        # A heading of a topic, a channel or a way makes a part of what stands below it.
        (COUNTY, ("二、主动公开情况", "（一）重点领域公开情况", "主动公开政府信息30条。"), {}),
        (COUNTY, ("二、主动公开情况", "（二）政务微信", "主动公开政府信息30条。"), {}),
        (COUNTY, ("二、主动公开情况", "（二）政务微信", "（三）总体情况", "主动公开政府信息30条。"), {"pd.total": 30}),
        # A heading and its text in one line.
        (
            BUREAU,
            ("（二）公开内容 2016年1月1日至2016年12月31日，本局共主动公开政府信息3条，其中全文电子化达100%。",),
            {"pd.total": 3},
        ),
        # Ways and the website stand beside the sum.
        (
            COUNTY,
            ("全县共收到政府信息公开申请9件。其中当面申请2件。",),
            {"app.received": 9, "app.received.in_person": 2},
        ),
        (COUNTY, ("全县共收到政府信息公开申请9件。", "县水利局收到申请的方式包括：当面申请2件。"), {"app.received": 9}),
        (COUNTY, ("全县主动公开政府信息90条，其中门户网站公布信息40条。",), {"pd.total": 90, "pd.website": 40}),
        (
            COUNTY,
            ("政府信息公开行政复议35件，其中结果维持7件；政府信息公开行政诉讼6件，其中结果维持5件。",),
            {"review.total": 35, "review.upheld": 7, "litigation.total": 6},
        ),
        # The office of a government reports for all of it where it sums up what all reported.
        ("云溪县人民政府办公室", ("全县各级各部门共收到政府信息公开申请9件。",), {}),
        (
            "云溪县人民政府办公室",
            ("本报告汇总各乡镇和县直各部门情况编制而成。", "一、概述", "全县各级各部门共收到政府信息公开申请9件。"),
            {"app.received": 9},
        ),
    ],
)
def test_what_carries_over(organ: str, lines: tuple[str, ...], found: dict[str, Number]) -> None:
    assert values(organ, *lines) == found


def test_a_part_brings_the_sentences_before_it() -> None:
    figures = read(COUNTY, "全县共收到政府信息公开申请9件。其中当面申请2件。").figures
    (evidence,) = [figure.raw or "" for figure in figures if figure.key.endswith("in_person")]
    assert evidence.startswith("全县共收到")
