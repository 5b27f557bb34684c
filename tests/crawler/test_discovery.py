"""What a link is: titles of our own in every odd order, and the real ones where they are at hand."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import Anchor, ListingLink, NotAReport, ReportLink, classify, is_article, is_file, title_year
from crawler.reading.links import read_links

ROOT = Path(__file__).resolve().parents[2]
REAL_LISTING = ROOT.parent / "shared" / "corpus" / "real" / "pingtan_report_list.html"
REAL_TITLES = ROOT.parent / "shared" / "portals" / "report_urls.tsv"
COLUMN = ("政府信息公开年报",)
ARTICLE = "http://www.example.gov.cn/zwgk/zfxxgknb/202201/t20220121_1001.html"
FOLDER = "http://www.example.gov.cn/zwgk/zfxxgk/jd/"

REPORTS = [
    ("漳平市人民政府办公室关于漳平市2017年政府信息公开工作的报告", 2017),
    ("2020年甲乙区东河新城发展服务中心政府信息公开工作年度报告", 2020),
    ("和平区2017年度政府信息公开工作报告", 2017),
    ("甲县2021年度政府信息公开年度报告", 2021),
    ("乙市丙镇人民政府2019年政府信息公开年报", 2019),
    ("丁街道办事处二〇一二年政府信息公开年度报告", 2012),
    ("戊县二○○八年度政府信息公开工作报告", 2008),
    ("己局政府信息公开工作年度报告（2015年度）", 2015),
    ("关于庚区2016年度政府信息公开工作情况的报告", 2016),
    ("辛局关于2013年政府信息公开工作情况的报告", 2013),
    ("壬委《条例》实施情况及2010年政府信息公开年度报告", 2010),
    ("癸县人民政府政府信息公开2018年工作报告", 2018),
    ("甲市督查室2020年政府信息公开工作年度报告", 2020),
    ("乙市人口和计划生育局2011年政府信息公开年度报告", 2011),
    ("丙区生态环境局2022年政府信息公开工作年度报告", 2022),
    ("丁县教育体育局2023年度政府信息公开工作年度报告.pdf", 2023),
    ("戊市信访局2020年政府信息公开工作年度报告", 2020),
    ("己县检查站2020年政府信息公开年度报告（含统计表）", 2020),
    ("庚市2009年政务公开工作年度报告", 2009),
    ("· 辛区2014年政府信息公开工作年度报告 2015-03-20", 2014),
    ("２０１９年壬县政府信息公开工作年度报告", 2019),
    ("癸乡2021 年政府信息 公开工作年度报告", 2021),
]
BARE_REPORTS = [("甲省政府办公厅2025年度报告", 2025), ("乙区2022年年报", 2022), ("丙局2017年公开年报", 2017)]

REFUSED = [
    ("关于做好2020年政府信息公开工作年度报告编制发布工作的通知", "notice"),
    ("关于认真做好2020年政府信息公开工作年度报告", "notice"),
    ("转发关于编制2020年政府信息公开工作年度报告", "notice"),
    ("关于报送2018年政府信息公开年度报告的函", "notice"),
    ("甲县人民政府办公室关于印发2019年政府信息公开年度报告的通知", "notice"),
    ("关于公布乙县2019年政府信息公开年度报告的公告", "notice"),
    ("丙区召开政府信息公开年度报告编制培训会", "notice"),
    ("丁市2020年政府信息公开工作自查报告", "self_check"),
    ("戊县关于政府信息公开工作的自查自评情况报告", "self_check"),
    ("己区政府信息公开年度报告检查评估结果", "self_check"),
    ("图解：庚市2021年政府信息公开工作年度报告", "infographic"),
    ("【图解】庚市2021年政府信息公开工作年度报告", "infographic"),
    ("庚市2021年政府信息公开工作年度报告（图解版）", "infographic"),
    ("一图读懂辛区2022年政府信息公开工作年度报告", "infographic"),
    ("壬县2020年政府信息公开工作年度报告解读", "infographic"),
    ("癸区政府信息公开指南", "guide"),
    ("甲局政府信息公开目录", "guide"),
    ("政府信息公开工作年度报告格式", "guide"),
    ("乙局2010年政府信息公开工作总结", "work_summary"),
    ("丙局2010年政府信息公开工作总结报告", "work_summary"),
    ("关于政府信息公开年报的咨询", "letter"),
    ("市长信箱来信选登", "letter"),
    ("2020年政府工作报告", "other_report"),
    ("2020年法治政府建设年度报告", "other_report"),
    ("2021年度部门决算报告", "other_report"),
    ("某企业环境信息公开年度报告", "not_about_disclosure"),
    ("甲大学2019-2020学年信息公开年度报告", "not_about_disclosure"),
    ("首页", "not_about_disclosure"),
    ("2023年统计年报", "other_report"),
    ("某公司2022年年度报告", "other_report"),
]

LISTINGS = [
    ("2020年", 2020),
    ("2020", 2020),
    ("2017年度", 2017),
    ("各区县市政府信息公开工作年度报告", None),
    ("市政府信息公开工作年度报告", None),
    ("市直部门政府信息公开年度报告", None),
    ("2020年各区县政府信息公开工作年度报告", 2020),
    ("政府信息公开年报", None),
    ("历年政府信息公开年报", None),
    ("往年年报", None),
    ("乡镇（街道）", None),
    ("县直部门", None),
    ("甲县人民政府办公室政府信息公开年报", None),
]


@pytest.mark.parametrize(("title", "year"), REPORTS)
@pytest.mark.parametrize("context", [(), COLUMN], ids=["bare", "column"])
def test_report_titles(title: str, year: int, context: tuple[str, ...]) -> None:
    decision = classify(Anchor(ARTICLE, title, None, context))
    assert isinstance(decision, ReportLink), decision
    assert decision.expected_year == year


@pytest.mark.parametrize(("title", "year"), BARE_REPORTS)
def test_titles_without_the_subject_count_in_a_report_column_only(title: str, year: int) -> None:
    inside = classify(Anchor(ARTICLE, title, None, COLUMN))
    assert isinstance(inside, ReportLink)
    assert inside.expected_year == year
    outside = classify(Anchor("http://www.example.gov.cn/xw/202201/t20220121_1001.html", title))
    assert (isinstance(outside, ReportLink)) == ("公开" in title)


@pytest.mark.parametrize(("title", "reason"), REFUSED)
@pytest.mark.parametrize("context", [(), COLUMN], ids=["bare", "column"])
def test_what_is_no_report(title: str, reason: str, context: tuple[str, ...]) -> None:
    decision = classify(Anchor(ARTICLE, title, None, context))
    assert isinstance(decision, NotAReport), decision
    assert decision.reason == reason


@pytest.mark.parametrize(("title", "year"), LISTINGS)
def test_years_and_groups_are_listings_to_follow(title: str, year: int | None) -> None:
    decision = classify(Anchor(FOLDER, title, None, COLUMN))
    assert isinstance(decision, ListingLink), decision
    assert decision.year == year


def test_a_year_outside_the_column_is_nothing() -> None:
    assert isinstance(classify(Anchor(FOLDER, "2020年")), NotAReport)


@pytest.mark.parametrize("title", ["政府工作报告", "市政府工作报告", "政府信息公开", "政府信息公开制度", "信用信息"])
def test_neighbouring_columns_are_no_listings_of_reports(title: str) -> None:
    assert isinstance(classify(Anchor(FOLDER, title, None, COLUMN)), NotAReport)


def test_a_report_title_over_a_folder_is_a_report_that_may_be_a_listing() -> None:
    decision = classify(Anchor(FOLDER, "昆河市人民政府2023年政府信息公开工作年度报告", None, COLUMN))
    assert decision == ReportLink(FOLDER, "report", 2023, "昆河市人民政府2023年政府信息公开工作年度报告", certain=False)


def test_a_cut_text_gives_way_to_the_title_attribute() -> None:
    decision = classify(
        Anchor(ARTICLE, "甲市乙区发展和改革局2020年政府信…", "甲市乙区发展和改革局2020年政府信息公开工作年度报告")
    )
    assert isinstance(decision, ReportLink)
    assert decision.title == "甲市乙区发展和改革局2020年政府信息公开工作年度报告"


def test_the_year_of_an_undated_title_comes_from_the_nearest_context() -> None:
    decision = classify(Anchor(ARTICLE, "甲局政府信息公开年度报告", None, ("政府信息公开年报", "2019年", "2021年")))
    assert isinstance(decision, ReportLink)
    assert decision.expected_year == 2021


def test_files_are_attachments_even_without_an_extension_in_the_url() -> None:
    servlet = "http://www.example.gov.cn/system/_content/download.jsp?urltype=news.DownloadAttachUrl&wbfileid=7"
    for url in (servlet, "http://www.example.gov.cn/W020220121.PDF", "http://www.example.gov.cn/a/%E5%B9%B4.docx"):
        decision = classify(Anchor(url, "甲局2020年政府信息公开工作年度报告", None, COLUMN))
        assert isinstance(decision, ReportLink)
        assert decision.kind == "attachment"
    assert is_file("http://www.example.gov.cn/d?id=7", "年度报告.docx")
    assert not is_file(ARTICLE, "年度报告")


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2021年1月发布的2020年度报告", 2020),
        ("2020年报告（2021-01-15）", 2020),
        ("文件20201231号", None),
        ("没有年份", None),
        ("二〇二〇年", 2020),
    ],
)
def test_title_year(title: str, year: int | None) -> None:
    assert title_year(title) == year


@given(st.text(max_size=80), st.text(max_size=80), st.lists(st.text(max_size=20), max_size=3))
def test_any_words_get_an_answer(text: str, title: str, context: list[str]) -> None:
    assert isinstance(classify(Anchor(ARTICLE, text, title, tuple(context))), ReportLink | ListingLink | NotAReport)


def _real_titles() -> list[dict[str, str]]:
    if not REAL_TITLES.is_file():
        return []
    with REAL_TITLES.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@pytest.mark.shared
def test_every_real_title_is_found_with_its_year() -> None:
    for row in _real_titles():
        decision = classify(Anchor(row["url"], row["title"], None, COLUMN))
        assert isinstance(decision, ReportLink), row
        assert row["year"] in {"", "?", str(decision.expected_year)}, row


@pytest.mark.shared
def test_a_real_listing_gives_its_reports_and_nothing_beside_them() -> None:
    page = read_links(REAL_LISTING.read_text(encoding="utf-8"), "https://www.pingtan.gov.cn/zwgk/zfxxgk/zfxxgknb/")
    decisions = [classify(anchor) for anchor in page.anchors(())]
    reports = [decision for decision in decisions if isinstance(decision, ReportLink)]
    assert [report.expected_year for report in reports] == list(range(2025, 2015, -1))
    listings = {decision.title for decision in decisions if isinstance(decision, ListingLink)}
    assert listings <= {"政府信息公开年报", "省政府", "政府机构"}


@pytest.mark.shared
def test_most_real_urls_are_known_as_articles() -> None:
    rows = [row for row in _real_titles() if row["host_kind"] == "gov.cn"]
    assert sum(is_article(row["url"]) for row in rows) > 0.85 * len(rows)
