"""Known: the city's report on 2022 (bmxxgknb/202301/). Assumed: that its folder is the column of all organs."""

from crawler.families.ucap import UcapSpider


class JurongSpider(UcapSpider):
    name = "jurong"
    organ = "句容市人民政府"
    adcode = "321183"
    seeds = ("http://www.jurong.gov.cn/jurong/bmxxgknb/",)
    first_year = 2022
    expected_minimum = 1
