"""Known: the county's report on 2021 (zfxxgk/view.jsp?id=17750&nian=2021). Assumed: that zfxxgk/ lists the years."""

from crawler.families.cycms import CycmsSpider


class ChenganSpider(CycmsSpider):
    name = "chengan"
    organ = "成安县人民政府"
    adcode = "130424"
    seeds = ("http://cycms.chengan.gov.cn/zfxxgk/",)
    first_year = 2021
    expected_minimum = 1
