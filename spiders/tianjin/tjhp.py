"""Known: the district office's report on 2023 (qzfb/zfxxgknb/202401/t20240122_6515489.html). Assumed: that its folder
is the column; other organs have folders beside qzfb/."""

from crawler.families.trs import TrsSpider


class TjhpSpider(TrsSpider):
    name = "tjhp"
    organ = "天津市和平区人民政府"
    adcode = "120101"
    seeds = ("http://www.tjhp.gov.cn/zw/zfxxgk/zfgbm/qzfb/zfxxgknb/",)
    first_year = 2023
    expected_minimum = 1
