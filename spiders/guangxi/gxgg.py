"""Known: the city's report on 2021 (zfxxgkndbg_2954/ggsrmzf/t11369142.shtml). Assumed: that the folder above lists the
organs."""

from crawler.families.trs import TrsSpider


class GxggSpider(TrsSpider):
    name = "gxgg"
    organ = "贵港市人民政府"
    adcode = "450800"
    seeds = ("http://www.gxgg.gov.cn/zfxxgk/zfxxgkndbg_2954/",)
    first_year = 2021
    expected_minimum = 1
