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
        ("其中当面申请20件，信函申请28件、网络申请3件。", "app.received.letter", 28),
        ("因政府信息公开申请引起的行政复议5件，均已审结。", "review.total", 5),
        ("政府信息公开行政诉讼46件，其中结果维持25件。", "litigation.total", 46),
        ("全市各单位主动公开政府信息1,043条。", "pd.total", 1043),
        ("通过县政府门户网站主动公开政府信息10407条。", "pd.website", 10407),
        ("全年收取政府信息公开信息处理费3940元。", "info_fee_yuan", 3940),
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
    ],
)
def test_what_is_not_stated(sentence: str) -> None:
    assert read(sentence) == {}


def test_two_numbers_for_one_thing_are_candidates() -> None:
    figure = read("本年共收到政府信息公开申请31件。", "受理政府信息公开申请30件，全部办结。")["prose.app.received"]
    assert (figure.value, figure.status, figure.candidates) == (None, "ambiguous", (30, 31))


def test_tables_are_not_prose() -> None:
    assert read_prose([Block("table", "收到政府信息公开申请51件。另有若干说明文字。")]) == ()
