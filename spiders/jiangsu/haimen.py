"""Known: the platform, from a bureau's list (hmsgtj/xzxk/xzxk.html, a public crawler). Not known: the column, so the
walk starts at the home page; that the report on 2025 is there is assumed."""

from crawler.families.truecms import TrueCmsSpider


class HaimenSpider(TrueCmsSpider):
    name = "haimen"
    organ = "南通市海门区人民政府"
    adcode = "320614"
    seeds = ("https://www.haimen.gov.cn/",)
    first_year = 2025
    expected_minimum = 1
