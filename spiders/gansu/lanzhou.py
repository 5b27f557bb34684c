"""Known: the city's report on 2020 (art_18829_979565.html). Assumed: col/<column>/, as on all portals of the kind."""

from crawler.families.hanweb import HanwebSpider


class LanzhouSpider(HanwebSpider):
    name = "lanzhou"
    organ = "兰州市人民政府"
    adcode = "620100"
    seeds = ("https://www.lanzhou.gov.cn/col/col18829/index.html",)
    first_year = 2020
    expected_minimum = 1
