"""Citations: lines that people copy, files that reference managers read, and what Zotero finds on the page."""

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from archive.site.citations import Cited, Evidence
from archive.verify.stamping import Stamp
from archive.warc.manifest import Head, chain_head
from tests.support.sites import Get

REPORT = "/report/999900-2022"


@pytest.mark.parametrize("path", [REPORT, f"{REPORT}/number/received", f"{REPORT}/number/share_not_held"])
def test_a_report_and_its_numbers_are_cited_in_both_languages(get: Get, folder: Path, path: str) -> None:
    page = unescape(get(path, cookie="lang=zh").text)
    head = chain_head(folder / "warc")
    assert head is not None
    chinese = re.search(r'<p lang="zh-CN">(.*?)</p>', page)
    english = re.search(r'<p lang="en">(.*?)</p>', page)
    assert chinese is not None
    assert english is not None
    assert chinese[1].startswith("清溪市人民政府. 清溪市人民政府2022年政府信息公开工作年度报告")
    assert "[EB/OL]. (2023-03-20)[2024-03-01]. http://www.qingxi.test/nb/2022.html" in chinese[1]
    for line in (chinese[1], english[1]):
        assert head.sha256 in line
        assert f"http://localhost{path}" in line
    if "share" in path:
        assert "不掌握比例 5.3%" in chinese[1]
    elif "received" in path:
        assert "新收申请 20" in chinese[1]


def test_reference_managers_read_the_files(get: Get) -> None:
    bib = get(f"{REPORT}/cite.bib")
    assert bib.text.startswith("@online{nianbao-999900-2022,")
    assert "  date = {2023-03-20}," in bib.text
    assert bib.text.count("{") == bib.text.count("}")
    ris = get(f"{REPORT}/cite.ris")
    lines = [line for line in ris.text.split("\r\n") if line]
    assert lines[0] == "TY  - ELEC"
    assert lines[-1] == "ER  - "
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines)
    assert "AU  - 清溪市人民政府" in lines
    assert "UR  - http://www.qingxi.test/nb/2022.html" in lines


def test_zotero_finds_it_on_the_page(get: Get) -> None:
    page = get(REPORT).text
    tags = {name: unescape(content) for name, content in re.findall(r'<meta name="([^"]+)" content="([^"]*)">', page)}
    assert tags["citation_author"] == "清溪市人民政府"
    assert tags["citation_publication_date"] == "2023/03/20"
    coins = re.search(r'class="Z3988" title="([^"]+)"', page)
    assert coins is not None
    assert parse_qs(unescape(coins[1]))["rft.creator"] == ["清溪市人民政府"]


def test_a_capture_is_cited_by_what_was_read_from_it(get: Get) -> None:
    capture = re.search(r'href="/capture/([^"/]+)"', get(REPORT).text)
    assert capture is not None
    assert "清溪市人民政府2022年政府信息公开工作年度报告" in get(f"/capture/{capture[1]}/cite.bib").text
    assert get(f"/capture/{capture[1]}/cite.ris").status_code == 200
    assert get("/report/nothing/cite.bib").status_code == 404


def _cited(**fields: str) -> Cited:
    known = {
        "key": "k", "title": "标题", "author": "甲局", "url": "http://a.test/art_12.html?x=1&y=%20", "on": "2023-03-20",
        "at": "2024-03-01T08:00:00Z", "capture": "c", "page": "http://localhost/report/1",
    }  # fmt: skip
    return Cited(**{**known, **fields}, evidence=Evidence(None, None))


def test_a_stamp_is_said_of_the_head_that_bears_it() -> None:
    head, stamp = (
        Head(12, "ab" * 32),
        Stamp("stamps/000007.txt", datetime(2024, 5, 6, tzinfo=UTC), "某机构", checked=True),
    )
    words = Evidence(head, stamp).words
    assert "manifest line 12," in words
    assert words.endswith("; line 7 stamped 2024-05-06 by 某机构")
    assert Evidence(None, stamp).words == ""


def test_bibtex_takes_addresses_as_they_are_and_texts_as_tex_prints_them() -> None:
    bib = _cited(title="收费 100% {a} $5 b_c").bibtex
    assert "  url = {http://a.test/art_12.html?x=1&y=%20}," in bib
    assert r"  title = {收费 100\% a \$5 b\_c}," in bib
    assert bib.count("{") == bib.count("}")


def test_the_files_cite_the_version_that_the_page_shows(get: Get) -> None:
    version = get(f"{REPORT}.json").json()["version_id"]
    page = get(f"{REPORT}?version={version}").text
    assert f'{REPORT}/cite.bib?version={version}"' in page
    assert f"{REPORT}?version={version}" in get(f"{REPORT}/cite.ris?version={version}").text
    assert "?version" not in get(f"{REPORT}/cite.ris").text
