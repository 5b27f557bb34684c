"""Known: reports of the county on 2021, of its office on 2022 and 2025, of a bureau on 2025; c128570 is the column of
2025 for all organs. Assumed: that each of the three is a list."""

from crawler.families.ucap import UcapSpider


class XjwqxSpider(UcapSpider):
    name = "xjwqx"
    organ = "乌恰县人民政府"
    adcode = "653024"
    seeds = (
        "http://www.xjwqx.gov.cn/xjwqx/c128570/",
        "http://www.xjwqx.gov.cn/xjwqx/c116485/",
        "http://www.xjwqx.gov.cn/xjwqx/c112125/",
    )
    first_year = 2021
    expected_minimum = 4
