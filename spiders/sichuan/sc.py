"""Known: the column, from a public list of the provinces' entry pages; the office's report on 2023, through a mirror.
Assumed: the platform's paging."""

from crawler.families.ucap import UcapSpider


class ScSpider(UcapSpider):
    name = "sc"
    organ = "四川省人民政府"
    adcode = "510000"
    seeds = ("https://www.sc.gov.cn/10462/10778/10876/",)
    first_year = 2023
    expected_minimum = 1
