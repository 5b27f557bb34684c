"""The grammar of titles: what names a report, whose and of when, in links as in documents."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extract.pipeline import extract
from archive.model import Document
from archive.text.digits import LOOK_ALIKES
from archive.text.title_grammar import judge_title, may_carry, never_report, title_year
from crawler.discovery import Anchor, ReportLink, classify
from tests.conftest import ROOT
from tests.support.pages import SHELLS
from tests.support.title_cases import (
    CUT_ANYWHERE,
    FORMS,
    IN_COLUMN,
    LISTINGS,
    NOT_EVEN_IN_COLUMN,
    ORGANS,
    REFUSED,
    REPORTS,
)

URLS = Path(ROOT).parent / "shared" / "portals" / "report_urls.tsv"
COMPOSED = [
    (form.format(organ=organ, year=year), year, organ) for organ in ORGANS for form in FORMS for year in (2019,)
]
ARTICLE = "http://www.yunling.gov.cn/xxgk/202001/t20200121_1001.html"
PROSE = "<p>2019年，全年围绕群众关切推进政府信息公开，制度不断健全，质量持续提升，相关情况如下所述。</p>" * 10

AROUND = [
    "《{}》",
    "{}_政府信息公开年报_云岭县人民政府",
    "{}-云岭县人民政府门户网站",
    "云岭县人民政府_{}",
    "{} | 云岭县",
    "· {}",
    "1.{}",
    "{}  2020-01-21",
    "[2020-01-21] {}",
    "{}（2020-01-21）",
    "{}.docx",
    "附件：{}",
    "{} new",
    "【年报】{}",
    "\u3000{}\xa0",
    "{}。",
    "“{}”",
    "{}_通知公告_云岭县人民政府",
    "2020年1月21日 {}",
]

REPORTS_ALONE = [title for title, _, _ in (*COMPOSED, *REPORTS)]
titles = st.sampled_from([*COMPOSED, *REPORTS])
noughts = st.sampled_from(LOOK_ALIKES[0])


@pytest.mark.parametrize("in_column", [False, True])
def test_reports_of_every_form_with_year_and_organ(in_column: bool) -> None:
    for title, year, organ in (*COMPOSED, *REPORTS):
        judged = judge_title(title, in_column=in_column)
        assert (judged.kind, judged.year) == ("report", year), (title, judged)
        assert judged.organ == organ, (title, judged)
        assert judged.certain, title


@pytest.mark.parametrize("in_column", [False, True])
@pytest.mark.parametrize(("title", "reason"), REFUSED)
def test_what_names_no_report(title: str, reason: str, in_column: bool) -> None:
    judged = judge_title(title, in_column=in_column)
    assert (judged.kind, judged.reason) == ("other", reason), judged


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("云岭县2021年上半年政府信息公开工作报告", "上半年"),
        ("关于印发《政府信息公开工作年度报告格式》的通知", "格式"),
        ("云岭水务有限公司2021年信息公开年度报告", "公司"),
        ("关于公布云岭县2019年政府信息公开年度报告的公告", None),
        ("云岭县2019年政府信息公开工作总结", None),
        ("云岭县2019年政府信息公开工作年度报告", None),
        ("政府信息公开指南", None),
    ],
)
def test_what_not_even_tables_make_a_report(title: str, word: str | None) -> None:
    assert never_report(title) == word


def test_of_some_titles_the_page_decides() -> None:
    assert may_carry("关于公布云岭县2019年政府信息公开年度报告的公告")
    assert may_carry("云岭县2019年政府信息公开工作总结")
    assert not may_carry("关于做好2019年政府信息公开工作年度报告编制发布工作的通知")
    assert not any(map(may_carry, REPORTS_ALONE))


@pytest.mark.parametrize(("title", "year", "organ"), IN_COLUMN)
def test_what_only_a_column_makes_a_report(title: str, year: int | None, organ: str) -> None:
    assert judge_title(title).kind == "other"
    judged = judge_title(title, in_column=True)
    assert (judged.kind, judged.year, judged.organ, judged.certain) == ("report", year, organ, False)


@pytest.mark.parametrize(("title", "year", "organ"), CUT_ANYWHERE)
def test_a_cut_title_with_subject_and_year_may_be_a_report_anywhere(title: str, year: int, organ: str) -> None:
    judged = judge_title(title)
    assert (judged.kind, judged.year, judged.organ, judged.certain) == ("report", year, organ, False)


@pytest.mark.parametrize("title", NOT_EVEN_IN_COLUMN)
def test_what_not_even_a_column_makes_a_report(title: str) -> None:
    assert judge_title(title, in_column=True).kind == "other"


@pytest.mark.parametrize("title", LISTINGS)
def test_names_of_lists(title: str) -> None:
    assert judge_title(title, in_column=True).kind == "listing"


def test_a_columns_own_name_is_uncertain() -> None:
    judged = judge_title("政府信息公开年报")
    assert (judged.kind, judged.year, judged.organ, judged.certain) == ("report", None, "", False)


@given(
    century=st.sampled_from("2二２"),
    nought=noughts,
    decade=st.sampled_from("〇○О0一1１二2"),
    one=st.sampled_from(range(10)),
    data=st.data(),
)
def test_any_look_alike_gives_the_same_year(
    century: str, nought: str, decade: str, one: int, data: st.DataObject
) -> None:
    last = data.draw(st.sampled_from(LOOK_ALIKES[one]))
    tens = next(digit for digit, signs in enumerate(LOOK_ALIKES) if decade in signs)
    year = 2000 + 10 * tens + one
    title = f"云岭县水利局{century}{nought}{decade}{last}年政府信息公开工作年度报告"
    judged = judge_title(title)
    assert (judged.kind, judged.year, judged.organ) == ("report", year, "云岭县水利局"), title


@given(
    case=titles,
    around=st.sampled_from(AROUND),
)
def test_what_stands_around_a_title_changes_nothing(case: tuple[str, int | None, str], around: str) -> None:
    title, year, organ = case
    judged = judge_title(around.format(title))
    assert (judged.kind, judged.year) == ("report", year), around.format(title)
    if organ:
        assert judged.organ == organ, around.format(title)


@given(case=titles, gap=st.integers(1, 30), blank=st.sampled_from(["\u3000", "\xa0", " ", "\n", "\u200b"]))
def test_blanks_inside_change_nothing(case: tuple[str, int | None, str], gap: int, blank: str) -> None:
    title = case[0]
    assert judge_title(f"{title[:gap]}{blank}{title[gap:]}") == judge_title(title)


@given(st.text(max_size=130), st.booleans())
def test_any_text_gets_an_answer(text: str, in_column: bool) -> None:
    judged = judge_title(text, in_column=in_column)
    assert (judged.kind == "other") == (judged.reason is not None)
    assert judged.year is None or 2000 <= judged.year < 2040


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2021年1月发布的2020年度报告", 2020),
        ("2020年报告（2021-01-15）", 2020),
        ("文件20201231号", None),
        ("云政办〔2021〕5号", None),
        ("2019、2020年年报", None),
        ("2008-2012年年报", None),
        ("2O2O年", 2020),
        ("二〇十二年", 2012),
        ("二○—九年", 2019),
        ("二零二三年", 2023),
    ],
)
def test_title_year(title: str, year: int | None) -> None:
    assert title_year(title) == year


def test_links_and_documents_are_judged_alike() -> None:
    """A title over an article's link, and the same title over a text."""
    for title in [*[case[0] for case in (*COMPOSED[::9], *REPORTS)], *[case[0] for case in REFUSED]]:
        link = classify(Anchor(ARTICLE, title))
        page = SHELLS["nested_tables"](title, PROSE)
        document = extract(Document(page.encode()))
        assert isinstance(link, ReportLink) == (document.report is not None), (title, link, document.issues)
        if isinstance(link, ReportLink) and title_year(title):
            assert document.report is not None
            assert document.report.report_year == link.expected_year


@pytest.mark.shared
def test_the_collected_titles_are_reports_of_their_years() -> None:
    with URLS.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    assert len(rows) > 280
    for row in rows:
        judged = judge_title(row["title"], in_column=True)
        assert judged.kind == "report", row["title"]
        assert row["year"] in {"?", "", str(judged.year)}, row["title"]
