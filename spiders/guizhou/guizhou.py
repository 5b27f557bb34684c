"""Known: the province's report on 2018 (zfxxgknb/2018n/202109/). Assumed: that zfxxgknb/ lists the years."""

from crawler.families.trs import TrsSpider


class GuizhouSpider(TrsSpider):
    name = "guizhou"
    organ = "贵州省人民政府"
    adcode = "520000"
    seeds = ("https://www.guizhou.gov.cn/zwgk/zfxxgk/zfxxgknb/",)
    first_year = 2018
    expected_minimum = 1
