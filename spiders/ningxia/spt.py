"""Known: the district's report on 2016, in a folder named 2018 (zfxxgknb/2018/sptqzfxxgkgzndbg_61110/). Assumed: that
zfxxgknb/ lists the years."""

from crawler.families.trs import TrsSpider


class SptSpider(TrsSpider):
    name = "spt"
    organ = "中卫市沙坡头区人民政府"
    adcode = "640502"
    seeds = ("https://www.spt.gov.cn/xxgk/zfxxgknb/",)
    first_year = 2016
    expected_minimum = 1
