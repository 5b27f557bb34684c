"""Known: the district's report on 2023 (gongkai/show/20240220114451305.html). Assumed: that gongkai/ leads to its
list."""

from crawler.families.listing import ListingSpider


class LzqSpider(ListingSpider):
    name = "lzq"
    organ = "广元市利州区人民政府"
    adcode = "510802"
    seeds = ("https://lzq.gov.cn/gongkai/",)
    first_year = 2023
    expected_minimum = 1
