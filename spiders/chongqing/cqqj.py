"""Known: the district's report on 2022 (zfxxgknb/qzfxxgknb/202303/). Assumed: that zfxxgknb/ lists the groups."""

from crawler.families.trs import TrsSpider


class CqqjSpider(TrsSpider):
    name = "cqqj"
    organ = "重庆市綦江区人民政府"
    adcode = "500110"
    seeds = ("http://cqqj.gov.cn/zwgk_159/zfxxgknb/",)
    first_year = 2022
    expected_minimum = 1
