"""Known: the column (a public crawler calls it 政府信息公开年报). Assumed: as no report is known, that the one on 2025
is there."""

from crawler.families.vsb import VsbSpider


class GnzrmzfRsjSpider(VsbSpider):
    name = "gnzrmzf_rsj"
    organ = "甘南藏族自治州人力资源和社会保障局"
    adcode = "623000"
    seeds = ("http://rsj.gnzrmzf.gov.cn/zfxxgk1/zfxxgknb.htm",)
    first_year = 2025
    expected_minimum = 1
