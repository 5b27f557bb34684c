"""Known: a district's report on 2022 (xxgk_nb/2022_98308/202302/). Assumed: that xxgk_nb/ lists the years."""

from crawler.families.trs import TrsSpider


class ShiyanSpider(TrsSpider):
    name = "shiyan"
    organ = "十堰市人民政府"
    adcode = "420300"
    seeds = ("http://shiyan.gov.cn/xxgk/xxgk_nb/",)
    first_year = 2022
    expected_minimum = 1
