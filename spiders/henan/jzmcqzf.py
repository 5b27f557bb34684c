"""Known: the column (a public list of columns). Assumed: as no report is known, that the one on 2025 is there."""

from crawler.families.trs import TrsSpider


class JzmcqzfSpider(TrsSpider):
    name = "jzmcqzf"
    organ = "焦作市马村区人民政府"
    adcode = "410804"
    seeds = ("http://www.jzmcqzf.gov.cn/xxgk/xxgknb/",)
    first_year = 2025
    expected_minimum = 1
