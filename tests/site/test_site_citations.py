"""Citations: lines that people copy, files that reference managers read, and what Zotero finds on the page."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from archive.warc.manifest import chain_head
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
