"""Known: the city's report on 2023, a theme page (zfxxgkndbgzt/2023nkmszfxxgkgzndbg/). Assumed: that the folder above
lists the years."""

from crawler.families.listing import ListingSpider


class KmSpider(ListingSpider):
    name = "km"
    organ = "昆明市人民政府"
    adcode = "530100"
    seeds = ("https://www.km.gov.cn/zt/zfxxgkndbgzt/",)
    first_year = 2023
    expected_minimum = 1
