"""Known: the page of the county's report on 2020, which has a tab for each year."""

from crawler.families.ucap import UcapSpider


class ShuleSpider(UcapSpider):
    name = "shule"
    organ = "疏勒县人民政府"
    adcode = "653122"
    seeds = ("http://shule.gov.cn/slx/c107687/zwgk_cont.shtml",)
    first_year = 2020
    expected_minimum = 1
