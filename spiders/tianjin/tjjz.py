"""Known: the district's report on 2021 (zfxxgknb2/2021n/). Assumed: that zfxxgknb2/ lists the years."""

from crawler.families.trs import TrsSpider


class TjjzSpider(TrsSpider):
    name = "tjjz"
    organ = "天津市蓟州区人民政府"
    adcode = "120119"
    seeds = ("http://www.tjjz.gov.cn/zwgk/zfxxgk/zfxxgkqzf1/zfxxgknb2/",)
    first_year = 2021
    expected_minimum = 1
