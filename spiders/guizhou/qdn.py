"""Known: a bureau's report on 2022 (zfxxgknb_5871697/2022n_5932848/). Assumed: that the folder above lists the
years."""

from crawler.families.trs import TrsSpider


class QdnSpider(TrsSpider):
    name = "qdn"
    organ = "黔东南苗族侗族自治州人民政府"
    adcode = "522600"
    seeds = ("http://www.qdn.gov.cn/zwgk_5871642/zfxxgk_5871649/zfxxgknb_5871697/",)
    first_year = 2022
    expected_minimum = 1
