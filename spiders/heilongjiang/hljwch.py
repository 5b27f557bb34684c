"""Known: a bureau's report on 2022 in c111340, a town's in c111341. Assumed: that these list bureaus and towns."""

from crawler.families.ucap import UcapSpider


class HljwchSpider(UcapSpider):
    name = "hljwch"
    organ = "五常市人民政府"
    adcode = "230184"
    seeds = ("http://hljwch.gov.cn/hebwcs/c111340/", "http://hljwch.gov.cn/hebwcs/c111341/")
    first_year = 2022
    expected_minimum = 2
