"""Known: its lists, served by EWB_YK_Mid (a public crawler). Not known: the category of reports, so the walk starts at
the home page; that the one on 2025 is there is assumed."""

from crawler.families.epoint import EpointSpider


class YingkouSpider(EpointSpider):
    name = "yingkou"
    organ = "营口市人民政府"
    adcode = "210800"
    seeds = ("https://www.yingkou.gov.cn/",)
    first_year = 2025
    expected_minimum = 1
