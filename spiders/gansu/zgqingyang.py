"""Known: the city's report on 2021 (xxgkndbg/2021n/gbb31/wyll31/content_207366). Assumed: that xxgkndbg/ lists the
years."""

from crawler.families.listing import ListingSpider


class ZgqingyangSpider(ListingSpider):
    name = "zgqingyang"
    organ = "庆阳市人民政府"
    adcode = "621000"
    seeds = ("https://zgqingyang.gov.cn/gk/zfxxgk/xxgkndbg/",)
    first_year = 2021
    expected_minimum = 1
