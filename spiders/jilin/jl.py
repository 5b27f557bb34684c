"""Known: the province office's report on 2025, a bureau's on 2024. Assumed: that their folders are the columns; other
organs have theirs at zsjg/<organ>_<id>/ndbg/."""

from crawler.families.trs import TrsSpider


class JlSpider(TrsSpider):
    name = "jl"
    organ = "吉林省人民政府"
    adcode = "220000"
    seeds = ("http://xxgk.jl.gov.cn/szf/bgtndbg/", "https://xxgk.jl.gov.cn/zsjg/fgw_136504/ndbg/")
    first_year = 2024
    expected_minimum = 2
