"""Known: the district's report on 2021 (xxgknb/202201/t20220125_72404907.html). Assumed: that its folder is the
column."""

from crawler.families.trs import TrsSpider


class ZybzSpider(TrsSpider):
    name = "zybz"
    organ = "遵义市播州区人民政府"
    adcode = "520304"
    seeds = ("https://www.zybz.gov.cn/zwgk/xxgknb/",)
    first_year = 2021
    expected_minimum = 1
