"""Known: the county's report on 2023 (31185/32016/content_2150541.html). Assumed: that its folder is the column."""

from crawler.families.listing import ListingSpider


class XiangyinSpider(ListingSpider):
    name = "xiangyin"
    organ = "湘阴县人民政府"
    adcode = "430624"
    seeds = ("http://www.xiangyin.gov.cn/31185/32016/",)
    first_year = 2023
    expected_minimum = 1
