"""Known: a town's report on 2023 (zfxxgknb/2023n_1/t943249.shtml). Assumed: that zfxxgknb/ lists the years."""

from crawler.families.trs import TrsSpider


class JdzcjqSpider(TrsSpider):
    name = "jdzcjq"
    organ = "景德镇市昌江区人民政府"
    adcode = "360202"
    seeds = ("https://www.jdzcjq.gov.cn/zwgk/zfxxgknb/",)
    first_year = 2023
    expected_minimum = 1
