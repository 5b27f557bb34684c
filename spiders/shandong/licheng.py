"""Known: the district office's report on 2022 (site_<organ>/channel_<id>/doc_<id>.html). Assumed: that the channel is
a list."""

from crawler.families.listing import ListingSpider


class LichengSpider(ListingSpider):
    name = "licheng"
    organ = "济南市历城区人民政府"
    adcode = "370112"
    seeds = ("http://www.licheng.gov.cn/gongkai/site_lichengquqzfbgsb/channel_63899ecb375991828262e2a2/",)
    first_year = 2022
    expected_minimum = 1
