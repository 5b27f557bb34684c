"""Known: the district's report on 2023 (zfxxgknb/zfxxgknb_2023/202401/). Assumed: that zfxxgknb/ lists the years."""

from crawler.families.trs import TrsSpider


class JianganSpider(TrsSpider):
    name = "jiangan"
    organ = "武汉市江岸区人民政府"
    adcode = "420102"
    seeds = ("https://www.jiangan.gov.cn/jaxxw/zfxxgk/zfxxgknb/",)
    first_year = 2023
    expected_minimum = 1
