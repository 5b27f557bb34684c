"""Known: the county office's report on 2021 (zfxxgknb/bmxxgknb/61e7bc45f8fd1c0bdc7acf3c.html). Assumed: that zfxxgknb/
lists the groups."""

from crawler.families.listing import ListingSpider


class ZhouzhiSpider(ListingSpider):
    name = "zhouzhi"
    organ = "周至县人民政府"
    adcode = "610124"
    seeds = ("https://www.zhouzhi.gov.cn/xxgk/zfxxgknb/",)
    first_year = 2021
    expected_minimum = 1
