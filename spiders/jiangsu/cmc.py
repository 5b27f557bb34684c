"""Known: a subdistrict's report on 2025 (yjjd/zfxxgknb/art/2026/). Assumed: that zfxxgk/<organ>/zfxxgknb/ is its
column."""

from crawler.families.jpaas import JpaasSpider


class CmcSpider(JpaasSpider):
    name = "cmc"
    organ = "泰州市高港区人民政府"
    adcode = "321203"
    seeds = ("https://www.cmc.gov.cn/zfxxgk/yjjd/zfxxgknb/",)
    first_year = 2025
    expected_minimum = 1
