"""Known: a bureau's report on 2023 (gknb/20240119/1508186.html). Assumed: that its folder is the column of all
organs."""

from crawler.families.listing import ListingSpider


class YmSpider(ListingSpider):
    name = "ym"
    organ = "易门县人民政府"
    adcode = "530425"
    seeds = ("https://www.ym.gov.cn/ymxzfxxgk/gknb/",)
    first_year = 2023
    expected_minimum = 1
