"""Known: the organ's id, and that type=3 is its reports (source of the platform). Assumed: as no report is known, that
the one on 2025 is there."""

from crawler.families.longsun import LongsunSpider


class AhYbjSpider(LongsunSpider):
    name = "ah_ybj"
    organ = "安徽省医疗保障局"
    adcode = "340000"
    seeds = ("https://ybj.ah.gov.cn/public/column/7071?type=3&action=list",)
    first_year = 2025
    expected_minimum = 1
