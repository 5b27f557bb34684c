"""Known: reports on 2023 of the office and a bureau in bm/2023n/; of the city in sbj/ and of the office on 2021 in
bm/2021n/, through a mirror. Assumed: that zfxxgknb/ lists them."""

from crawler.families.gkmlpt import GkmlptSpider


class GzSpider(GkmlptSpider):
    name = "gz"
    organ = "广州市人民政府"
    adcode = "440100"
    seeds = ("https://www.gz.gov.cn/zfjgzy/gzsrmzfbgt/zfxxgknb/",)
    first_year = 2021
    expected_minimum = 4
