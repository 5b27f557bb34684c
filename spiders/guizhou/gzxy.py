"""Known: the city's report on 2022 (zfxxgknb/2022n/202302/). Assumed: that zfxxgknb/ lists the years."""

from crawler.families.trs import TrsSpider


class GzxySpider(TrsSpider):
    name = "gzxy"
    organ = "兴义市人民政府"
    adcode = "522301"
    seeds = ("http://www.gzxy.gov.cn/zwgk/zfxxgk/zfxxgknb/",)
    first_year = 2022
    expected_minimum = 1
