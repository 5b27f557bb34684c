"""Known: the banner's report on 2020 (xxgknb/202101/t20210122_2840199.html). Assumed: that its folder is the column."""

from crawler.families.trs import TrsSpider


class EqSpider(TrsSpider):
    name = "eq"
    organ = "鄂托克旗人民政府"
    adcode = "150624"
    seeds = ("http://www.eq.gov.cn/eqxxgk/xxgknb/",)
    first_year = 2020
    expected_minimum = 1
