"""Known: the county's report on 2022 (xxgknb/2022gknb/202301/). Assumed: that xxgknb/ lists the years."""

from crawler.families.trs import TrsSpider


class SxzhongyangSpider(TrsSpider):
    name = "sxzhongyang"
    organ = "中阳县人民政府"
    adcode = "141129"
    seeds = ("http://sxzhongyang.gov.cn/xxgk/xxgknb/",)
    first_year = 2022
    expected_minimum = 1
