"""Known: the column, cited in a report, and four reports on 2022-2025, one page an organ and year
(gknbxq/pnidpv196pntypepvnbpnnfpv2022.html). Assumed: that the column links them all."""

from crawler.families.listing import ListingSpider


class BjxchSpider(ListingSpider):
    name = "bjxch"
    organ = "北京市西城区人民政府"
    adcode = "110102"
    seeds = ("https://www.bjxch.gov.cn/zt/xxgkzl/zfxxgknb.html",)
    first_year = 2022
    expected_minimum = 4
