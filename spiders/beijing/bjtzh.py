"""Known: folders of years with <year>/xzjd/index.shtml, of which 2024n78 holds the reports on 2025 (October 2026).
Assumed: that the folder above them lists the years."""

from crawler.families.trs import TrsSpider


class BjtzhSpider(TrsSpider):
    name = "bjtzh"
    organ = "北京市通州区人民政府"
    adcode = "110112"
    seeds = ("http://www.bjtzh.gov.cn/bjtz/zwgk/zcwj67/zfxxgknb/",)
    first_year = 2025
    expected_minimum = 1
