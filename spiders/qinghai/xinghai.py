"""Known: the county's report on 2021 (html/5973/610465.html). Assumed: that its folder is the column."""

from crawler.families.listing import ListingSpider


class XinghaiSpider(ListingSpider):
    name = "xinghai"
    organ = "兴海县人民政府"
    adcode = "632524"
    seeds = ("http://www.xinghai.gov.cn/html/5973/",)
    first_year = 2021
    expected_minimum = 1
