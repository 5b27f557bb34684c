"""Known: a bureau's report on 2021 (zfxxgknb/2021/bmzsjg/202201/). Assumed: that zfxxgknb/ lists years and groups."""

from crawler.families.trs import TrsSpider


class TongxinSpider(TrsSpider):
    name = "tongxin"
    organ = "同心县人民政府"
    adcode = "640324"
    seeds = ("https://tongxin.gov.cn/zwgk/zfxxgknb/",)
    first_year = 2021
    expected_minimum = 1
