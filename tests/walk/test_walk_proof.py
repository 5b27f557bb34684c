"""Whether a page is the report that its link promised."""

import pytest

from crawler.reading.page import read_page
from crawler.walk.ask import Ask
from crawler.walk.proof import Proof, prove
from tests.support.replicas.oddities.articles import INTRODUCTION, NEWS

TITLE = "云岭县教育局2022年政府信息公开工作年度报告"
URL = "http://www.yunling.gov.cn/open/doc1042.html"
FOOT = "<div class='foot'>主办：云岭县人民政府办公室 网站标识码：5301000001 滇ICP备05000001号 版权所有 云岭县</div>"
TEXT = "".join(
    f"<p>{words}{'，有关情况如下' * 9}。</p>"
    for words in ("2022年收到政府信息公开申请十件", "主动公开政府信息百条", "行政复议零件", "依申请公开办理及时")
)


def proof(body: str, title: str = TITLE, own: str = TITLE) -> Proof:
    source = f"<html><head><title>{own}</title></head><body><h1>{own}</h1>{body}{FOOT}</body></html>"
    return prove(read_page(source, URL), Ask(URL, "report", title=title, year=2022))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (TEXT, "proved"),
        ("<p>见附件。</p><a href='/f/nb2022.pdf'>年度报告.pdf</a>", "proved"),
        ("<p><img src='/upload/2023/nb-1.jpg'></p>", "proved"),
        ("<div class='content'></div>", "unproved"),
        ("<p>发布时间：2023-01-20 来源：县教育局</p>", "unproved"),
        (f"<p>{TITLE}见附件。</p>", "unproved"),
        ("<p>内容正在建设中，敬请期待……</p>", "unproved"),
        ("<p>数据迁移中，请稍后访问。</p>", "unproved"),
        (INTRODUCTION, "unproved"),
        (INTRODUCTION + FOOT * 4, "unproved"),
        (NEWS.format(title=TITLE), "unproved"),
        ("<p>全年主动公开信息十二条，没有收到公开申请，也没有复议和诉讼。</p><p>特此报告。</p>", "proved"),
    ],
)
def test_a_title_alone_is_no_report(body: str, expected: Proof) -> None:
    assert proof(body) == expected


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (TITLE.replace("2022", "2021"), "unproved"),
        (TITLE.replace("教育局", "人民政府"), "unproved"),
        (TITLE.replace("教育局", "财政局"), "unproved"),
        (TITLE.replace("云岭县教育局", "县教育局"), "proved"),
        (TITLE.replace("云岭县教育局", ""), "proved"),
        ("2022年政府信息公开工作年度报告（云岭县教育局）", "proved"),
    ],
)
def test_a_page_that_is_called_otherwise_is_another(own: str, expected: Proof) -> None:
    assert proof(TEXT, own=own) == expected
