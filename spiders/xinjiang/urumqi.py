"""Known: the city's report on 2022 (wlmqs/c120215/202301/). Assumed: that c120215 is the column."""

from crawler.families.ucap import UcapSpider


class UrumqiSpider(UcapSpider):
    name = "urumqi"
    organ = "乌鲁木齐市人民政府"
    adcode = "650100"
    seeds = ("http://urumqi.gov.cn/wlmqs/c120215/",)
    first_year = 2022
    expected_minimum = 1
