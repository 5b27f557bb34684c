"""Known: a township's report on 2025 (flx/zfxxgknb_171215/202601/). Assumed: that its folder is the column."""

from crawler.families.trs import TrsSpider


class HukouSpider(TrsSpider):
    name = "hukou"
    organ = "湖口县人民政府"
    adcode = "360429"
    seeds = ("https://www.hukou.gov.cn/flx/zfxxgknb_171215/",)
    first_year = 2025
    expected_minimum = 1
