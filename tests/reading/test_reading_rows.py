"""Entries of data in the shapes that services give them."""

import json
from typing import Any

import pytest

from crawler.reading.page import read_page

API = "http://www.yunling.gov.cn/api/list"
PAGE = "http://www.yunling.gov.cn/open/jyj.html"
TITLE, PATH = "云岭县教育局2023年政府信息公开工作年度报告", "/open/doc1042.html"
HERE = f"http://www.yunling.gov.cn{PATH}"


@pytest.mark.parametrize(
    "row",
    [
        {"title": TITLE, "url": PATH, "date": "2024-01-20"},
        {"title": TITLE, "navUrl": PATH, "addDate": "2024-01-20"},
        {"bt": TITLE, "lj": PATH, "rq": "2024-01-20"},
        {"标题": TITLE, "链接": PATH},
        {"article": {"name": TITLE, "link": {"pc": PATH, "thumb": "/i/1042.jpg"}}},
        [TITLE, PATH, "2024-01-20"],
        {"title": f"<b>{TITLE}</b>", "staticPath": PATH, "imgUrl": "/i/1042.jpg"},
        {"title": TITLE, "url": "doc1042.html"},
    ],
)
def test_an_entry_is_an_address_and_a_title_whatever_they_are_called(row: Any) -> None:
    whole: list[Any] = [{"code": 0, "rows": [row], "total": 1}, {"d": json.dumps([row], ensure_ascii=False)}]
    for value in whole:
        read = read_page(json.dumps(value, ensure_ascii=False), API, base=PAGE)
        assert [(link.url, link.text) for link in read.links] == [(HERE, TITLE)]


def test_an_entry_that_has_only_a_year_is_called_by_it() -> None:
    read = read_page(json.dumps({"rows": [{"year": 2022, "url": PATH}]}), API, base=PAGE)
    assert [(link.url, link.text) for link in read.links] == [(HERE, "2022年")]


def test_entries_of_xml() -> None:
    source = f"<?xml version='1.0'?><list><item><title>{TITLE}</title><link><![CDATA[{PATH}]]></link></item></list>"
    assert [(link.url, link.text) for link in read_page(source, API).links] == [(HERE, TITLE)]


def test_what_a_page_keeps_for_its_scripts_is_read() -> None:
    hidden = f"<textarea style='display:none' id='t'>&lt;a href='{PATH}'&gt;{TITLE}&lt;/a&gt;</textarea>"
    assert [link.url for link in read_page(f"<html><body>{hidden}</body></html>", PAGE).links] == [HERE]


def test_a_frame_whose_address_a_script_sets() -> None:
    script = "<script>document.getElementById('f').src = '/in.html';</script>"
    (frame,) = read_page(f"<html><body><iframe id='f'></iframe>{script}</body></html>", PAGE).links
    assert (frame.url, frame.kind) == ("http://www.yunling.gov.cn/in.html", "frame")
