"""Known: the county's report on 2022 (zfxxgknb/2022n/202302/). Assumed: that zfxxgknb/ lists the years."""

from crawler.families.trs import TrsSpider


class DushanSpider(TrsSpider):
    name = "dushan"
    organ = "独山县人民政府"
    adcode = "522726"
    seeds = ("http://www.dushan.gov.cn/zwgk/zfxxgk/zfxxgknb/",)
    first_year = 2022
    expected_minimum = 1
