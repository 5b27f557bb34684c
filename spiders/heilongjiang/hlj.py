"""Known: the page and its tab of reports, with the platform's search behind it. Assumed: as no report is known, that
the one on 2025 is there."""

from crawler.families.ucap import UcapSpider


class HljSpider(UcapSpider):
    name = "hlj"
    organ = "黑龙江省人民政府"
    adcode = "230000"
    seeds = ("https://www.hlj.gov.cn/hlj/c108373/common_zfxxgk.shtml?tab=gknb",)
    first_year = 2025
    expected_minimum = 1
