from crawler.families.vsb import VsbSpider


class MaijiSpider(VsbSpider):
    name = "maiji"
    organ = "天水市麦积区人民政府"
    adcode = "620503"
    seeds = ("http://www.maiji.gov.cn/zfxxgk/zfxxgknb.htm",)
    first_year = 2020
    expected_minimum = 6
