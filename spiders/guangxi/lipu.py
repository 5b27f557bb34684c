"""Known: the city's report on 2022 (xxgknb/202301/t20230129_2444881.html). Assumed: that its folder is the column."""

from crawler.families.trs import TrsSpider


class LipuSpider(TrsSpider):
    name = "lipu"
    organ = "荔浦市人民政府"
    adcode = "450381"
    seeds = ("http://www.lipu.gov.cn/xxgk/xxgknb/",)
    first_year = 2022
    expected_minimum = 1
