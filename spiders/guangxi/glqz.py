"""Known: the county's report on 2022 (gkndbg/202301/t20230130_2445008.html). Assumed: that its folder is the column."""

from crawler.families.trs import TrsSpider


class GlqzSpider(TrsSpider):
    name = "glqz"
    organ = "全州县人民政府"
    adcode = "450324"
    seeds = ("http://www.glqz.gov.cn/zwgk/gkndbg/",)
    first_year = 2022
    expected_minimum = 1
