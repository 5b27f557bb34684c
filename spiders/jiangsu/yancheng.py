"""Known: a zone's report on 2022 in column 33705; the city office's in 33704, through a mirror. Assumed:
col/<column>/."""

from crawler.families.hanweb import HanwebSpider


class YanchengSpider(HanwebSpider):
    name = "yancheng"
    organ = "盐城市人民政府"
    adcode = "320900"
    seeds = ("http://wap.yancheng.gov.cn/col/col33705/index.html", "http://wap.yancheng.gov.cn/col/col33704/index.html")
    first_year = 2022
    expected_minimum = 1
