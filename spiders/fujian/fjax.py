"""Known: the county's report on 2025 (zfxxgkndbg/202601/t20260104_3249677.htm). Assumed: that its folder is the
column."""

from crawler.families.trs import TrsSpider


class FjaxSpider(TrsSpider):
    name = "fjax"
    organ = "安溪县人民政府"
    adcode = "350524"
    seeds = ("http://fjax.gov.cn/zwgk/zfxxgkzl/zfxxgkndbg/",)
    first_year = 2025
    expected_minimum = 1
