"""Known: the bureau's report on 2023 (hzgxw/gknb/202401/). Assumed: that its folder is the column."""

from crawler.families.ucap import UcapSpider


class HanzhongGxwSpider(UcapSpider):
    name = "hanzhong_gxw"
    organ = "汉中市工业和信息化局"
    adcode = "610700"
    seeds = ("http://gxw.hanzhong.gov.cn/hzgxw/gknb/",)
    first_year = 2023
    expected_minimum = 1
