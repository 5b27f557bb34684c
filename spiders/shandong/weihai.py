"""Known: the city office's report on 2022, a page for an organ and a year. Assumed: that other years and organs are
reached by the same address."""

from crawler.families.hanweb import HanwebSpider


class WeihaiSpider(HanwebSpider):
    name = "weihai"
    organ = "威海市人民政府"
    adcode = "371000"
    seeds = ("https://www.weihai.gov.cn:8443/module/xxgk/xxgkAnnualReport.jsp?area=11371000004359010J&fbtime=2022",)
    first_year = 2022
    expected_minimum = 1
