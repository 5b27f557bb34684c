"""Known: the zone's report on 2023 (ljxqnb/), its office's (bm/bgs/). Assumed: that zfxxgknb/ lists the groups. The
zone has no code of its own yet: it stands under the city's."""

from crawler.families.trs import TrsSpider


class CqLjxqSpider(TrsSpider):
    name = "cq_ljxq"
    organ = "重庆两江新区管理委员会"
    adcode = "500000"
    seeds = ("http://ljxq.cq.gov.cn/zwgk_199/zfxxgknb/",)
    first_year = 2023
    expected_minimum = 2
