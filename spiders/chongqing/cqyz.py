"""Known: the office's report on 2025, in a folder named 2020_504392; a bureau's on 2023. Assumed: that zfxxgknan_ew/
lists years, and that the bureau's folder is its column."""

from crawler.families.trs import TrsSpider


class CqyzSpider(TrsSpider):
    name = "cqyz"
    organ = "重庆市渝中区人民政府"
    adcode = "500103"
    seeds = (
        "https://www.cqyz.gov.cn/zwgk_229/zfxxgknan_ew/",
        "https://www.cqyz.gov.cn/bm_229/qjjxxw/zwgk_97157/zfxxgknb_97166/",
    )
    first_year = 2023
    expected_minimum = 2
