"""Known: a town's report on 2009 (dyz/qt/xxgkndbg/content/post_1289026.html). Assumed: that its folder is the
column."""

from crawler.families.gkmlpt import GkmlptSpider


class ZsSpider(GkmlptSpider):
    name = "zs"
    organ = "中山市人民政府"
    adcode = "442000"
    seeds = ("http://www.zs.gov.cn/dyz/qt/xxgkndbg/",)
    first_year = 2009
    expected_minimum = 1
