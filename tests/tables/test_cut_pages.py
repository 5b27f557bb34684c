"""A page that was cut off while it was fetched states nothing that the whole page does not."""

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.extract.pipeline import extract
from archive.model import Document, Extraction
from tests.support.truth import draw_report
from tests.support.truth_grids import report_tables, to_html

_TITLE = "青禾县水务局2023年政府信息公开工作年度报告"
_HEAD = (
    f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{_TITLE}</title></head><body>'
    f"<h1>{_TITLE}</h1><p>本报告的统计期限自2023年1月1日至2023年12月31日止。</p>"
)


def read(data: bytes) -> Extraction:
    return extract(Document(data, "http://www.example.gov.cn/1.html", "text/html; charset=utf-8"))


@given(st.integers(0, 2**32), st.floats(0.05, 0.999))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_cut_anywhere(seed: int, share: float) -> None:
    rng = Random(seed)
    tables = report_tables(draw_report(rng), rng, misprints=False)
    whole = (_HEAD + "".join(f"<p>表</p>{to_html(rows)}" for rows in tables) + "</body></html>").encode()
    stated = {figure.key: figure for figure in read(whole).figures}
    cut = read(whole[: int(len(whole) * share)])
    for figure in cut.figures:
        if figure.key in stated and figure.status in {"printed", "solved"}:
            true = stated[figure.key]
            assert figure.value in {0 if true.status == "blank" else true.value, *true.candidates}, figure
    assert share > 0.99 or "cut_short" in {issue.code for issue in cut.issues}


def test_a_number_torn_in_two_is_not_read() -> None:
    rows = "<tr><td>行政处罚</td><td>7</td></tr><tr><td>行政强制</td><td>123</td></tr>"
    head = "<tr><td colspan=2>第二十条第（六）项</td></tr><tr><td>信息内容</td><td>本年处理决定数量</td></tr>"
    text = "青禾县水务局依法公开信息，群众申请时说明理由。" * 20
    page = f"{_HEAD}<p>{text}</p><table>{head}{rows}</table></body></html>".encode()
    assert [figure.value for figure in read(page).figures] == [7, 123]
    torn = read(page[: page.index(b"123") + 2])
    assert [figure.value for figure in torn.figures if figure.value is not None] == [7]
