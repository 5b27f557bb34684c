"""Known: a town's report on 2023 (c102429/202401/). Assumed: that c102429 is a list."""

from crawler.families.ucap import UcapSpider


class JxdySpider(UcapSpider):
    name = "jxdy"
    organ = "大余县人民政府"
    adcode = "360723"
    seeds = ("http://www.jxdy.gov.cn/dyxxxgk/c102429/",)
    first_year = 2023
    expected_minimum = 1
