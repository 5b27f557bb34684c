"""Known: the city's report on 2024 (jcsrmzf/zfxxgknb/202503/t20250306_2109314.shtml). Assumed: that its folder is the
column; bureaus have folders beside jcsrmzf/."""

from crawler.families.trs import TrsSpider


class JcgovSpider(TrsSpider):
    name = "jcgov"
    organ = "晋城市人民政府"
    adcode = "140500"
    seeds = ("http://xxgk.jcgov.gov.cn/jcsrmzf/zfxxgknb/",)
    first_year = 2024
    expected_minimum = 1
