"""Known: the prefecture's report on 2022 (zfxxgknb/2022/zzfxxgknb/content_1903590). Assumed: that zfxxgknb/ lists the
years."""

from crawler.families.listing import ListingSpider


class HainanzhouSpider(ListingSpider):
    name = "hainanzhou"
    organ = "海南藏族自治州人民政府"
    adcode = "632500"
    seeds = ("https://www.hainanzhou.gov.cn/zwgk/zfxxgknb/",)
    first_year = 2022
    expected_minimum = 1
