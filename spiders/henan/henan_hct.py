"""Known: the column and its second page index_1.html (a public crawler). Assumed: as no report is known, that the one
on 2025 is there."""

from crawler.families.trs import TrsSpider


class HenanHctSpider(TrsSpider):
    name = "henan_hct"
    organ = "河南省文化和旅游厅"
    adcode = "410000"
    seeds = ("https://hct.henan.gov.cn/zwgk/xxgk/zfxxgknb/",)
    first_year = 2025
    expected_minimum = 1
