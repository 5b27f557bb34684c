"""Known: seven reports on 2019-2025 below 2010zfxxgk_148535/ (five of them through mirrors), whose folders of years are
opaque: 148535 is 2020, 140412 is 2019. Assumed: that the folders have lists at index.shtml."""

from crawler.families.web_idx import WebIdxSpider


class LiaoningSpider(WebIdxSpider):
    name = "liaoning"
    organ = "辽宁省人民政府"
    adcode = "210000"
    seeds = (
        "http://www.ln.gov.cn/web/zwgkx/zfxxgk1/2010zfxxgk_148535/index.shtml",
        "http://www.ln.gov.cn/web/zwgkx/zfxxgk1/2010zfxxgk_148535/2010zfxxgk_148535/shizfgzbg/index.shtml",
    )
    first_year = 2019
    expected_minimum = 7
