"""Known: the office's report on 2023 (zfxxgknb/202401/t20240131_2619754.html). Assumed: that its folder is the
column."""

from crawler.families.trs import TrsSpider


class ShaanxiDfzSpider(TrsSpider):
    name = "shaanxi_dfz"
    organ = "陕西省地方志办公室"
    adcode = "610000"
    seeds = ("https://dfz.shaanxi.gov.cn/zfxxgk/zfxxgknb/",)
    first_year = 2023
    expected_minimum = 1
