"""Known: the region's report on 2023, through a mirror (xxgknb/2023nb/202403/). Assumed: the host, and that xxgknb/
lists the years."""

from crawler.families.trs import TrsSpider


class XizangSpider(TrsSpider):
    name = "xizang"
    organ = "西藏自治区人民政府"
    adcode = "540000"
    seeds = ("https://www.xizang.gov.cn/zwgk/xxgk_424/xxgknb/",)
    first_year = 2023
    expected_minimum = 1
