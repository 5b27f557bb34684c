"""Known: the city's report on 2023 (zfxxgknb/sjxxgknb/202403/). Assumed: that zfxxgknb/ lists the groups."""

from crawler.families.trs import TrsSpider


class XianyangSpider(TrsSpider):
    name = "xianyang"
    organ = "咸阳市人民政府"
    adcode = "610400"
    seeds = ("https://www.xianyang.gov.cn/zfxxgk/zfxxgknb/",)
    first_year = 2023
    expected_minimum = 1
