"""Known: a bureau's report on 2021 (zfxxgkgzndbg/sj/nb_2021/jgzfxxgknb/). Assumed: that zfxxgkgzndbg/ lists levels and
years."""

from crawler.families.trs import TrsSpider


class QinzhouSpider(TrsSpider):
    name = "qinzhou"
    organ = "钦州市人民政府"
    adcode = "450700"
    seeds = ("http://www.qinzhou.gov.cn/zfxxgk/zfxxgkgzndbg/",)
    first_year = 2021
    expected_minimum = 1
