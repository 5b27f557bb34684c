"""Known: the list of what has to be public (a public crawler). Not known: the category of reports, which may lie
beside it; that the one on 2025 is there is assumed."""

from crawler.families.ilist import IListSpider


class MzSpider(IListSpider):
    name = "mz"
    organ = "绵竹市人民政府"
    adcode = "510683"
    seeds = ("https://www.mz.gov.cn/info/iList.jsp?node_id=GKmzs&cat_id=15971",)
    first_year = 2025
    expected_minimum = 1
