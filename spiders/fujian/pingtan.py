"""Known: the list itself, with ten reports on 2016-2025 (stored copy of March 2026 or later); one on 2013 lies in the
same folder."""

from crawler.families.trs import TrsSpider


class PingtanSpider(TrsSpider):
    name = "pingtan"
    organ = "平潭综合实验区管理委员会"
    adcode = "350128"
    seeds = ("https://www.pingtan.gov.cn/zwgk/zfxxgk/zfxxgknb/nlist.htm",)
    first_year = 2016
    expected_minimum = 10
