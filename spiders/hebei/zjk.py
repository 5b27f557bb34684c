"""Known: the city's report on 2022 (content/ndbghgzzj/195307.html). Assumed: that its folder is the column."""

from crawler.families.listing import ListingSpider


class ZjkSpider(ListingSpider):
    name = "zjk"
    organ = "张家口市人民政府"
    adcode = "130700"
    seeds = ("https://www.zjk.gov.cn/content/ndbghgzzj/",)
    first_year = 2022
    expected_minimum = 1
