"""Metadata blocks and dates as portals print them."""

from datetime import date

import pytest

from archive.text.metadata import first_values, is_metadata_line, read_block, read_date, read_pairs


@pytest.mark.parametrize(
    ("line", "pairs"),
    [
        (
            "索 引 号 : 00071-X-2021-0005 发布机构: 县政府办",
            [("索引号", "00071-X-2021-0005"), ("发布机构", "县政府办")],
        ),
        ("发布机构: 县政府办 文      号:", [("发布机构", "县政府办"), ("发文字号", "")]),
        ("2018年03月20日来源:东湖区", [("发布日期", "2018年03月20日"), ("来源", "东湖区")]),
        ("时间：2024-03-10 15:35", [("发布日期", "2024-03-10 15:35")]),
        ("时间:2023-03-18 点击: 【字体: 大", [("发布日期", "2023-03-18"), ("浏览次数", ""), ("字体", "大")]),
        ("发文字号：青政办〔2019〕7号 成文日期：", [("发文字号", "青政办〔2019〕7号"), ("成文日期", "")]),
        ("联系方式：", []),
    ],
)
def test_pairs_of_a_line(line: str, pairs: list[tuple[str, str]]) -> None:
    assert read_pairs(line) == pairs


def test_a_label_and_its_value_in_two_elements() -> None:
    pieces = [
        "索 引 号：",
        "A-1",
        "发布机构",
        "县政府办",
        "文号",
        "发布日期：",
        "2020-01-02",
        "来源：站点时间：2021-01-01",
    ]
    assert read_block(pieces) == [
        ("索引号", "A-1"),
        ("发布机构", "县政府办"),
        ("发文字号", ""),
        ("发布日期", "2020-01-02"),
        ("来源", "站点"),
        ("发布日期", "2021-01-01"),
    ]


def test_the_first_label_with_a_value_stands() -> None:
    assert first_values([("来源", ""), ("来源", "甲"), ("来源", "乙")]) == (("来源", "甲"),)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2018年03月20日", date(2018, 3, 20)),
        ("2022.02.21", date(2022, 2, 21)),
        ("2025-03-10 15:35", date(2025, 3, 10)),
        ("2021/1/5", date(2021, 1, 5)),
        ("20230118", date(2023, 1, 18)),
        ("2021-02-30", None),
        ("12345678", None),
        ("（2021）5号", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert read_date(text) == day


@pytest.mark.parametrize(
    "line", ["东湖区 2018年03月20日", "[字体: 大 中 小] 打印", "来源：东湖区 发布时间：2020-01-02"]
)
def test_metadata_lines(line: str) -> None:
    assert is_metadata_line(line)


@pytest.mark.parametrize(
    "line", ["一、总体情况", "联系方式：", "2020年，我区受理申请12件，均已答复。", "本报告的来源：各部门。"]
)
def test_lines_of_the_text_are_no_metadata(line: str) -> None:
    assert not is_metadata_line(line)


def test_a_date_alone_is_that_of_publication_only_where_the_source_follows() -> None:
    assert read_block(["2018年03月20日", "来源:和平区"]) == [("发布日期", "2018年03月20日"), ("来源", "和平区")]
    assert read_block(["2023年9月9日", "个人中心", "来源:和平区"]) == [("来源", "和平区")]
    assert read_block(["2023年9月9日", "字号：大"]) == [("字体", "大")]


@pytest.mark.parametrize(
    ("pieces", "pairs"),
    [
        (["索引号\tQX-7/2021-3\t发布机构\t\t县政府办"], [("索引号", "QX-7/2021-3"), ("发布机构", "县政府办")]),
        (["| 索 引 号： | QX-7 | 文 号： | |"], [("索引号", "QX-7"), ("发文字号", "")]),
        (["【索引号】QX-7【文　号】青函〔2021〕2号"], [("索引号", "QX-7"), ("发文字号", "青函〔2021〕2号")]),
        (["文号青函〔2021〕2号", "索引号QX-7/2021"], [("发文字号", "青函〔2021〕2号"), ("索引号", "QX-7/2021")]),
        (["发文字号", "索引号QX-7"], [("发文字号", ""), ("索引号", "QX-7")]),
        (["• 索引号：QX-7", "* 成文日期："], [("索引号", "QX-7"), ("成文日期", "")]),
        (["生效日期：2021-05-01", "生成日期：2021-02-01"], [("生效日期", "2021-05-01"), ("生成日期", "2021-02-01")]),
    ],
)
def test_rows_and_lists_of_labels(pieces: list[str], pairs: list[tuple[str, str]]) -> None:
    assert read_block(pieces) == pairs
    assert all(is_metadata_line(piece) for piece in pieces)


@pytest.mark.parametrize(
    "piece",
    [
        "[2022-02-21]",
        "（2022-02-21 10:23）",
        "2022年02月21日",
        "2022-02-21T10:23:45",
        "发布于 2022-02-21",
        "公开时间 2022/2/21",
        "发布：2022.02.21",
        "区司法局 2022-02-21",
        "区司法局 | 2022-02-21",
        "2022-02-21 09:00区司法局",
    ],
)
def test_a_clocks_date_alone_is_that_of_publication(piece: str) -> None:
    assert [(label, read_date(value)) for label, value in read_block([piece])] == [("发布日期", date(2022, 2, 21))]
    labelled = piece.startswith(("发布：", "公开时间"))
    assert (read_block([piece], stamps=False) == []) or labelled


def test_a_value_behind_the_label_and_its_colon_in_two_elements() -> None:
    assert read_block(["索引号", "：QX-7"]) == [("索引号", "QX-7")]


def test_of_several_dates_alone_the_one_nearest_to_the_text_counts_first() -> None:
    assert read_block(["2023-01-01", "某县通知", "2022-02-21"])[0] == ("发布日期", "2022-02-21")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇二二年一月二十日", date(2022, 1, 20)),
        ("二○一九年十二月三十一日", date(2019, 12, 31)),
        ("二〇二二年十三月一日", None),
    ],
)
def test_dates_in_chinese_numerals(text: str, day: date | None) -> None:
    assert read_date(text) == day
