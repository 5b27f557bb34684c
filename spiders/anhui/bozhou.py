"""Known: the city office's report on 2025 (XxgkAnnualReport/show/6587.html). Not known: the organs' lists, so the walk
starts at the home page."""

from crawler.families.openness import OpennessSpider


class BozhouSpider(OpennessSpider):
    name = "bozhou"
    organ = "亳州市人民政府"
    adcode = "341600"
    seeds = ("https://www.bozhou.gov.cn/",)
    first_year = 2025
    expected_minimum = 1
