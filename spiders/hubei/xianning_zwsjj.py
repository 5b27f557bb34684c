"""Known: the bureau's report on 2025, as its mobile twin (t20260128_4233432_app.shtml). Assumed: that its folder is
the column."""

from crawler.families.trs import TrsSpider


class XianningZwsjjSpider(TrsSpider):
    name = "xianning_zwsjj"
    organ = "咸宁市政务服务和大数据管理局"
    adcode = "421200"
    seeds = ("http://zwsjj.xianning.gov.cn/zwgk/xxgknb/",)
    first_year = 2025
    expected_minimum = 1
