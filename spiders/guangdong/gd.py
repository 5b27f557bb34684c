"""Known: the province's report on 2024 (gkmlpt/content/4/4688/post_4688997.html). Assumed: that the index names its
category."""

from crawler.families.gkmlpt import GkmlptSpider


class GdSpider(GkmlptSpider):
    name = "gd"
    organ = "广东省人民政府"
    adcode = "440000"
    seeds = ("http://www.gd.gov.cn/gkmlpt/index",)
    first_year = 2024
    expected_minimum = 1
