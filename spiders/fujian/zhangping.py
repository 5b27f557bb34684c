"""Known: the city's reports on 2017 and 2023, its office's on 2023 (202401/t20240129_2098495.htm and …499.htm).
Assumed: that their folders are the columns."""

from crawler.families.trs import TrsSpider


class ZhangpingSpider(TrsSpider):
    name = "zhangping"
    organ = "漳平市人民政府"
    adcode = "350881"
    seeds = ("http://www.zp.gov.cn/zwgk/zfxxgkzl/szfxxgk/zfxxgknb/", "http://www.zp.gov.cn/bm/zfb/zfxxgknb/")
    first_year = 2017
    expected_minimum = 3
