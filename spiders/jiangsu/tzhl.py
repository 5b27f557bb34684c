"""Known: a subdistrict's report on 2022 (zfxxgknb/2022/zjyq/art/2023/). Assumed: that zfxxgknb/ lists years and
groups."""

from crawler.families.jpaas import JpaasSpider


class TzhlSpider(JpaasSpider):
    name = "tzhl"
    organ = "泰州市海陵区人民政府"
    adcode = "321202"
    seeds = ("https://www.tzhl.gov.cn/zfxxgk/zfxxgknb/",)
    first_year = 2022
    expected_minimum = 1
