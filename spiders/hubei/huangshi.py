"""Known: a district's report on 2025 (gknb/2024_nd/2025_xsq/202602/). Assumed: that gknb/ lists years and groups."""

from crawler.families.trs import TrsSpider


class HuangshiSpider(TrsSpider):
    name = "huangshi"
    organ = "黄石市人民政府"
    adcode = "420200"
    seeds = ("https://huangshi.gov.cn/xxxgk/gknb/",)
    first_year = 2025
    expected_minimum = 1
