"""Known: the city's report on 2021, through a mirror (szszfxxgknb/202203/). Assumed: the host, and that the folder is
the column."""

from crawler.families.ucap import UcapSpider


class SuzhouSpider(UcapSpider):
    name = "suzhou"
    organ = "苏州市人民政府"
    adcode = "320500"
    seeds = ("https://www.suzhou.gov.cn/szsrmzf/szszfxxgknb/",)
    first_year = 2021
    expected_minimum = 1
