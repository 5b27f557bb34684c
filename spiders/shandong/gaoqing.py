"""Known: the county office's report on 2025 (site_<organ>/channel_<id>/doc_<id>.html). Assumed: that the channel is a
list."""

from crawler.families.listing import ListingSpider


class GaoqingSpider(ListingSpider):
    name = "gaoqing"
    organ = "高青县人民政府"
    adcode = "370322"
    seeds = ("http://www.gaoqing.gov.cn/gongkai/site_gqxrmzfbgs/channel_c_5f9f6c84b9dfe9bfb0a8c85b_n_1605684423.9903/",)
    first_year = 2025
    expected_minimum = 1
