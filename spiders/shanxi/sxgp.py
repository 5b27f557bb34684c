"""Known: the city's and its office's reports on 2022. Assumed: that their folders are the columns; bureaus have theirs
at gzbm/<bureau>/zfxxgknb/."""

from crawler.families.trs import TrsSpider


class SxgpSpider(TrsSpider):
    name = "sxgp"
    organ = "高平市人民政府"
    adcode = "140581"
    seeds = ("http://xxgk.sxgp.gov.cn/gpsrmzf/zfxxgknb/", "http://xxgk.sxgp.gov.cn/gzbm/zfbgs/zfxxgknb/")
    first_year = 2022
    expected_minimum = 2
