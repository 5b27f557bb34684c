"""Known: its lists, info/iList.jsp?node_id=GKdyszf&cat_id=25723 for one (public crawlers). Not known: the category of
reports, so the walk starts at the home page; that the one on 2025 is there is assumed."""

from crawler.families.ilist import IListSpider


class DeyangSpider(IListSpider):
    name = "deyang"
    organ = "德阳市人民政府"
    adcode = "510600"
    seeds = ("https://www.deyang.gov.cn/",)
    first_year = 2025
    expected_minimum = 1
