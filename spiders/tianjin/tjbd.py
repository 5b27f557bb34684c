"""Known: the district office's report on 2021 (202202/t20220218_5807303.html). Assumed: that its folder is the
column."""

from crawler.families.trs import TrsSpider


class TjbdSpider(TrsSpider):
    name = "tjbd"
    organ = "天津市宝坻区人民政府"
    adcode = "120115"
    seeds = ("https://www.tjbd.gov.cn/zwgk/zfxxgkqjjg/zfb/zfxxgknb3/",)
    first_year = 2021
    expected_minimum = 1
