"""Known: the county's report on 2021 (ycx/c107419/202201/). Assumed: that c107419 is the column."""

from crawler.families.ucap import UcapSpider


class XjycSpider(UcapSpider):
    name = "xjyc"
    organ = "叶城县人民政府"
    adcode = "653126"
    seeds = ("http://xjyc.gov.cn/ycx/c107419/",)
    first_year = 2021
    expected_minimum = 1
