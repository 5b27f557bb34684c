"""Known: two towns' reports on 2022. Assumed: that other years and organs are reached by the same address."""

from crawler.families.hanweb import HanwebSpider


class RongchengSpider(HanwebSpider):
    name = "rongcheng"
    organ = "荣成市人民政府"
    adcode = "371082"
    seeds = (
        "http://www.rongcheng.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=11371082004363095F&fbtime=2022",
        "http://www.rongcheng.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=113710820043628502&fbtime=2022",
    )
    first_year = 2022
    expected_minimum = 2
