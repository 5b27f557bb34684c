"""Known: the column (a public list of columns). Assumed: as no report is known, that the one on 2025 is there."""

from crawler.families.trs import TrsSpider


class ZhengxiangSpider(TrsSpider):
    name = "zhengxiang"
    organ = "衡阳市蒸湘区人民政府"
    adcode = "430408"
    seeds = ("https://www.zhengxiang.gov.cn/zwgk/xxgknb/index.html",)
    first_year = 2025
    expected_minimum = 1
