"""Known: the district office's report on 2023 (XxgkAnnualReport/show/5773.html), a bureau's file on 2022 through a
mirror. Not known: the organs' lists, so the walk starts at the home page."""

from crawler.families.openness import OpennessSpider


class XuanzhouSpider(OpennessSpider):
    name = "xuanzhou"
    organ = "宣城市宣州区人民政府"
    adcode = "341802"
    seeds = ("https://www.xuanzhou.gov.cn/",)
    first_year = 2022
    expected_minimum = 2
