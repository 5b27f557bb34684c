"""Known: a town's report on 2022 (site_<organ>/channel_<id>/doc_<id>.html). Assumed: that the channel is a list."""

from crawler.families.listing import ListingSpider


class LinziSpider(ListingSpider):
    name = "linzi"
    organ = "淄博市临淄区人民政府"
    adcode = "370305"
    seeds = ("http://www.linzi.gov.cn/gongkai/site_lzqqdzrmzf/channel_c_5f9f6cdc1ebfe2f7fcddefbb_n_1605681736.2144/",)
    first_year = 2022
    expected_minimum = 1
