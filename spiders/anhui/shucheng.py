"""Known: a zone's report on 2025 (public/content/38194471). Not known: the organs' ids, so the walk starts at the home
page."""

from crawler.families.longsun import LongsunSpider


class ShuchengSpider(LongsunSpider):
    name = "shucheng"
    organ = "舒城县人民政府"
    adcode = "341523"
    seeds = ("https://www.shucheng.gov.cn/",)
    first_year = 2025
    expected_minimum = 1
