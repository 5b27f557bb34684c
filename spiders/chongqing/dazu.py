"""Known: the office's report on 2023 (zfxxgknb/qzfbm_68864/qzfbgs/), a bureau's through a mirror. Assumed: that
zfxxgknb/ lists the groups."""

from crawler.families.trs import TrsSpider


class DazuSpider(TrsSpider):
    name = "dazu"
    organ = "重庆市大足区人民政府"
    adcode = "500111"
    seeds = ("http://www.dazu.gov.cn/zwgk_175/zfxxgknb/",)
    first_year = 2023
    expected_minimum = 2
