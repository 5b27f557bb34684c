"""Known: the list of the reports on 2024 (a public list of columns). Assumed: that it holds one at least; other years
have lists of their own."""

from crawler.families.ucap import UcapSpider


class XinyuanSpider(UcapSpider):
    name = "xinyuan"
    organ = "新源县人民政府"
    adcode = "654025"
    seeds = ("https://www.xinyuan.gov.cn/xinyuan/xxgknb2024n/zfxxgk_gknbz.shtml",)
    first_year = 2024
    expected_minimum = 1
