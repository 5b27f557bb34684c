"""Known: two bureaus' reports on 2022 (c111204/202301/c01_591175.shtml). Assumed: that c111204 lists all bureaus'."""

from crawler.families.ucap import UcapSpider


class MulanSpider(UcapSpider):
    name = "mulan"
    organ = "木兰县人民政府"
    adcode = "230127"
    seeds = ("http://mulan.gov.cn/hebmlx/c111204/",)
    first_year = 2022
    expected_minimum = 2
