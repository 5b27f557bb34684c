"""Whose report of which year: heads of every shape, the same as text, as page and as Word file."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.extract.pipeline import extract
from archive.extract.report.organs import full_name
from archive.model import Document, Report
from archive.text.digits import LOOK_ALIKES
from archive.text.title_grammar import judge_title
from tests.support.pages import SHELLS, report_body
from tests.support.pdf_files import PdfStyle, PdfWriter
from tests.support.short_reports import BODY, FORMATS, document, read
from tests.support.title_cases import FORMS, ORGANS

OPENING = "根据《中华人民共和国政府信息公开条例》，现公布本年度政府信息公开工作情况，请予监督。"
TITLE = "云岭县水利局2021年政府信息公开工作年度报告"
ABOVE: list[list[str]] = [
    [],
    ["云政办〔2022〕3号"],
    ["首页 > 政府信息公开 > 政府信息公开年报"],
    ["索引号：A-2022-3", "发布日期：2022-01-20"],
    ["来源：云岭县政府网 时间：2022-01-20"],
    ["云岭县人民政府门户网站"],
    ["政府信息公开年报"],
    ["云岭县人民政府办公室文件"],
]
BELOW: list[list[str]] = [[], ["2022-01-20"], ["（2022年1月20日）"], ["来源：云岭县政府网 浏览次数：12"]]
RADICALS = str.maketrans("户民工一二行见门长", "⼾⺠⼯⼀⼆⾏⻅⻔⻓")


def reported(head: list[str], form: str, foot: list[str] | None = None) -> Report:
    report = read(head, form, foot or []).report
    assert report is not None, (head, form)
    return report


@pytest.mark.parametrize("form", FORMATS)
@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10**6))
def test_a_title_broken_anywhere(form: str, seed: int) -> None:
    chance = random.Random(seed)
    # 云岭经 above 开区2021年…: nothing tells that the two lines are one name.
    organ = chance.choice([organ for organ in ORGANS if "经开区" not in organ])
    title = chance.choice(FORMS).format(organ=organ, year=2021)
    cuts = sorted(chance.sample(range(3, len(title) - 2), chance.choice([1, 1, 2])))
    parts = [title[start:end] for start, end in pairwise([0, *cuts, len(title)])]
    if "政府信息公开" in parts:  # a line of a menu
        return
    report = reported([*chance.choice(ABOVE), *parts, *chance.choice(BELOW), OPENING], form)
    assert ((report.title or "").replace(" ", ""), report.report_year) == (title, 2021), parts
    assert report.organ == full_name(organ, 2021, (), "").name, parts


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("between", ["<br>", "</p><p>", "</div><div>", "</span><span>"])
def test_a_title_broken_above_the_text_of_a_page(between: str, shell: str) -> None:
    for at in (3, 6, 11, 16):
        page = SHELLS[shell]("@", report_body()).replace("<title>@", "<title>政府信息公开年报").replace('="@"', '=""')
        broken = f"{TITLE[:at]}{between}{TITLE[at:]}"
        report = extract(Document(page.replace("@", broken).encode())).report
        assert report is not None
        assert (report.title, report.report_year, report.organ) == (TITLE, 2021, "云岭县水利局"), broken


@pytest.mark.parametrize("size", [14.0, 20.0])
def test_a_title_broken_in_a_pdf(size: float) -> None:
    for parts in (
        ["云岭县水利局", "2021年度", "政府信息公开工作年度报告"],
        ["云岭县水", "利局2021年政府信息公", "开年报"],
    ):
        writer = PdfWriter(PdfStyle(page_numbers=False))
        for part in parts:
            writer.centred(part, size)
        for line in (OPENING, *BODY):
            writer.paragraph(line)
        report = extract(Document(writer.close(), None, None, "a.pdf")).report
        assert report is not None
        assert (report.title, report.report_year, report.organ) == ("".join(parts), 2021, "云岭县水利局")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "rest",
    [
        "现将2021年度我局政府信息公开工作情况报告如下，如有疑问，可与云岭县人民政府办公室联系。",
        "根据《中华人民共和国政府信息公开条例》的规定，现公布2021年度政府信息公开工作情况。",
        " 2021年，我局认真做好政府信息公开工作。如有疑问，请与云岭市政务服务中心联系。",
        " 本报告由概述、主动公开情况组成，所列数据截至2021年12月31日。",
        "为进一步推进政府信息公开，按照条例要求，现公布本年度报告。",
    ],
)
def test_a_title_glued_to_the_opening(rest: str, form: str) -> None:
    for at in (0, 4, 12):
        report = reported([*filter(None, [TITLE[:at]]), f"{TITLE[at:]}{rest}"], form)
        assert (report.title, report.report_year, report.organ) == (TITLE, 2021, "云岭县水利局"), at


@pytest.mark.parametrize("end", ["及附表", "（2021年度）", "（含附表）"])
def test_what_stands_behind_a_glued_title(end: str) -> None:
    title = f"云岭县水利局{'' if '年度' in end else '2021年'}政府信息公开工作年度报告{end}"
    report = reported([f"{title}根据《中华人民共和国政府信息公开条例》，现公布本年度报告，请予监督。"], "docx")
    assert (report.title, report.report_year) == (title, 2021)


def test_a_whole_text_on_one_line() -> None:
    text = f"{TITLE}现将2021年度我局情况报告如下,可与云岭县人民政府办公室联系。{'  '.join(BODY)}"
    report = extract(Document(text.encode(), None, None, "a.txt")).report
    assert report is not None
    assert (report.title, report.organ) == (TITLE, "云岭县水利局")


def test_a_sentence_that_names_a_report_is_no_title() -> None:
    head = ["云岭县水利局2021年政府信息公开工作年度报告编制完成后，已在网站公布，欢迎监督，如有疑问可以来电。"]
    assert read(head, "txt").report is None


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("opening", "organ"),
    [
        ("云岭县审计局根据《中华人民共和国政府信息公开条例》编制本报告。", "云岭县审计局"),
        ("本报告由云岭县审计局编制，如有疑问，请与云岭县政务公开工作领导小组办公室联系。", "云岭县审计局"),
        ("如有疑问，请与云岭县审计局联系（电话：0000-8000000）。", "云岭县审计局"),
        ("2021年，我局工作有序。如有疑问，请与云岭县审计局联系。", "云岭县审计局"),
        ("如有疑问，请与云岭县政府办公室政府信息公开领导小组办公室联系。", "云岭县政府办公室"),
        ("如有疑问，请与云岭县政务公开工作领导小组办公室联系。", None),
        ("2021年，我局工作有序。如有疑问，请与云岭县人民政府办公室联系。", None),
        ("2021年，我局工作有序。如有疑问，请与云岭市政务服务中心联系。", None),
        ("2021年，我镇工作有序。如有疑问，请与云岭县人民政府办公室联系。", None),
        ("2021年，我县工作有序。如有疑问，请与云岭县人民政府办公室联系。", "云岭县人民政府"),
        ("如有疑问，请与云岭县审计局政务公开办公室联系。", "云岭县审计局"),
        ("如有疑问，请与云岭县政务公开办公室联系。", None),
        ("2021年，我委和我县各部门一样。如有疑问，请与云岭县发展和改革委员会联系。", "云岭县发展和改革委员会"),
    ],
)
def test_an_organ_that_only_the_text_names(opening: str, organ: str | None, form: str) -> None:
    report = reported(["2021年政府信息公开工作年度报告", opening], form)
    assert report.organ == organ


@pytest.mark.parametrize(
    ("uploader", "organ"),
    [("云岭县人民政府办公室", None), ("云岭县水利局", "云岭县水利局"), ("云岭市水利局", "云岭市水利局")],
)
def test_an_uploader_of_another_kind_is_not_the_organ(uploader: str, organ: str | None) -> None:
    head = [f"发布机构：{uploader} 发布日期：2022-01-20", "2021年政府信息公开工作年度报告", "2021年，我局工作有序。"]
    assert reported(head, "txt").organ == organ


@pytest.mark.parametrize("form", FORMATS)
def test_the_organ_that_signs(form: str) -> None:
    head = ["2021年政府信息公开工作年度报告", "如有疑问，请与云岭县信息公开工作领导小组办公室联系。"]
    for day in ("2022年1月20日", "二〇二二年一月二十日", "二○二二年一月二十日", "2O22年1月20日"):
        assert reported(head, form, ["云岭县水利局", day]).organ == "云岭县水利局"


@pytest.mark.parametrize("form", ["txt", "docx"])
@pytest.mark.parametrize(
    "line",
    [
        f"本地目录: zwgk/nb/202201/80774_{TITLE}",
        f"附件路径：/upload/2022/01/{TITLE}",
        f"文件：年报\\2021\\{TITLE}",
        f"D:\\网站\\{TITLE}.doc",
        f"http://www.yunling.gov.cn/nb/{TITLE}.html",
        f"{TITLE}_政府信息公开年报_云岭县人民政府",
    ],
)
def test_a_path_or_a_windows_name_is_no_title(line: str, form: str) -> None:
    for head in ([line, TITLE, OPENING], [f"标题：{TITLE}", line, TITLE, OPENING]):
        report = reported(head, form)
        assert (report.title, report.organ) == (TITLE, "云岭县水利局")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("nought", LOOK_ALIKES[0])
def test_every_nought_in_the_year(nought: str, form: str) -> None:
    for title in (
        f"云岭县水利局二{nought}二二年政府信息公开工作年度报告",
        f"二{nought}二二年云岭县水利局政府信息公开年报",
    ):
        report = reported([title, OPENING], form)
        assert (report.report_year, report.organ) == (2022, "云岭县水利局"), title


@pytest.mark.parametrize("form", FORMATS)
def test_radicals_are_the_characters_that_they_look_like(form: str) -> None:
    title = "三户乡人民政府2021年政府信息公开工作年度报告"
    lines = [title, "全年通过门户网站公开各类信息，请予监督。", *BODY]
    plain, radical = (extract(document(part, form)) for part in (lines, [line.translate(RADICALS) for line in lines]))
    assert radical.report is not None
    assert (radical.report.title, radical.report.organ) == (title, "三户乡人民政府")
    assert (radical.text, radical.sections) == (plain.text, plain.sections)


ROW = (
    ("索引号", "发文字号", "公开方式", "发布机构", "发布日期"),
    ("A01-2022-3", "云水〔2022〕3号", "主动公开", "云岭县水利局", "2022-01-20"),
)


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize(
    "rows",
    [
        [" | ".join(row) for row in ROW],
        [" | ".join(row) + " |" for row in ROW],
        ["| " + " | ".join(row) + " |" for row in ROW],
        ["\t".join(row) for row in ROW],
        [cell for row in ROW for cell in row],
        [f"{label}：{value}" for label, value in zip(*ROW, strict=True)],
    ],
    ids=["bars", "closing bar", "bars around", "tabs", "cells on lines", "label and value"],
)
def test_metadata_in_a_row_of_names_and_a_row_of_values(rows: list[str], at: int) -> None:
    head = [*rows, TITLE] if at == 0 else [TITLE, *rows]
    extraction = read([*head, OPENING], "txt")
    report = extraction.report
    assert report is not None
    assert (report.index_number, report.document_number) == ("A01-2022-3", "云水〔2022〕3号")
    assert (str(report.published_on), report.title, report.organ) == ("2022-01-20", TITLE, "云岭县水利局")
    assert "A01-2022-3" not in extraction.text
    assert "主动公开\n" not in extraction.text


def test_several_rows_of_names_and_values() -> None:
    rows = [
        "公开方式\t公开时限\t发布机构",
        "主动公开\t长期公开\t云岭县水利局",
        "索引号\t发文字号\t发布日期",
        "A01-2022-3\t云水〔2022〕3号\t2022-01-20",
    ]
    extraction = read([*rows, "2021年政府信息公开工作年度报告", OPENING], "txt")
    report = extraction.report
    assert report is not None
    assert (report.organ, report.index_number, str(report.published_on)) == ("云岭县水利局", "A01-2022-3", "2022-01-20")
    assert "长期公开" not in extraction.text


def test_the_path_names_the_portal_and_a_bureau() -> None:
    for path, organ in (
        ("云岭县人民政府 > 水利局", None),
        ("云岭县人民政府", "云岭县人民政府"),
        ("云岭县 > 云岭县水利局", "云岭县水利局"),
    ):
        head = [f"当前位置：首页 > {path} > 政府信息公开年报", "2021年政府信息公开工作年度报告", OPENING]
        assert reported(head, "txt").organ == organ, path


def test_a_row_with_an_empty_value_keeps_its_columns() -> None:
    rows = ["索引号 | 发文字号 | 发布机构 | 发布日期", "A01-2022-3 |  | 云岭县水利局 | 2022-01-20"]
    report = reported([*rows, "2021年政府信息公开工作年度报告", OPENING], "txt")
    assert (report.index_number, report.document_number, report.organ) == ("A01-2022-3", None, "云岭县水利局")


@pytest.mark.parametrize("form", ["html", "docx"])
def test_metadata_in_a_table_of_two_rows(form: str) -> None:
    extraction = extract(document([ROW, TITLE, OPENING, *BODY], form))
    report = extraction.report
    assert report is not None
    assert (report.index_number, report.document_number) == ("A01-2022-3", "云水〔2022〕3号")
    assert (str(report.published_on), report.title) == ("2022-01-20", TITLE)
    assert "A01-2022-3" not in extraction.text


NOTICE = (
    "云政办〔2022〕8号",
    "云岭县人民政府办公室关于公布云岭县2021年政府信息公开工作年度报告的通知",
    "各乡镇人民政府，县直各单位：",
    "根据《中华人民共和国政府信息公开条例》规定，现将《云岭县2021年政府信息公开工作年度报告》予以公布。",
    "云岭县人民政府办公室",
    "2022年3月5日",
)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("act", ["公布", "发布", "印发", "报送"])
def test_a_report_below_the_notice_that_presents_it(act: str, form: str) -> None:
    title = "云岭县2021年政府信息公开工作年度报告"
    report = reported([*(line.replace("公布", act) for line in NOTICE), title, OPENING], form)
    assert (report.title, report.report_year, report.organ) == (title, 2021, "云岭县人民政府")


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_in_the_notice_itself(form: str) -> None:
    """The notice's title is the only one, and the report's sections follow its first sentence."""
    report = reported([*NOTICE[:2], *NOTICE[2:4], OPENING], form)
    assert (report.title, report.report_year) == ("云岭县2021年政府信息公开工作年度报告", 2021)
    letter = ["云岭县水利局关于报送2021年政府信息公开工作年度报告的报告", "县政府办公室：", "现将我局情况报告如下。"]
    report = reported([*letter, OPENING], form)
    assert (report.title, report.report_year) == ("2021年政府信息公开工作年度报告", 2021)
    assert report.organ == "云岭县水利局"
    assert extract(document(NOTICE, form)).report is None


@pytest.mark.parametrize("form", FORMATS)
def test_a_notice_that_asks_for_reports_is_none(form: str) -> None:
    head = [line.replace("关于公布", "关于做好").replace("予以公布", "编制工作通知如下") for line in NOTICE]
    assert read(head, form).report is None
    # With a form to fill in below it.
    template = "××局2021年政府信息公开工作年度报告（模板）"
    assert read([*head, template, OPENING], form).report is None


def test_a_notice_with_its_report_in_a_file() -> None:
    page = document([*NOTICE, '<a href="/a.docx">附件：云岭县2021年政府信息公开工作年度报告.docx</a>'], "html")
    title = "云岭县2021年政府信息公开工作年度报告"
    file = document([title, OPENING * 3, *BODY], "docx")
    report = extract(page, [file]).report
    assert report is not None
    assert (report.report_year, report.organ) == (2021, "云岭县人民政府")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "title",
    [
        "云岭县财政局2021年预决算信息公开工作报告",
        "云岭县第一中学2021年校务公开工作报告",
        "云岭厂2021年厂务公开工作年度报告",
        "东塘村2021年村务公开年度报告",
        "云岭市2021年环境信息公开年度报告",
        "云岭化工公司2021年企业环境信息公开年度报告",
        "云岭县2021年政务服务工作年度报告",
        "云岭县2021年招标投标信息公开年度报告",
        "云岭县2021年上半年政府信息公开工作报告",
        "云岭县2021年政府信息公开工作自查报告",
    ],
)
def test_reports_of_other_laws_are_none(title: str, form: str) -> None:
    assert judge_title(title).kind == "other"
    for head in ([title], [title[:9], title[9:]]):
        # Long enough to be a report without a title.
        extraction = read(
            [*head, *["根据有关规定，现公布2021年度信息公开工作情况，政府信息公开按要求推进。"] * 12], form
        )
        assert extraction.report is None, head
        assert [issue.code for issue in extraction.issues] == ["not_a_report"]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("law", ["高等学校信息公开办法", "公共企事业单位信息公开规定"])
def test_a_text_that_never_speaks_of_government_is_none(law: str, form: str) -> None:
    head = [
        "云岭市第一中学2021年信息公开年度报告",
        f"根据《{law}》，现公布2021年信息公开年度报告，请予监督，欢迎来电。" * 4,
    ]
    body = [line.replace("政府信息", "信息") for line in BODY]
    assert extract(document([*head, *body], form)).report is None
    assert extract(document([*head, *BODY], form)).report is not None
