"""Known: the county office's report on 2022 (xzfb/xxgknb/20230131/i2920151.html). Assumed: that its folder is the
column; other organs have folders beside xzfb/."""

from crawler.families.listing import ListingSpider


class HengnanSpider(ListingSpider):
    name = "hengnan"
    organ = "衡南县人民政府"
    adcode = "430422"
    seeds = ("http://hengnan.gov.cn/zwgk/bmxxgkml/xzfgzbm/xzfb/xxgknb/",)
    first_year = 2022
    expected_minimum = 1
