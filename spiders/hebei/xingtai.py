"""Known: the city office's report on 2025 (single/29/391457.html). Assumed: that single/29/ is the column."""

from crawler.families.listing import ListingSpider


class XingtaiSpider(ListingSpider):
    name = "xingtai"
    organ = "邢台市人民政府"
    adcode = "130500"
    seeds = ("http://info.xingtai.gov.cn/single/29/",)
    first_year = 2025
    expected_minimum = 1
