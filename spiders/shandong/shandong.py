"""Known: the province's report on 2017 (art_97672_8606673.html). Assumed: col/<column>/, as on all portals of the
kind."""

from crawler.families.hanweb import HanwebSpider


class ShandongSpider(HanwebSpider):
    name = "shandong"
    organ = "山东省人民政府"
    adcode = "370000"
    seeds = ("http://www.shandong.gov.cn/col/col97672/index.html",)
    first_year = 2017
    expected_minimum = 1
