"""Known: the province's report on 2017 (zfxxgknb/201803/t20180330_6670096.shtml). Assumed: that its folder is the
column."""

from crawler.families.trs import TrsSpider


class ShanxiSpider(TrsSpider):
    name = "shanxi"
    organ = "山西省人民政府"
    adcode = "140000"
    seeds = ("http://www.shanxi.gov.cn/zfxxgk/zfxxgkzl/zfxxgknb/",)
    first_year = 2017
    expected_minimum = 1
