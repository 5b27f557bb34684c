"""Known: a bureau's report on 2020 (szfzcbm2/131954.html). Assumed: that szfzcbm2/ lists those of all bureaus."""

from crawler.families.listing import ListingSpider


class WulanchabuSpider(ListingSpider):
    name = "wulanchabu"
    organ = "乌兰察布市人民政府"
    adcode = "150900"
    seeds = ("https://www.wulanchabu.gov.cn/szfzcbm2/",)
    first_year = 2020
    expected_minimum = 1
