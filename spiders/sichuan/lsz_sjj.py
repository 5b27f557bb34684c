"""Known: the bureau's report on 2023 (zfxxgknb_31679/202401/). Assumed: that its folder is the column."""

from crawler.families.trs import TrsSpider


class LszSjjSpider(TrsSpider):
    name = "lsz_sjj"
    organ = "凉山彝族自治州审计局"
    adcode = "513400"
    seeds = ("https://sjj.lsz.gov.cn/xxgk/zfxxgknb_31679/",)
    first_year = 2023
    expected_minimum = 1
