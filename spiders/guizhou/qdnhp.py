"""Known: the county's report on 2022 (zfxxgknb/2022n/202302/). Assumed: that zfxxgknb/ lists the years."""

from crawler.families.trs import TrsSpider


class QdnhpSpider(TrsSpider):
    name = "qdnhp"
    organ = "黄平县人民政府"
    adcode = "522622"
    seeds = ("https://www.qdnhp.gov.cn/zfxxgk/zfxxgknb/",)
    first_year = 2022
    expected_minimum = 1
