"""Known: a town's report on 2025 (XxgkAnnualReport/show/6477.html). Not known: the organs' lists, so the walk starts
at the home page."""

from crawler.families.openness import OpennessSpider


class BzqcSpider(OpennessSpider):
    name = "bzqc"
    organ = "亳州市谯城区人民政府"
    adcode = "341602"
    seeds = ("https://www.bzqc.gov.cn/",)
    first_year = 2025
    expected_minimum = 1
