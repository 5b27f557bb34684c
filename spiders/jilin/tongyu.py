"""Known: the county's report on 2022 (tyxrmzfndbg/202301/t20230117_954313.html). Assumed: that its folder is the
column."""

from crawler.families.trs import TrsSpider


class TongyuSpider(TrsSpider):
    name = "tongyu"
    organ = "通榆县人民政府"
    adcode = "220822"
    seeds = ("http://xxgk.tongyu.gov.cn/zsts/tyxrmzfndbg/",)
    first_year = 2022
    expected_minimum = 1
