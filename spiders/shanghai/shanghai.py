"""Known: the city's reports on 2019, 2022 and 2023 in nw12344, a district's on 2018 in nw44404. Assumed: that both are
lists."""

from crawler.families.listing import ListingSpider


class ShanghaiSpider(ListingSpider):
    name = "shanghai"
    organ = "上海市人民政府"
    adcode = "310000"
    seeds = ("https://www.shanghai.gov.cn/nw12344/", "https://www.shanghai.gov.cn/nw44404/")
    first_year = 2018
    expected_minimum = 4
