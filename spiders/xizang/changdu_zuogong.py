"""Known: the county's report on 2021 (zgx/c101879/202202/). Assumed: that c101879 is the column."""

from crawler.families.ucap import UcapSpider


class ChangduZuogongSpider(UcapSpider):
    name = "changdu_zuogong"
    organ = "左贡县人民政府"
    adcode = "540327"
    seeds = ("https://zuogong.changdu.gov.cn/zgx/c101879/",)
    first_year = 2021
    expected_minimum = 1
