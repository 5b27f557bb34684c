"""Known: the county's report on 2023 (xjyn/c113844/202402/). Assumed: that c113844 is the column."""

from crawler.families.ucap import UcapSpider


class XjynSpider(UcapSpider):
    name = "xjyn"
    organ = "伊宁县人民政府"
    adcode = "654021"
    seeds = ("http://xjyn.gov.cn/xjyn/c113844/",)
    first_year = 2023
    expected_minimum = 1
