"""Known: the district's report on 2016 (zfxxgknb/201707/t20170721_1341809.htm). Assumed: that its folder is the
column."""

from crawler.families.trs import TrsSpider


class FzjaSpider(TrsSpider):
    name = "fzja"
    organ = "福州市晋安区人民政府"
    adcode = "350111"
    seeds = ("http://www.fzja.gov.cn/xjwz/zwgk/zfxxgk/zfxxgknb/",)
    first_year = 2016
    expected_minimum = 1
