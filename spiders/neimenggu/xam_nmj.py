"""Known: the bureau's report on 2020 (1023713/4014696/index.html). Assumed: that the folder above it is the column."""

from crawler.families.listing import ListingSpider


class XamNmjSpider(ListingSpider):
    name = "xam_nmj"
    organ = "兴安盟农牧局"
    adcode = "152200"
    seeds = ("http://nmj.xam.gov.cn/xamagri/1023721/1023756/1023713/index.html",)
    first_year = 2020
    expected_minimum = 1
