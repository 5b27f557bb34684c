"""Known: the district's report on 2023 (tlq/qzfxx/), its office's on 2022 (qzfbm/qzfbgs/). Assumed: that zfxxgknb/
lists the groups."""

from crawler.families.trs import TrsSpider


class CqstlSpider(TrsSpider):
    name = "cqstl"
    organ = "重庆市铜梁区人民政府"
    adcode = "500151"
    seeds = ("https://cqstl.gov.cn/zwgk_171/zfxxgknb/",)
    first_year = 2022
    expected_minimum = 2
