"""Known: the bureau's report on 2022 (zfxxgknb/2022/202301/). Assumed: that zfxxgknb/ lists the years."""

from crawler.families.trs import TrsSpider


class ZunyiTjjSpider(TrsSpider):
    name = "zunyi_tjj"
    organ = "遵义市统计局"
    adcode = "520300"
    seeds = ("http://tjj.zunyi.gov.cn/zfxxgk/zfxxgknb/",)
    first_year = 2022
    expected_minimum = 1
