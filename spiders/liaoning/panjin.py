"""Known: the open-government root html/1840/; the city's report on 2015 in html/1861/, its office's on 2023 in
html/2856/, one column a year and kind of organ. Assumed: that html/<column>/ is a list."""

from crawler.families.listing import ListingSpider


class PanjinSpider(ListingSpider):
    name = "panjin"
    organ = "盘锦市人民政府"
    adcode = "211100"
    seeds = (
        "http://www.panjin.gov.cn/html/1840/",
        "http://www.panjin.gov.cn/html/1861/",
        "http://www.panjin.gov.cn/html/2856/",
    )
    first_year = 2015
    expected_minimum = 2
