"""Known: the county's report on 2025 (xxgknb/content/post_2147681.html). Assumed: that its folder is the column."""

from crawler.families.gkmlpt import GkmlptSpider


class SuixiSpider(GkmlptSpider):
    name = "suixi"
    organ = "遂溪县人民政府"
    adcode = "440823"
    seeds = ("http://www.suixi.gov.cn/zwgk/xxgknb/",)
    first_year = 2025
    expected_minimum = 1
