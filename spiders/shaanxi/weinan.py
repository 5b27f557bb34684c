"""Known: the office's report on 2022 (2022n/gbm/), the city's on 2023 (2023n/szf/), through mirrors. Assumed: the
host, and that zfxxgknb/ lists the years."""

from crawler.families.listing import ListingSpider


class WeinanSpider(ListingSpider):
    name = "weinan"
    organ = "渭南市人民政府"
    adcode = "610500"
    seeds = ("https://www.weinan.gov.cn/zfxxgk/zfxxgknb/",)
    first_year = 2022
    expected_minimum = 2
