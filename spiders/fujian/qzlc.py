"""Known: a bureau's report on 2022 (nlsj/ghzj/202301/t20230111_2836854.htm). Assumed: that its folder is a list."""

from crawler.families.trs import TrsSpider


class QzlcSpider(TrsSpider):
    name = "qzlc"
    organ = "泉州市鲤城区人民政府"
    adcode = "350502"
    seeds = ("http://qzlc.gov.cn/zwgk/qzbm/nlsj/ghzj/",)
    first_year = 2022
    expected_minimum = 1
