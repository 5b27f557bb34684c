"""Known: the district's report on 2015, its office's on 2020, both in htqsite/xxgknb/. Assumed: that this is the
column of all years."""

from crawler.families.ucap import UcapSpider


class SanyaHtSpider(UcapSpider):
    name = "sanya_ht"
    organ = "三亚市海棠区人民政府"
    adcode = "460202"
    seeds = ("https://ht.sanya.gov.cn/htqsite/xxgknb/",)
    first_year = 2015
    expected_minimum = 2
