"""Known: the column (a public crawler, which counts its pages index_<n+1>.shtml). Assumed: as no report is known, that
the one on 2025 is there."""

from crawler.families.trs import TrsSpider


class KmCzjSpider(TrsSpider):
    name = "km_czj"
    organ = "昆明市财政局"
    adcode = "530100"
    seeds = ("https://czj.km.gov.cn/zfxxgk/zfxxgknb/",)
    first_year = 2025
    expected_minimum = 1
