"""Known: a report on 2025 (c2025niandu5/202601/c05_401805.shtml); a column is a year. Assumed: that it is a list."""

from crawler.families.ucap import UcapSpider


class DaqingSpider(UcapSpider):
    name = "daqing"
    organ = "大庆市人民政府"
    adcode = "230600"
    seeds = ("https://daqing.gov.cn/daqing/c2025niandu5/",)
    first_year = 2025
    expected_minimum = 1
