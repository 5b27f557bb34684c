"""Known: the column (a public crawler calls it 政府信息公开年报). Assumed: as no report is known, that the one on 2025
is there."""

from crawler.families.trs import TrsSpider


class HaikouRsjSpider(TrsSpider):
    name = "haikou_rsj"
    organ = "海口市人力资源和社会保障局"
    adcode = "460100"
    seeds = ("https://rsj.haikou.gov.cn/xxgk/xxgknb/",)
    first_year = 2025
    expected_minimum = 1
