"""Known: the district's report on 2021 (single/29/60750.html), addresses as in 邢台. Assumed: that single/29/ is the
column."""

from crawler.families.listing import ListingSpider


class XiangduSpider(ListingSpider):
    name = "xiangdu"
    organ = "邢台市襄都区人民政府"
    adcode = "130502"
    seeds = ("https://www.xiangdu.gov.cn/single/29/",)
    first_year = 2021
    expected_minimum = 1
