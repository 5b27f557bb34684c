"""Known: the column, from a public list of the provinces' entry pages; reports of the province and its office on 2019,
through mirrors. Assumed: that the column leads to them."""

from crawler.families.hanweb import HanwebSpider


class ZjSpider(HanwebSpider):
    name = "zj"
    organ = "浙江省人民政府"
    adcode = "330000"
    seeds = ("https://www.zj.gov.cn/col/col1229019364/",)
    first_year = 2019
    expected_minimum = 2
