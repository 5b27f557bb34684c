"""Known: a bureau's report on 2022 (year_details.aspx?dept=38&id=91674), the page of another organ. Assumed: that
organ pages link each other and their reports."""

from crawler.families.listing import ListingSpider


class ZiyangGkSpider(ListingSpider):
    name = "ziyang_gk"
    organ = "资阳市人民政府"
    adcode = "512000"
    seeds = ("http://gk.ziyang.gov.cn/department.aspx?id=40",)
    first_year = 2022
    expected_minimum = 1
