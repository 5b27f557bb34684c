"""Known: the district's report on 2021 (info/3969/162232.htm); a tree is an organ. Not known: the columns, so the walk
starts at the home page."""

from crawler.families.vsb import VsbSpider


class XnczSpider(VsbSpider):
    name = "xncz"
    organ = "西宁市城中区人民政府"
    adcode = "630103"
    seeds = ("https://xncz.gov.cn/",)
    first_year = 2021
    expected_minimum = 1
