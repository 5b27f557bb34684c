"""Known: eight reports of the city, its districts and its office on 2016-2025 (<year>n/<group>/202111/), moved here in
2021. Assumed: that zfxxgkndgzbg/ lists the years."""

from crawler.families.trs import TrsSpider


class ShenyangSpider(TrsSpider):
    name = "shenyang"
    organ = "沈阳市人民政府"
    adcode = "210100"
    seeds = ("http://www.shenyang.gov.cn/zwgk/zfxxgkndgzbg/",)
    first_year = 2016
    expected_minimum = 8
