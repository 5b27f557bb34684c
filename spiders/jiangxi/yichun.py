"""Known: the column, linked from a saved page of the portal. Assumed: as no report is known, that the one on 2025 is
there."""

from crawler.families.trs import TrsSpider


class YichunSpider(TrsSpider):
    name = "yichun"
    organ = "宜春市人民政府"
    adcode = "360900"
    seeds = ("http://www.yichun.gov.cn/xxgk/gkndbg/",)
    first_year = 2025
    expected_minimum = 1
