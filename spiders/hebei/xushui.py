"""Known: the district's report on 2022 (zfgknb/2022/666160401539141.html). Assumed: that zfgknb/ lists the years."""

from crawler.families.listing import ListingSpider


class XushuiSpider(ListingSpider):
    name = "xushui"
    organ = "保定市徐水区人民政府"
    adcode = "130609"
    seeds = ("https://xushui.gov.cn/zfxxgk/zfgknb/",)
    first_year = 2022
    expected_minimum = 1
