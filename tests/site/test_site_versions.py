"""Two versions of a report whose files changed beside a page that did not: the site says which."""

import asyncio
import re
from pathlib import Path

import pytest

from archive.site.app import create_site
from tests.support.archives import Crawling, index, state
from tests.support.sites import client

BASE = "http://www.qingxi.test/nb/"
PAGE = f"{BASE}2022.html"
FIRST = {"changed": "收到7件", "same": "不变", "gone": "旧表"}
SECOND = {"changed": "收到8件", "same": "不变", "added": "新表"}


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", ["已变动", "未变", "已不在", "新增"]), ("en", ["changed", "the same", "gone", "new"])],
)
def test_the_comparison_of_versions_names_the_files_that_changed(
    tmp_path: Path, language: str, words: list[str]
) -> None:
    root = tmp_path / "warc"
    for day, files in enumerate((FIRST, SECOND)):
        crawl = Crawling(root, str(day), day=day)
        crawl.report(PAGE, state(text="见附件", figures={"t3.new.total": 7}, links=[f"{BASE}{n}.pdf" for n in files]))
        for name, text in files.items():
            crawl.attachment(f"{BASE}{name}.pdf", state(text=text), PAGE)
        crawl.end()
    index(root)
    loop = asyncio.new_event_loop()
    get = client(create_site(tmp_path / "archive.db", root), loop)
    page = get("/report/999900-2022/diff", cookie=f"lang={language}").text
    loop.close()
    found = re.findall(r"<b class=\"nb-file-\w+\">([^<]*)</b><small[^>]*>http://www.qingxi.test/nb/(\w+).pdf", page)
    assert [(name, word) for word, name in found] == list(zip(("changed", "same", "gone", "added"), words, strict=True))
