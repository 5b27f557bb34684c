"""Known: a bureau's report on 2023 (qfzggj/xxgknb/202401/t20240119_1090266.html). Assumed: that its folder is the
column; other bureaus have folders beside qfzggj/."""

from crawler.families.trs import TrsSpider


class HuangshigangSpider(TrsSpider):
    name = "huangshigang"
    organ = "黄石市黄石港区人民政府"
    adcode = "420202"
    seeds = ("http://huangshigang.gov.cn/zwpd/dfbmptlj/qzwbj/qfzggj/xxgknb/",)
    first_year = 2023
    expected_minimum = 1
