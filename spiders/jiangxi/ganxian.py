"""Known: a town's report on 2017 (c110989/201803/). Assumed: that c110989 is a list."""

from crawler.families.ucap import UcapSpider


class GanxianSpider(UcapSpider):
    name = "ganxian"
    organ = "赣州市赣县区人民政府"
    adcode = "360704"
    seeds = ("http://www.ganxian.gov.cn/gxqxxgk/c110989/",)
    first_year = 2017
    expected_minimum = 1
