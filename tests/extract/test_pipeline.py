"""One document and its attachments to one extraction; bad input to issues."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as WordDocument
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.__main__ import main
from archive.extract.pipeline import extract
from archive.model import Document, Extraction
from tests.conftest import ROOT
from tests.support.pages import FORM_C_ROWS, REVIEWS, SHELLS, TITLE, report_body, report_page

SHARED = Path(ROOT).parent / "shared"
needs_shared = pytest.mark.shared


def values(extraction: Extraction) -> dict[str, object]:
    return {figure.key: figure.value for figure in extraction.figures}


def codes(extraction: Extraction) -> list[str]:
    return [issue.code for issue in extraction.issues]


@pytest.mark.parametrize("shell", SHELLS)
def test_every_figure_of_a_page(shell: str) -> None:
    extraction = extract(Document(report_page(shell).encode(), "https://www.yunxi.gov.cn/a/b.html"))
    found = values(extraction)
    assert extraction.report is not None
    assert (extraction.report.form, extraction.report.report_year) == ("C", 2022)
    assert len([key for key in found if key.startswith("t3.")]) == 175
    assert [found[f"t3.new.{column}"] for column in ("natural_person", "commercial_enterprise", "total")] == [20, 6, 30]
    assert [value for key, value in found.items() if key.startswith("t4.")] == [int(value) for value in REVIEWS]
    assert sum(int(value) for _, row in FORM_C_ROWS for value in row) == sum(
        int(str(value)) for key, value in found.items() if key.startswith("t3.")
    )
    assert found["prose.app.received"] == 30
    assert {check.outcome for check in extraction.checks} == {"pass"}
    assert len(extraction.sections) == 6
    assert codes(extraction) == []


def word(rows: list[list[str]]) -> bytes:
    """A Word file of our own with one table."""
    document = WordDocument()
    document.add_paragraph(TITLE)
    document.add_paragraph("本报告依据条例编制，数据的统计期限自2022年1月1日起至2022年12月31日止。")
    table = document.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


DECISIONS = [["第二十条第（五）项", ""], ["信息内容", "本年处理决定数量"], ["行政许可", "1251"]]


def test_an_article_that_links_its_report_is_one_report() -> None:
    article = Document(
        SHELLS["article"](TITLE, '<p><a href="a.docx">年度报告</a></p>').encode(), "https://a.gov.cn/b.html"
    )
    attachment = Document(word(DECISIONS), filename="a.docx")
    extraction = extract(article, [attachment])
    assert extraction.report is not None
    assert extraction.report.title == TITLE
    assert values(extraction)["t2_5.licence.decisions"] == 1251
    assert "only_attachment" not in codes(extraction)


def test_page_and_attachment_that_disagree() -> None:
    article = Document(report_page("article").encode(), "https://a.gov.cn/b.html")
    extraction = extract(article, [Document(word(DECISIONS), filename="a.docx")])
    assert values(extraction)["t2_5.licence.decisions"] == 1250
    (issue,) = [issue for issue in extraction.issues if issue.code == "figures_disagree"]
    assert issue.detail == "a.docx: t2_5.licence.decisions 1250 / 1251"


def test_an_attachment_that_cannot_be_read_is_an_issue() -> None:
    article = Document(report_page("article").encode(), "https://a.gov.cn/b.html")
    extraction = extract(article, [Document(b"%PDF-1.4 cut", filename="a.pdf")])
    assert extraction.report is not None
    assert len(values(extraction)) > 190
    assert codes(extraction) == ["unreadable"]
    assert extraction.issues[0].detail.startswith("a.pdf: ")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty.html"),
        (b"\x00" * 500, "zeros.html"),
        (bytes(range(256)) * 50, "binary.html"),
        (b"MZ\x90\x00" + b"\x00\x01" * 400, "program.html"),
        (b"%PDF-1.7\n%broken", "broken.html"),
        (b"PK\x03\x04broken", "broken.docx"),
    ],
)
def test_what_cannot_be_read(data: bytes, name: str) -> None:
    extraction = extract(Document(data, None, "text/html; charset=utf-8", name))
    assert (extraction.report, extraction.figures, extraction.text) == (None, (), "")
    (issue,) = extraction.issues
    assert (issue.stage, issue.code) == ("decode", "unreadable")
    assert "\n" not in issue.detail
    assert issue.detail.startswith(name)


def test_a_wrong_charset_is_read_and_said() -> None:
    extraction = extract(Document(report_page("article").encode("gbk"), None, "text/html; charset=utf-8", "a.html"))
    assert extraction.report is not None
    assert extraction.report.title == TITLE
    assert codes(extraction) == ["wrong_charset"]


def test_a_table_without_numbers() -> None:
    body = report_body()
    for digits in "0123456789":
        body = body.replace(f"<p>{digits}</p>", "<p></p>")
    extraction = extract(Document(SHELLS["article"](TITLE, body).encode()))
    assert [(f.value, f.status) for f in extraction.figures if f.key == "t3.carried_out.total"] == [(None, "blank")]
    assert [issue.detail for issue in extraction.issues if issue.code == "no_numbers"] == [
        "table t4: 15 cells, and no number in any of them"
    ]


@pytest.mark.parametrize(("year", "expected"), [(2013, []), (2014, ["no_tables"]), (2022, ["no_tables"])])
def test_a_report_without_its_tables(year: int, expected: list[str]) -> None:
    title = TITLE.replace("2022", str(year))
    text = f"<p>一、总体情况</p><p>{year}年,按照规定公开。</p><p>五、存在的主要问题及改进情况</p><p>不够及时。</p>"
    extraction = extract(Document(SHELLS["article"](title, text).encode()))
    assert extraction.report is not None
    assert codes(extraction) == expected


HOSTILE = {
    "deep": b"<div>" * 10_000 + "政府信息公开".encode(),
    "deep tables": b"<table><tr><td>" * 10_000 + b"x",
    "deep inline": b"<p>" + b"<b><i>" * 5_000 + b"x",
    "wide": b"<table><tr><td colspan=1000000000 rowspan=1000000000>1<td>2</table>",
    "many spans": b"<table>" + b"<tr><td colspan=1000 rowspan=60000>1" * 300 + b"</table>",
    "many wide spans": b"<table>" + (b"<tr>" + b"<td colspan=1000 rowspan=60000>1" * 50) * 500 + b"</table>",
    "many cells": b"<table><tr>" + b"<td>0" * 300_000,
    "different attributes": b"<div " + b" ".join(b"a%d=1" % n for n in range(300_000)) + b">x</div>",
    "long cell": b"<table><tr><td>" + b"9" * 5_000_000 + b"<td>1</table>",
    "long line": ("政府信息公开工作年度报告，" * 200_000).encode(),
    "entities": b"<p>" + b"&#x4e00;" * 300_000,
    "attributes": b"<div " + b"class='TRS_Editor' " * 50_000 + b">x</div>",
    "colons": ("来源：" * 100_000).encode(),
    "separators": ("首页 > " * 50_000).encode(),
    "numerals": ("一、" * 100_000).encode(),
    "blanks": b"<p>" + b" \n" * 500_000 + b"x</p>",
    "controls": b"<p>\x0b<script>x</script>\x0b\x01</p>" + b"<p>x</p>" * 50,
    "nul": b"<p>2020\x00</p>" * 100,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end_quickly(name: str) -> None:
    """Each ends within seconds, as nothing: no figure is stated and no exception leaves."""
    for prefix in (b"<html><body>", b""):
        extraction = extract(Document(prefix + HOSTILE[name], "https://a.gov.cn/b.html", "text/html", "a.html"))
        assert extraction.report is None
        assert extraction.figures == ()
        assert extraction.issues


def test_more_text_than_any_report_is_refused() -> None:
    extraction = extract(Document(b"<table><tr><td>" + b"9" * 200_000_000, None, "text/html", "a.html"))
    assert codes(extraction) == ["unreadable"]
    assert "limit" in extraction.issues[0].detail


@pytest.mark.parametrize("line", [b"0\n", b"<p>0</p>"])
def test_more_lines_than_any_report_are_refused(line: bytes) -> None:
    extraction = extract(Document(line * 300_000, None, "text/html", "a.html"))
    assert codes(extraction) == ["unreadable"]
    assert "lines" in extraction.issues[0].detail


def test_embedded_images_do_not_count() -> None:
    image = b'<img src="data:image/png;base64,' + b"iVBORw0KGgo" * 700_000 + b'">'
    page = report_page("article").encode().replace(b"</body>", image + b"</body>")
    assert extract(Document(page)).report is not None


def test_markup_nested_too_deep_is_said() -> None:
    assert "nested_too_deep" in codes(extract(Document(b"<html><body>" + HOSTILE["deep"])))


PIECES = (
    *(b"", b"\x00", b"<", b"</td>", b"<table>", b"\xff\xfe", b"&#0;", b"<td colspan=99 rowspan=9>", b"<br>", b"&nbsp;"),
    *(b"\x0b<script>x</script>\x0b", b"<title>", b"</body>", b"<frameset>", b'<a href="http://[">x.pdf</a>', b"<!--"),
    *("一、".encode(), "：".encode(), "2020年".encode(), "政府信息公开年报".encode()),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_mutated_pages_never_raise(data: st.DataObject) -> None:
    """A page cut, with bytes changed, doubled or dropped: an extraction comes back, whatever it says."""
    page = bytearray(report_page(data.draw(st.sampled_from(sorted(SHELLS)))).encode())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(page) - 1))
        end = min(len(page), at + data.draw(st.integers(1, 400)))
        piece = data.draw(st.sampled_from([*PIECES, bytes(page[at:end]) * 2]))
        page[at:end] = piece
        if not page:
            return
    extraction = extract(Document(bytes(page), "https://a.gov.cn/b.html", None, "a.html"))
    assert extraction.report is not None or extraction.issues


def test_the_command_prints_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "report.html"
    path.write_text(report_page("trs_editor"), encoding="utf-8")
    assert main(["extract", str(path), "--url", "https://www.yunxi.gov.cn/a/b.html"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert {"report", "sections", "figures", "checks", "issues", "removed"} <= set(printed)
    assert set(printed["report"]) >= {
        "report_year",
        "title",
        "organ",
        "adcode",
        "region",
        "form",
        "published_on",
        "index_number",
        "document_number",
    }
    assert set(printed["report"]["region"]) == {"province", "city", "county"}
    assert set(printed["figures"][0]) >= {"key", "value", "status", "unit", "raw", "candidates"}
    assert set(printed["checks"][0]) >= {"id", "expression", "left", "right", "outcome"}
    assert printed["report"]["published_on"] == "2023-01-19"


def test_the_command_on_what_is_no_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "news.html"
    path.write_text(
        "<html><body><h1>县长调研</h1><p>今天，县长到各乡镇调研，听取汇报。</p></body></html>", encoding="utf-8"
    )
    assert main(["extract", str(path)]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["report"] is None
    assert [issue["code"] for issue in printed["issues"]] == ["not_a_report"]


def test_the_command_on_what_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "empty.html"
    path.write_bytes(b"")
    assert main(["extract", str(path)]) == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["issues"][0]["code"] == "unreadable"
    assert said.err.startswith("error: unreadable: empty.html: ")
    assert said.err.count("\n") == 1
    assert main(["extract", str(tmp_path / "nowhere.html")]) == 2
    assert (
        capsys.readouterr().err
        == f"error: {tmp_path}/nowhere.html: no such file or directory; name a file that can be read\n"
    )


@needs_shared
def test_gold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every figure, field and heading of the real documents, by the score that stands beside them."""
    corpus = SHARED / "corpus"
    sources = {
        **{path.name[:3]: path for path in (corpus / "seeds").glob("*.txt")},
        "pingtan_2024": corpus / "real" / "pingtan_2024.html",
        "huaian_2024": corpus / "real" / "huaian_2024.pdf",
    }
    arguments: list[str] = []
    for name, path in sorted(sources.items()):
        main(["extract", str(path)])
        extracted = tmp_path / f"{name}.json"
        extracted.write_text(capsys.readouterr().out, encoding="utf-8")
        arguments += [str(corpus / "gold" / f"{name}.json"), str(extracted)]
    score = subprocess.run(
        [sys.executable, str(SHARED / "tools" / "score.py"), *arguments], capture_output=True, text=True, check=False
    )
    assert score.returncode == 0, score.stdout
    assert score.stdout.endswith(
        "figures 1026/1026 right, 0 wrong, 0 missing, 0 extra; metadata 0 wrong; headings 0 wrong\n"
    )
