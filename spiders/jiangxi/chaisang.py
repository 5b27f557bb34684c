"""Known: the district office's report on 2023, two groups and a year below zfxxgknb/. Assumed: that zfxxgknb/ lists
the groups."""

from crawler.families.trs import TrsSpider


class ChaisangSpider(TrsSpider):
    name = "chaisang"
    organ = "九江市柴桑区人民政府"
    adcode = "360404"
    seeds = ("https://www.chaisang.gov.cn/zwgk/zfxxgk/zfxxgknb/",)
    first_year = 2023
    expected_minimum = 1
