"""Known: the city's report on 2024 (gknb/202503/t20250331_4050078.html). Assumed: that its folder is the column."""

from crawler.families.trs import TrsSpider


class BeijingSpider(TrsSpider):
    name = "beijing"
    organ = "北京市人民政府"
    adcode = "110000"
    seeds = ("https://www.beijing.gov.cn/gongkai/zfxxgk/gknb/",)
    first_year = 2024
    expected_minimum = 1
