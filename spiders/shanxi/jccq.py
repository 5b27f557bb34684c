"""Known: the district office's report on 2022 (202301/t20230130_1738390.shtml). Assumed: that its folder is the
column."""

from crawler.families.trs import TrsSpider


class JccqSpider(TrsSpider):
    name = "jccq"
    organ = "晋城市城区人民政府"
    adcode = "140502"
    seeds = ("http://xxgk.jccq.gov.cn/qzf/qzfb/zfxxgknb/",)
    first_year = 2022
    expected_minimum = 1
