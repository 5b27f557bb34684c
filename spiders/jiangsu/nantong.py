"""Known: the platform, on the hosts of its bureaus (public crawlers, shuju.nantong.gov.cn). Not known: the column, so
the walk starts at the home page; that the report on 2025 is there is assumed."""

from crawler.families.truecms import TrueCmsSpider


class NantongSpider(TrueCmsSpider):
    name = "nantong"
    organ = "南通市人民政府"
    adcode = "320600"
    seeds = ("https://www.nantong.gov.cn/",)
    first_year = 2025
    expected_minimum = 1
