"""Known: the column, from a public crawler's list. Assumed: the platform and, as no report is known, that the one on
2025 is there."""

from crawler.families.trs import TrsSpider


class SxxzScxSpider(TrsSpider):
    name = "sxxz_scx"
    organ = "神池县人民政府"
    adcode = "140927"
    seeds = ("http://scx.sxxz.gov.cn/scxzw/zwgk/xxgknb/",)
    first_year = 2025
    expected_minimum = 1
