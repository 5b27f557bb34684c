"""Known: the zone's report on 2025 (zfxxgknb/202601/t20260123_5149115.html). Assumed: that its folder is the column."""

from crawler.families.trs import TrsSpider


class YinchuanSycyySpider(TrsSpider):
    name = "yinchuan_sycyy"
    organ = "苏银产业园管理委员会"
    adcode = "640100"
    seeds = ("https://sycyy.yinchuan.gov.cn/zwgk/zfxxgknb/",)
    first_year = 2025
    expected_minimum = 1
