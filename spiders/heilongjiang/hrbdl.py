"""Known: a subdistrict's report on 2022 in c111239, the district's on 2025 in c112289c. Assumed: that both are
lists."""

from crawler.families.ucap import UcapSpider


class HrbdlSpider(UcapSpider):
    name = "hrbdl"
    organ = "哈尔滨市道里区人民政府"
    adcode = "230102"
    seeds = ("http://www.hrbdl.gov.cn/hebdlq/c111239/", "http://www.hrbdl.gov.cn/hebdlq/c112289c/")
    first_year = 2022
    expected_minimum = 2
