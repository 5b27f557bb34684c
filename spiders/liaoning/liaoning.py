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
    expected_minimum = 8
