"""Known: the district's report on 2021, its office's on 2023. Assumed: that their folders are the columns."""

from crawler.families.trs import TrsSpider


class TjhqSpider(TrsSpider):
    name = "tjhq"
    organ = "天津市红桥区人民政府"
    adcode = "120106"
    seeds = (
        "http://www.tjhq.gov.cn/zwgk/zfxxgkqzf/qzf/zfxxgknb2/",
        "http://www.tjhq.gov.cn/zwgk/zfxxgkqjjg/qzfbgs/zfxxgknb3/",
    )
    first_year = 2021
    expected_minimum = 2
