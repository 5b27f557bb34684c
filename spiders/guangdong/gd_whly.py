"""Known: the page of category 2629 and its JSON (a public crawler). Assumed: as no report is known, that the one on
2025 is there."""

from crawler.families.gkmlpt import GkmlptSpider


class GdWhlySpider(GkmlptSpider):
    name = "gd_whly"
    organ = "广东省文化和旅游厅"
    adcode = "440000"
    seeds = ("http://whly.gd.gov.cn/gkmlpt/annualreport#2629",)
    first_year = 2025
    expected_minimum = 1
