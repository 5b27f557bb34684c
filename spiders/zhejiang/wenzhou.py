"""Known: the city's report on 2022, a page for an organ and a year. Assumed: that other years and organs are reached
by the same address."""

from crawler.families.hanweb import HanwebSpider


class WenzhouSpider(HanwebSpider):
    name = "wenzhou"
    organ = "温州市人民政府"
    adcode = "330300"
    seeds = ("http://www.wenzhou.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=001008003015001&fbtime=2022",)
    first_year = 2022
    expected_minimum = 1
