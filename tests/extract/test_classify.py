"""Is it a report? With reasons."""

import csv
import json
from pathlib import Path

import pytest

from archive.extract.pipeline import extract
from archive.model import Document, Extraction
from tests.conftest import ROOT
from tests.support.pages import SHELLS, TITLE, report_body, report_page, table_three

SHARED = Path(ROOT).parent / "shared"
needs_shared = pytest.mark.shared

PROSE = "<p>2021年，各单位要提高认识，加强领导，按照时限要求做好编制和发布工作，确保数据真实、准确、完整。</p>" * 8
LETTER = "<p>各乡镇人民政府，县直各单位：现将有关事项通知如下。</p>"


def page(title: str, body: str, shell: str = "article") -> Extraction:
    return extract(Document(SHELLS[shell](title, body).encode(), "https://www.yunxi.gov.cn/a/b.html"))


def reasons(extraction: Extraction) -> str:
    (issue,) = [issue for issue in extraction.issues if issue.code == "not_a_report"]
    assert issue.stage == "classify"
    return issue.detail


@pytest.mark.parametrize("shell", SHELLS)
def test_a_report_is_one_in_every_shell(shell: str) -> None:
    report = extract(Document(report_page(shell).encode())).report
    assert report is not None
    assert report.title == TITLE


@pytest.mark.parametrize("shell", ["article", "unknown", "nested_tables"])
@pytest.mark.parametrize(
    ("title", "body", "word"),
    [
        ("关于做好2021年政府信息公开工作年度报告编制发布工作的通知", LETTER + PROSE, "通知"),
        ("云溪县2021年政府信息公开工作自查报告", PROSE, "自查"),
        ("图解：云溪县2021年政府信息公开工作年度报告", '<p><img src="/tj.jpg"></p>', "图解"),
        ("一图读懂云溪县2021年政府信息公开年报", report_body(), "一图"),
        ("云溪县2021年上半年政府信息公开工作情况报告", report_body(), "上半年"),
        ("XX局2021年政府信息公开工作年度报告（参考格式）", report_body(), "XX局"),
        ("云溪县2021年政府信息公开工作年度报告（征求意见稿）", report_body(), "征求意见"),
        ("云溪县2021年政府信息公开工作第三方评估报告", report_body(), "评估"),
        ("云溪县第一中学2021—2022学年信息公开工作年度报告", report_body(), "学年"),
        ("云溪县2021年政务公开工作总结", PROSE, "总结"),
        ("云溪县政府信息公开指南", PROSE, "指南"),
        ("云溪县2021年法治政府建设年度报告", PROSE, "法治政府"),
        ("2021年度政府网站工作年度报表", PROSE, "报表"),
    ],
)
def test_what_only_speaks_of_reports(title: str, body: str, word: str, shell: str) -> None:
    extraction = page(title, body, shell)
    assert extraction.report is None
    assert (extraction.figures, extraction.sections, extraction.checks) == ((), (), ())
    assert word in reasons(extraction)


INTRODUCTION = (
    "<p>根据《中华人民共和国政府信息公开条例》规定，云溪县水利局编制了2021年政府信息公开工作年度报告，现予公布。报告中所列数据的统计"
    "期限自2021年1月1日起至2021年12月31日止。如对报告有疑问，请与云溪县水利局办公室联系。</p>"
)
NEWS = (
    "<p>近日，县水利局编制完成云溪县水利局2021年政府信息公开工作年度报告，全面总结一年来主动公开、依申请公开、平台建设和监督保障情况，"
    "并在网站予以公布，接受监督。</p><p>报告显示公开质量稳步提升。</p>"
)


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("text", [INTRODUCTION, NEWS])
def test_an_announcement_is_no_report_by_itself(text: str, shell: str) -> None:
    assert "announcement" in reasons(page("云溪县水利局2021年政府信息公开工作年度报告", text, shell))


@pytest.mark.parametrize(
    "part", [f"<div>{report_body()}</div>", json.dumps({"data": {"title": TITLE, "content": report_body()}})]
)
def test_an_announcement_is_the_report_with_what_came_for_its_script_or_frame(part: str) -> None:
    html = SHELLS["article"](TITLE, INTRODUCTION)
    beside = Document(part.encode(), "https://www.yunxi.gov.cn/api/a?id=22")
    extraction = extract(Document(html.encode(), "https://www.yunxi.gov.cn/a/b.html"), [beside])
    alone = extract(Document(report_page("article").encode()))
    assert extraction.report is not None
    assert extraction.report.title == TITLE
    tables = [[one for one in read.figures if one.key.startswith("t")] for read in (extraction, alone)]
    assert tables[0] == tables[1]
    assert len(tables[0]) > 100


def test_a_report_of_one_sentence() -> None:
    sentence = (
        "<p>2011年我局共主动公开政府信息12条，未收到依申请公开件，也没有发生行政复议和行政诉讼，特此报告如上。</p>"
    )
    assert page("云溪县水利局2011年政府信息公开工作年度报告", sentence).report is not None
    assert page("政府信息公开工作年度报告", sentence.replace("2011年", "")).report is None


def test_a_file_named_as_its_page_makes_no_list() -> None:
    title = "云溪县水利局2021年政府信息公开工作年度报告"
    link = f'<p><a href="/a.pdf">{title}.pdf</a></p><p>附件：<a href="/a.pdf">{title}</a></p>'
    assert page(title, link).report is not None


def test_images_alone_below_a_long_menu() -> None:
    title = "云溪县水利局2021年政府信息公开工作年度报告"
    menu = "".join(f"<li>栏目{n}</li>" for n in range(20))
    head = f"<div>当前位置：首页 &gt; 公开 &gt; 年报</div><h1>{title}</h1><div>发布时间：2022-02-21</div>"
    html = (
        f"<html><body><ul>{menu}</ul><div>{head}<p><img src='/a.jpg'></p><p><img src='/b.jpg'></p></div></body></html>"
    )
    extraction = extract(Document(html.encode()))
    assert extraction.report is not None
    assert (extraction.report.title, str(extraction.report.published_on)) == (title, "2022-02-21")
    assert "当前位置" not in extraction.text


def test_a_whole_statutory_table_outweighs_the_word_summary() -> None:
    assert page("云溪县2022年政务公开工作总结", report_body()).report is not None


def test_a_report_without_a_title() -> None:
    extraction = extract(Document(report_body().encode()))
    assert extraction.report is not None
    assert extraction.report.title is None
    assert extraction.report.report_year == 2022


def test_an_empty_form_is_no_report() -> None:
    empty = table_three().replace("<p>0</p>", "<p></p>")
    for digits in ("15", "20", "22", "30", "1", "2", "3", "4", "6"):
        empty = empty.replace(f"<p>{digits}</p>", "<p></p>")
    assert "no number" in reasons(page("附表", f"<p>一、总体情况</p>{empty}"))


def test_a_list_of_reports_is_none() -> None:
    items = "".join(
        f'<li><a href="{year}.html">云溪县{year}年政府信息公开工作年度报告</a></li>' for year in range(2015, 2023)
    )
    assert reasons(page("政府信息公开年报", f"<ul>{items}</ul>")).startswith("a list: ")


def test_a_title_with_nothing_below() -> None:
    assert "without text" in reasons(page(TITLE, "<p>详见附件。</p>"))


def test_a_page_that_only_links_its_report_is_one() -> None:
    extraction = page(TITLE, '<p><a href="P0202301.docx">附件：年度报告全文</a></p>')
    assert extraction.report is not None
    assert [issue.code for issue in extraction.issues] == ["only_attachment"]
    assert extraction.attachments[0].url == "https://www.yunxi.gov.cn/a/P0202301.docx"


def test_a_report_that_is_an_image_says_so() -> None:
    extraction = page(TITLE, '<p><img src="W020230119.png" alt=""></p>')
    assert extraction.report is not None
    assert [issue.code for issue in extraction.issues] == ["image_in_text"]


@needs_shared
@pytest.mark.parametrize("path", sorted((SHARED / "corpus" / "other_pages").glob("*.html")), ids=lambda path: path.stem)
def test_real_pages_of_other_kinds(path: Path) -> None:
    assert reasons(extract(Document(path.read_bytes(), filename=path.name)))


@needs_shared
def test_a_real_list_and_the_official_template() -> None:
    for name in ("pingtan_report_list.html", "official_2021_template.docx"):
        assert reasons(extract(Document((SHARED / "corpus" / "real" / name).read_bytes(), filename=name)))


@needs_shared
def test_collected_titles_over_a_text_are_reports() -> None:
    with (SHARED / "portals" / "report_urls.tsv").open(encoding="utf-8") as file:
        titles = [
            row["title"] for row in csv.DictReader(file, delimiter="\t") if row["title"].endswith(("报告", "年报"))
        ]
    lost = [title for title in titles if page(title, PROSE).report is None]
    assert lost in ([], ["辽宁省政府办公厅2025年度报告"])


def test_the_columns_name_is_no_title() -> None:
    """A page of another kind under a column called 政府信息公开年报, whose menu prints that name first."""
    body = '<div class="zw"><p><b>图解：云溪县2022年政府信息公开年度报告</b></p><p><img src="/tj.png"></p></div>'
    menu = "<ul><li>政府信息公开年报</li><li>公示公告</li></ul>"
    extraction = extract(Document(f"<html><body>{menu}{body}<p>2022年，2022年</p></body></html>".encode()))
    assert extraction.report is None
