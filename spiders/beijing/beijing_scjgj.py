"""Known: the bureau's report on 2023 (ptzfxxgknb/202401/t20240124_3544426.html). Assumed: that its folder is the
column."""

from crawler.families.trs import TrsSpider


class BeijingScjgjSpider(TrsSpider):
    name = "beijing_scjgj"
    organ = "北京市市场监督管理局"
    adcode = "110000"
    seeds = ("https://scjgj.beijing.gov.cn/zwxx/zfxxgkpt/ptzfxxgknb/",)
    first_year = 2023
    expected_minimum = 1
