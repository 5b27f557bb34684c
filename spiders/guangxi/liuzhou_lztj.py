"""Known: the bureau's report on 2022, dated 1970 in its address (t19700101_3215525.shtml). Assumed: that its folder is
the column."""

from crawler.families.trs import TrsSpider


class LiuzhouLztjSpider(TrsSpider):
    name = "liuzhou_lztj"
    organ = "柳州市统计局"
    adcode = "450200"
    seeds = ("http://lztj.liuzhou.gov.cn/zwgk/zfxxgknb/",)
    first_year = 2022
    expected_minimum = 1
