"""Known: the organ's id, and that type=3 is its reports (source of the platform). Assumed: as no report is known, that
the one on 2025 is there."""

from crawler.families.longsun import LongsunSpider


class AhSthjtSpider(LongsunSpider):
    name = "ah_sthjt"
    organ = "安徽省生态环境厅"
    adcode = "340000"
    seeds = ("https://sthjt.ah.gov.cn/public/column/21691?type=3&action=list",)
    first_year = 2025
    expected_minimum = 1
