"""Known: a subdistrict's report on 2022 (202301/t20230130_11545442.html). Assumed: that its folder is the column;
other organs have folders beside eljd_97738/."""

from crawler.families.trs import TrsSpider


class CqjlpSpider(TrsSpider):
    name = "cqjlp"
    organ = "重庆市九龙坡区人民政府"
    adcode = "500107"
    seeds = ("http://cqjlp.gov.cn/bmjz/qzfjz_97456/eljd_97738/zwgk_97461/zfxxgknb_97478/",)
    first_year = 2022
    expected_minimum = 1
