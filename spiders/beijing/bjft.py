"""Known: a subdistrict's report on 2022 (ftq/c100269/202301/). Assumed: that c100269 lists those of all
subdistricts."""

from crawler.families.ucap import UcapSpider


class BjftSpider(UcapSpider):
    name = "bjft"
    organ = "北京市丰台区人民政府"
    adcode = "110106"
    seeds = ("http://www.bjft.gov.cn/ftq/c100269/",)
    first_year = 2022
    expected_minimum = 1
