"""Known: the city's report on 2018 (ndbg/2018/202010/t20201019_496818.shtml). Assumed: that ndbg/ lists the years."""

from crawler.families.trs import TrsSpider


class QingdaoSpider(TrsSpider):
    name = "qingdao"
    organ = "青岛市人民政府"
    adcode = "370200"
    seeds = ("http://www.qingdao.gov.cn/ywdt/zwzl/ndbg/",)
    first_year = 2018
    expected_minimum = 1
