"""Known: four bureaus' reports on 2020, 2024 and 2025 (info/19382/515702.htm); a tree is a year. Assumed: the column,
after that of 天水's bureaus."""

from crawler.families.vsb import VsbSpider


class MaijiSpider(VsbSpider):
    name = "maiji"
    organ = "天水市麦积区人民政府"
    adcode = "620503"
    seeds = ("http://www.maiji.gov.cn/zfxxgk/zfxxgknb.htm",)
    first_year = 2020
    expected_minimum = 4
