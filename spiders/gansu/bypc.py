"""Known: a bureau's report on 2025, in a folder named 2024n (qfgj/xxgknb/2024n/art/2026/). Assumed: that xxgknb/ lists
the years; other bureaus have folders beside qfgj/."""

from crawler.families.jpaas import JpaasSpider


class BypcSpider(JpaasSpider):
    name = "bypc"
    organ = "白银市平川区人民政府"
    adcode = "620403"
    seeds = ("https://www.bypc.gov.cn/zfxxgk/bmdwxzjd/bmdw/qfgj/xxgknb/",)
    first_year = 2025
    expected_minimum = 1
