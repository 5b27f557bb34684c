"""Known: a bureau's report on 2022, which is the folder of the year itself (zfxxgknb_5669217/2022_5930960). Assumed:
that the folder above lists the years."""

from crawler.families.trs import TrsSpider


class QiannanSpider(TrsSpider):
    name = "qiannan"
    organ = "黔南布依族苗族自治州人民政府"
    adcode = "522700"
    seeds = ("https://www.qiannan.gov.cn/zwgkztym/zjtysj_5669197/zfxxgk_5669204/zfxxgknb_5669217/",)
    first_year = 2022
    expected_minimum = 1
