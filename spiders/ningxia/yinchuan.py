"""Known: the city office's report on 2022 (xxgknb_1840/202301/). Assumed: that its folder is the column; bureaus have
folders beside szfbgt/ (sgzw/xxgknb_2438/, through a mirror)."""

from crawler.families.trs import TrsSpider


class YinchuanSpider(TrsSpider):
    name = "yinchuan"
    organ = "银川市人民政府"
    adcode = "640100"
    seeds = ("http://www.yinchuan.gov.cn/xxgk/bmxxgkml/szfbgt/xxgknb_1840/",)
    first_year = 2022
    expected_minimum = 1
