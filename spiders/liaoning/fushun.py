"""Known: a county's report on 2022 (002005003006/20230112/). Assumed: that its folder is the column."""

from crawler.families.epoint import EpointSpider


class FushunSpider(EpointSpider):
    name = "fushun"
    organ = "抚顺市人民政府"
    adcode = "210400"
    seeds = ("https://fushun.gov.cn/zwgk/002005/002005003/002005003006/",)
    first_year = 2022
    expected_minimum = 1
