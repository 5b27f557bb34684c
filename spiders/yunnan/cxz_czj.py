"""Known: the column (a public crawler calls it 政府信息公开年报). Assumed: as no report is known, that the one on 2025
is there."""

from crawler.families.vsb import VsbSpider


class CxzCzjSpider(VsbSpider):
    name = "cxz_czj"
    organ = "楚雄彝族自治州财政局"
    adcode = "532300"
    seeds = ("https://czj.cxz.gov.cn/zfxxgk/zfxxgknb.htm",)
    first_year = 2025
    expected_minimum = 1
