"""Known: a bureau's report on 2018 (xxgkml/201906/). Assumed: that its folder lists reports, among other matters."""

from crawler.families.ucap import UcapSpider


class YndaliSpider(UcapSpider):
    name = "yndali"
    organ = "大理市人民政府"
    adcode = "532901"
    seeds = ("http://yndali.gov.cn/dlrmzf/xxgkml/",)
    first_year = 2018
    expected_minimum = 1
