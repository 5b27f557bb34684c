"""Known: a bureau's report on 2022 (openness/OpennessAnnualReport/show/3475.html). Assumed: that openness/ leads to
the organs' lists, whose addresses are not known."""

from crawler.families.openness import OpennessSpider


class TlSpider(OpennessSpider):
    name = "tl"
    organ = "铜陵市人民政府"
    adcode = "340700"
    seeds = ("https://www.tl.gov.cn/openness/",)
    first_year = 2022
    expected_minimum = 1
