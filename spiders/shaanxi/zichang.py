"""Known: the city's report on 2022, itself the list page of its year (szfnb/2022n/1.html). Assumed: that zfxxgknb/
lists groups and years."""

from crawler.families.listing import ListingSpider


class ZichangSpider(ListingSpider):
    name = "zichang"
    organ = "子长市人民政府"
    adcode = "610681"
    seeds = ("http://www.zichang.gov.cn/zfxxgk/zfxxgknb/",)
    first_year = 2022
    expected_minimum = 1
