"""Known: the district's report on 2023 (zfxxgknb/2023nb/dcqzf2023/). Assumed: that zfxxgknb/ lists years and organs."""

from crawler.families.trs import TrsSpider


class BjdchSpider(TrsSpider):
    name = "bjdch"
    organ = "北京市东城区人民政府"
    adcode = "110101"
    seeds = ("https://www.bjdch.gov.cn/zfxxgkzl/zfxxgknb/",)
    first_year = 2023
    expected_minimum = 1
