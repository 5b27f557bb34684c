"""Known: the city's report on 2022, a page for an organ and a year. Assumed: that other years and organs are reached
by the same address."""

from crawler.families.hanweb import HanwebSpider


class TaianSpider(HanwebSpider):
    name = "taian"
    organ = "泰安市人民政府"
    adcode = "370900"
    seeds = ("http://www.taian.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=370900004341&fbtime=2022&showType=2",)
    first_year = 2022
    expected_minimum = 1
