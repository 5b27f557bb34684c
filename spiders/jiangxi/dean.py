"""Known: a township's report on 2022 (hdx_184344/zfxxgknb_184382/202301/). Assumed: that its folder is the column."""

from crawler.families.trs import TrsSpider


class DeanSpider(TrsSpider):
    name = "dean"
    organ = "德安县人民政府"
    adcode = "360426"
    seeds = ("https://www.dean.gov.cn/zw/03/07/hdx_184344/zfxxgknb_184382/",)
    first_year = 2022
    expected_minimum = 1
