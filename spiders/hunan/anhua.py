"""Known: a town's report on 2020 (16/30/36/content_1319520.html). Assumed: that its folder is the column."""

from crawler.families.listing import ListingSpider


class AnhuaSpider(ListingSpider):
    name = "anhua"
    organ = "安化县人民政府"
    adcode = "430923"
    seeds = ("http://anhua.gov.cn/16/30/36/",)
    first_year = 2020
    expected_minimum = 1
