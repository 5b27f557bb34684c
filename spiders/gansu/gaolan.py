"""Known: a column that is the county's report on 2017 itself. Assumed: that it links those of other years."""

from crawler.families.hanweb import HanwebSpider


class GaolanSpider(HanwebSpider):
    name = "gaolan"
    organ = "皋兰县人民政府"
    adcode = "620122"
    seeds = ("http://www.gaolan.gov.cn/col/col15863/index.html",)
    first_year = 2017
    expected_minimum = 1
