"""Known: the zone's report on 2021 (zfxxgknb/2021/QXFNB/202202/). Assumed: that zfxxgknb/ lists the years."""

from crawler.families.trs import TrsSpider


class EzhouLkjjqSpider(TrsSpider):
    name = "ezhou_lkjjq"
    organ = "鄂州市临空经济区管理委员会"
    adcode = "420700"
    seeds = ("https://lkjjq.ezhou.gov.cn/xxgk/zfxxgknb/",)
    first_year = 2021
    expected_minimum = 1
