"""Known: a bureau's report on 2020 (zfxxgknb/bmxxgknb/5fffe247f8fd1c59665bed07.html). Assumed: that zfxxgknb/ lists
the groups."""

from crawler.families.listing import ListingSpider


class YantaSpider(ListingSpider):
    name = "yanta"
    organ = "西安市雁塔区人民政府"
    adcode = "610113"
    seeds = ("http://www.yanta.gov.cn/xxgk/qzfxxgkml/zfxxgknb/",)
    first_year = 2020
    expected_minimum = 1
