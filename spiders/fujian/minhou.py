"""Known: the county office's report on 2025 (xzfb/ndbg/202601/t20260116_5272155.htm). Assumed: that its folder is the
column; other organs have folders beside xzfb/."""

from crawler.families.trs import TrsSpider


class MinhouSpider(TrsSpider):
    name = "minhou"
    organ = "闽侯县人民政府"
    adcode = "350121"
    seeds = ("https://www.minhou.gov.cn/xjwz/zwgk/zfxxgkzl/xzfjqzcbm/xzfb/ndbg/",)
    first_year = 2025
    expected_minimum = 1
