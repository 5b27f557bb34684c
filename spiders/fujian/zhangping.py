from crawler.families.trs import TrsSpider


class ZhangpingSpider(TrsSpider):
    name = "zhangping"
    organ = "漳平市人民政府"
    adcode = "350881"
    seeds = ("http://www.zp.gov.cn/zwgk/zfxxgkzl/szfxxgk/zfxxgknb/", "http://www.zp.gov.cn/bm/zfb/zfxxgknb/")
    first_year = 2017
    expected_minimum = 6
