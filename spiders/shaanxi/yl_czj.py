"""Known: the column and its pages index_<n>.html (a public crawler). Assumed: as no report is known, that the one on
2025 is there."""

from crawler.families.trs import TrsSpider


class YlCzjSpider(TrsSpider):
    name = "yl_czj"
    organ = "榆林市财政局"
    adcode = "610800"
    seeds = ("https://czj.yl.gov.cn/zfxxgk/zfxxgknb/",)
    first_year = 2025
    expected_minimum = 1
