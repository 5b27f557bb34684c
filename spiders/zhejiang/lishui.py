"""Known: the city's report on 2017, a page for an organ and a year. Assumed: that other years and organs are reached
by the same address."""

from crawler.families.hanweb import HanwebSpider


class LishuiSpider(HanwebSpider):
    name = "lishui"
    organ = "丽水市人民政府"
    adcode = "331100"
    seeds = ("http://www.lishui.gov.cn/module/xxgk/xxgkAnnualReport.jsp?fbtime=2017&area=113325000026455663",)
    first_year = 2017
    expected_minimum = 1
