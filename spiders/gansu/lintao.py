"""Known: a town's report on 2022 (art_6924_1618518.html). Assumed: col/<column>/, as on all portals of the kind."""

from crawler.families.hanweb import HanwebSpider


class LintaoSpider(HanwebSpider):
    name = "lintao"
    organ = "临洮县人民政府"
    adcode = "621124"
    seeds = ("http://www.lintao.gov.cn/col/col6924/index.html",)
    first_year = 2022
    expected_minimum = 1
