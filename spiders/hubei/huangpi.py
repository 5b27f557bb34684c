"""Known: a zone's report on 2021 (zfxxgkndbg_hkbgwh/202201/). Assumed: that its folder is the column."""

from crawler.families.trs import TrsSpider


class HuangpiSpider(TrsSpider):
    name = "huangpi"
    organ = "武汉市黄陂区人民政府"
    adcode = "420116"
    seeds = ("http://www.huangpi.gov.cn/jxzl/hkbgwh_jxzl/zfxxgkndbg_hkbgwh/",)
    first_year = 2021
    expected_minimum = 1
