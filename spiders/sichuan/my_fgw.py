"""Known: the bureau's report on 2023 (c100294/202401/). Assumed: that c100294 is the column."""

from crawler.families.ucap import UcapSpider


class MyFgwSpider(UcapSpider):
    name = "my_fgw"
    organ = "绵阳市发展和改革委员会"
    adcode = "510700"
    seeds = ("https://fgw.my.gov.cn/mysfgw/c100294/",)
    first_year = 2023
    expected_minimum = 1
