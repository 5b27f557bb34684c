"""Known: the column, linked from the city's home page. Assumed: the platform and, as no report is known, that the one
on 2025 is there."""

from crawler.families.trs import TrsSpider


class HdHdzfxxgkSpider(TrsSpider):
    name = "hd_hdzfxxgk"
    organ = "邯郸市人民政府"
    adcode = "130400"
    seeds = ("http://hdzfxxgk.hd.gov.cn/zfxxgknb/",)
    first_year = 2025
    expected_minimum = 1
