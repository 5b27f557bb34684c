"""Known: its lists, dynamic/zwgk/govInfoPubright.html?categorynum=003001003 for one (a public crawler). Not known: the
category of reports, so the walk starts at the home page; that the one on 2025 is there is assumed."""

from crawler.families.epoint import EpointSpider


class XzSpider(EpointSpider):
    name = "xz"
    organ = "徐州市人民政府"
    adcode = "320300"
    seeds = ("https://www.xz.gov.cn/",)
    first_year = 2025
    expected_minimum = 1
