"""A page at which the crawler itself fails is lost by name, so that no crawl is complete for want of reading it."""

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from crawler.expectations import judge
from crawler.families.trs import TrsSpider

URL = "http://www.jia.gov.cn/zfxxgknb/"


class JiaSpider(TrsSpider):
    name = "jia"
    organ = "甲县人民政府"
    adcode = "110101"
    seeds = (URL,)
    first_year = 2020
    expected_minimum = 1


def test_a_page_that_cannot_be_read_is_a_problem_and_the_crawl_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("a fault")

    monkeypatch.setattr("crawler.families.listing.page_of", fail)
    spider = JiaSpider.from_crawler(get_crawler(JiaSpider))
    (ask, *_) = (one for one in spider.walk.start() if one.url == URL)
    assert list(spider.parse(HtmlResponse(URL, body=b"<html></html>", request=Request(URL)), ask)) == []
    (problem,) = spider.ledger.problems
    assert (problem.kind, problem.counts) == ("unreadable", True)
    assert f"{URL}: not read, KeyError" in judge(spider.portal(), spider.walk.findings(), None, "finished").detail
