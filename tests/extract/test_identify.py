"""Who reports on which year, and what proves it."""

from datetime import date

import pytest

from archive.extract.report.identify import Identity, identify
from archive.extract.report.named_year import stated_period
from archive.extract.report.organs import full_name
from archive.model import Document, Hints
from archive.text import read_page
from archive.text.title_grammar import title_organ
from tests.support.pages import ORGAN, SHELLS, TITLE, YEAR, report_page

PROSE = "本年度，我单位按照条例要求推进政府信息公开，健全制度，完善平台，及时回应关切，各项工作取得新的进展。"


def of(text: str, url: str | None = None, hints: Hints | None = None) -> Identity:
    document = Document(text.encode(), url, None, "a.txt", hints or Hints())
    return identify(read_page(document), document)


@pytest.mark.parametrize(
    ("title", "words", "name"),
    [
        ("青山市2020年度政府信息公开工作报告", "青山市", "青山市人民政府"),
        ("2018年盘锦市政府信息公开工作年度报告", "盘锦市", "盘锦市人民政府"),
        ("盘锦市政府2019年度政府信息公开工作报告", "盘锦市政府", "盘锦市人民政府"),
        ("漳平市人民政府办公室关于漳平市2017年政府信息公开工作的报告", "漳平市人民政府办公室", "漳平市人民政府办公室"),
        ("左贡县人民政府2021年度信息公开年度报告", "左贡县人民政府", "左贡县人民政府"),
        ("密云区高岭镇2017年政府信息公开年报", "密云区高岭镇", "密云区高岭镇人民政府"),
        ("金融街街道2025年政府信息公开工作年度报告", "金融街街道", "金融街街道办事处"),
        ("温州市(政府办公室)2022年政府信息公开工作年度报告", "温州市政府办公室", "温州市政府办公室"),
        ("赣州经济技术开发区2023年政府信息公开工作年度报告", "赣州经济技术开发区", "赣州经济技术开发区管委会"),
        ("天水市麦积区招商局2025年政府信息公开工作年度报告", "天水市麦积区招商局", "天水市麦积区招商局"),
        ("河北省2020年政府信息公开工作年度报告", "河北省", "河北省人民政府"),
        ("2020年度政府信息公开工作年度报告", None, None),
    ],
)
def test_the_organ_in_a_title(title: str, words: str | None, name: str | None) -> None:
    assert title_organ(title) == words
    if words is not None:
        assert full_name(words, 2020, (), "").name == name


def test_a_zones_committee_in_the_pages_own_words() -> None:
    assert full_name("青山经济开发区", 2020, (), "青山经济开发区管理委员会编制").name == "青山经济开发区管理委员会"


@pytest.mark.parametrize("shell", SHELLS)
def test_a_whole_page(shell: str) -> None:
    document = Document(report_page(shell).encode(), "https://www.yunxi.gov.cn/2021n/t20210101_1.html")
    identity = identify(read_page(document), document)
    assert (identity.title, identity.report_year, identity.published_on) == (TITLE, YEAR, date(2023, 1, 19))
    assert identity.organ == ORGAN
    assert {e.field for e in identity.evidence} >= {"title", "report_year", "organ", "published_on"}


def test_the_year_is_never_that_of_the_url_or_the_publication() -> None:
    text = f"云溪区政府信息公开工作年度报告\n发布日期：2021-11-02\n{PROSE}"
    identity = of(text, "http://a.gov.cn/2021n/t20211102_1.html")
    assert identity.report_year is None
    assert identity.published_on == date(2021, 11, 2)


def test_the_stated_period_names_the_year() -> None:
    identity = of(f"云溪区政府信息公开工作年度报告\n{PROSE}本报告统计期限自2019年1月1日起至2019年12月31日止。")
    assert identity.report_year == 2019
    assert ("report_year", "stated period") in {(e.field, e.source) for e in identity.evidence}


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("统计期限为2020年1月1日至2020年12月31日", 2020),
        ("2020年1月1日—12月31日", 2020),
        ("自２０２０年１月１日起，至２０２０年１２月３１日止", 2020),
        ("统计时间：2020.1.1-2020.12.31", 2020),
        ("自2020年01月01日起至2020年12月31日止", 2020),
        ("自2019年1月1日至2020年12月31日", None),
        ("自201911日起", None),
    ],
)
def test_periods(text: str, year: int | None) -> None:
    assert stated_period(text) == year


def test_title_and_period_that_disagree_are_an_issue() -> None:
    identity = of(f"云溪区2020年政府信息公开工作年度报告\n{PROSE}统计期限自2019年1月1日起至2019年12月31日止。")
    assert identity.report_year == 2020
    assert [issue.code for issue in identity.issues] == ["year_disagrees"]


def test_a_text_without_a_title() -> None:
    identity = of("2020年以来，我局推进政府信息公开。2020年我局健全制度，完善平台，及时回应关切，取得新的进展。")
    assert (identity.title, identity.organ, identity.report_year) == (None, None, 2020)


def test_the_anchor_text_comes_last() -> None:
    hints = Hints(anchor_text="青山县林业局2018年政府信息公开工作年度报告", portal_adcode="210000")
    identity = of(PROSE, hints=hints)
    assert (identity.organ, identity.report_year) == ("青山县林业局", 2018)
    assert of(f"云溪县教育局2017年政府信息公开工作年度报告\n{PROSE}", hints=hints).report_year == 2017


def test_namesakes_and_context() -> None:
    title = "和平区2017年度政府信息公开工作报告"
    alone = of(f"{title}\n{PROSE}")
    assert alone.adcode is None
    assert [issue.code for issue in alone.issues] == ["ambiguous_division"]
    assert of(f"{title}\n{PROSE}报告在“沈阳·和平”网站公开。").adcode == "210102"
    assert of(f"{title}\n{PROSE}", hints=Hints(portal_adcode="210100")).adcode == "210102"


def test_the_code_in_the_foot_of_a_text_tells_namesakes_apart() -> None:
    foot = "主办单位：市人民政府办公室\n网站标识码：2101000050"
    assert of(f"和平区2017年度政府信息公开工作报告\n{PROSE}\n{foot}").adcode == "210102"


def test_a_division_that_had_ended() -> None:
    assert of(f"闸北区2014年政府信息公开工作年度报告\n{PROSE}").adcode == "310108"
    assert of(f"闸北区2019年政府信息公开工作年度报告\n{PROSE}").adcode is None


def test_numbers_of_the_metadata_block() -> None:
    block = "索 引 号 : 00071-X-2021-0005 发布机构: 区政府办\n发文字号：云政办〔2021〕3号"
    identity = of(f"云溪区2020年政府信息公开工作年度报告\n{block}\n{PROSE}")
    assert (identity.index_number, identity.document_number) == ("00071-X-2021-0005", "云政办〔2021〕3号")


def test_a_cited_document_number_is_not_the_reports_own() -> None:
    identity = of(f"云溪区2020年政府信息公开工作年度报告\n{PROSE}根据国办公开办函〔2021〕30号编制。\n文号：")
    assert identity.document_number is None


def test_a_number_in_a_line_of_its_own_is() -> None:
    text = f"云溪区政府办公室\n时间:2018-02-15 09:56\n云政办〔2018〕26号\n云溪区2017年政府信息公开工作报告\n{PROSE}"
    assert of(text).document_number == "云政办〔2018〕26号"


def test_the_uploader_is_not_the_organ() -> None:
    identity = of(f"云溪区审计局2020年政府信息公开工作年度报告\n发布机构: 云溪区人民政府办公室\n{PROSE}")
    assert identity.organ == "云溪区审计局"


def test_without_any_name_the_signature_tells() -> None:
    identity = of(f"2020年度政府信息公开工作年度报告\n{PROSE}\n云溪区审计局\n2021年1月12日")
    assert (identity.organ, identity.report_year) == ("云溪区审计局", 2020)


@pytest.mark.parametrize("step", ["各区县市政府", "市政府办公室", "县直部门和乡镇", "区人民政府", "市级部门"])
def test_a_group_of_organs_is_none(step: str) -> None:
    text = f"首页 > 政府信息公开 > {step} > 年报\n2020年度政府信息公开工作年度报告\n发布机构: {step}\n{PROSE}"
    assert of(text).organ is None


def test_the_breadcrumb_names_the_organ_where_the_title_does_not() -> None:
    text = f"首页 > 政府信息公开 > 云溪区审计局 > 年报\n2020年度政府信息公开工作年度报告\n{PROSE}"
    assert of(text).organ == "云溪区审计局"


@pytest.mark.parametrize(
    ("opening", "year"),
    [
        ("为做好公开工作，现将2021年度政府信息公开工作情况报告如下。", 2021),
        ("按照《关于做好2022年政务公开工作的通知》，编制2021年政府信息公开年度报告。", 2021),
        ("现将2021年度工作情况公布如下：", 2021),
        ("2021年，我局坚持公开为常态。", 2021),
        ("2021年以来，我局坚持公开为常态。", 2021),
        ("自2019年新条例施行后，我局坚持公开为常态。", None),
        ("2020年，我局起步。\n2021年，我局见效。", None),
    ],
)
def test_the_year_in_the_opening(opening: str, year: int | None) -> None:
    assert of(f"政府信息公开工作年度报告\n{opening}\n一、总体情况\n{PROSE}").report_year == year


def page(inner: str, *, window: str = "", meta: str = "") -> Identity:
    html = f"<html><head><title>{window}</title>{meta}</head><body>{inner}</body></html>"
    document = Document(html.encode(), None, "text/html; charset=utf-8", "a.html")
    return identify(read_page(document), document)


def test_a_bare_title_is_the_articles_unless_it_is_the_columns() -> None:
    body = f"<div class='TRS_Editor'><p>2021年，我局坚持公开。{PROSE}</p><p>一、总体情况</p><p>{PROSE * 3}</p></div>"
    crumb = "<div class='crumb'>当前位置：<a>首页</a> &gt; <a>{}</a></div>"
    title = "政府信息公开工作年度报告"
    assert page(f"{crumb.format('年报')}<h1>{title}</h1>{body}").title == title
    assert page(f"{crumb.format(title)}<h1>{title}</h1>{body}").title is None
    column = "政府信息公开年报"
    assert page(f"{crumb.format('公开')}<h1>{column}</h1>{body}").title is None
    meta = f"<meta name='ArticleTitle' content='{column}'>"
    assert page(f"{crumb.format('公开')}<h1>{column}</h1>{body}", meta=meta).title == column


def test_a_date_beside_the_text_is_not_that_of_a_related_page() -> None:
    body = f"<div class='TRS_Editor'><p>{PROSE * 3}</p></div>"
    related = "<ul><li><a>东湖县水利局2019年政府信息公开工作年度报告</a><span>2020-01-09</span></li></ul>"
    title = "<h1>东湖县民政局2021年政府信息公开工作年度报告</h1>"
    assert page(f"{title}{body}{related}").published_on is None
    assert page(f"{title}<span>2022年02月21日</span>{body}{related}").published_on == date(2022, 2, 21)


YEARS = [f"东湖县民政局{year}年政府信息公开工作年度报告" for year in (2023, 2022, 2021, 2020)]


@pytest.mark.parametrize("own_first", [True, False])
def test_a_menu_of_years_beside_the_title(own_first: bool) -> None:
    menu, own = "".join(f"<li>{title}</li>" for title in YEARS), YEARS[2]
    head = f"<h2>{own}</h2><p>发布时间：2022-01-20</p>"
    body = f"<div class='TRS_Editor'><p>{PROSE * 3}</p></div>"
    html = f"{head}<ul>{menu}</ul>{body}" if own_first else f"<ul>{menu}</ul>{head}{body}"
    assert (page(html).title, page(html).report_year) == (own, 2021)
    text = [own, "发布时间：2022-01-20", *YEARS] if own_first else [*YEARS, own, "发布时间：2022-01-20"]
    assert of("\n".join([*text, PROSE])).report_year == 2021


def test_signs_that_nobody_sees_are_no_part_of_a_title() -> None:
    title = "东湖县民政局2021年政府信息公开工作年度报告"
    broken = title.replace("公开", "公开\u200b")
    assert page(f"<h1>{broken}</h1><div class='TRS_Editor'><p>{PROSE * 3}</p></div>").title == title


def test_a_breadcrumb_over_several_lines_of_text() -> None:
    crumb = ["您的位置：", "首页", ">", "东湖县民政局", ">", "2021年"]
    head = ["政府信息公开工作年度报告", "发布日期：2022-01-02"]
    identity = of("\n".join([*crumb, *head, "2021年，我局坚持公开。", PROSE]))
    assert (identity.organ, identity.title) == ("东湖县民政局", "政府信息公开工作年度报告")


@pytest.mark.parametrize(
    "sentence",
    [
        "东湖县信访局根据《中华人民共和国政府信息公开条例》的规定编制本报告。",
        "如有疑问，请与东湖县信访局联系（电话：0001）。",
        "根据条例要求，由东湖县信访局编制。",
        "根据条例要求，现公布东湖县信访局2021年度政府信息公开年度报告。",
        "根据条例要求，特向社会公布2021年度东湖县信访局政府信息公开年度报告。",
    ],
)
def test_the_organ_that_the_text_names(sentence: str) -> None:
    text = f"2021年政府信息公开工作年度报告\n来源：东湖县人民政府办公室\n{sentence}\n一、总体情况\n{PROSE}"
    assert of(text).organ == "东湖县信访局"


def test_an_opening_without_a_name_names_nobody() -> None:
    assert of(f"政府信息公开工作年度报告\n现将2021年度政府信息公开工作情况报告如下。\n{PROSE}").organ is None


def test_the_organ_that_a_paragraph_begins_with() -> None:
    text = "一、总体情况\n2021年，东湖县公安局严格按照条例开展工作，现将政府信息公开情况报告如下。"
    assert of(text).organ == "东湖县公安局"
