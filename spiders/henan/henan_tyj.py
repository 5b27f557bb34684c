"""Known: the column (a public crawler). Assumed: as no report is known, that the one on 2025 is there."""

from crawler.families.trs import TrsSpider


class HenanTyjSpider(TrsSpider):
    name = "henan_tyj"
    organ = "河南省体育局"
    adcode = "410000"
    seeds = ("https://tyj.henan.gov.cn/xxgk/zfxxgknb/",)
    first_year = 2025
    expected_minimum = 1
