"""Known: two districts' reports on 2022 (zfxxgknb/gqzf_72697/<district>/). Assumed: that zfxxgknb/ lists the groups."""

from crawler.families.trs import TrsSpider


class NanjingSpider(TrsSpider):
    name = "nanjing"
    organ = "南京市人民政府"
    adcode = "320100"
    seeds = ("https://www.nanjing.gov.cn/zzb/zfxxgk/zfxxgknb/",)
    first_year = 2022
    expected_minimum = 2
