"""Known: a bureau's columns of the years 2016-2024 (czj/zfxxgk/zfxxgknb/a2024.htm), and the city's report on 2020
(info/2081/32711.htm). Assumed: that zfxxgknb.htm lists the years."""

from crawler.families.vsb import VsbSpider


class TianshuiSpider(VsbSpider):
    name = "tianshui"
    organ = "天水市人民政府"
    adcode = "620500"
    seeds = ("https://www.tianshui.gov.cn/czj/zfxxgk/zfxxgknb.htm",)
    first_year = 2016
    expected_minimum = 1
