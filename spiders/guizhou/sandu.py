"""Known: the column, cited in a report, and the county's report on 2022 (2022n_5930973/202301/)."""

from crawler.families.trs import TrsSpider


class SanduSpider(TrsSpider):
    name = "sandu"
    organ = "三都水族自治县人民政府"
    adcode = "522732"
    seeds = ("http://www.sandu.gov.cn/zfxxgk/zfxxgknb/",)
    first_year = 2022
    expected_minimum = 1
