"""Known: the column, from a public list of the provinces' entry pages. Assumed: as no report is known, that the one on
2025 is there."""

from crawler.families.hanweb import HanwebSpider


class JiangsuSpider(HanwebSpider):
    name = "jiangsu"
    organ = "江苏省人民政府"
    adcode = "320000"
    seeds = ("https://www.jiangsu.gov.cn/col/col46143/",)
    first_year = 2025
    expected_minimum = 1
