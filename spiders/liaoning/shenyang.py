from crawler.families.trs import TrsSpider


class ShenyangSpider(TrsSpider):
    name = "shenyang"
    organ = "沈阳市人民政府"
    adcode = "210100"
    seeds = ("http://www.shenyang.gov.cn/zwgk/zfxxgkndgzbg/",)
    first_year = 2017
    expected_minimum = 8
