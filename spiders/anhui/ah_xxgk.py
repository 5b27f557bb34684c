"""Known: the province's report on 2017 (DocHtml/731/2018/3/26/3618558579887.html). Assumed: that DocHtml/731/ is a
list; the platform is older than those of today."""

from crawler.families.listing import ListingSpider


class AhXxgkSpider(ListingSpider):
    name = "ah_xxgk"
    organ = "安徽省人民政府"
    adcode = "340000"
    seeds = ("http://xxgk.ah.gov.cn/UserData/DocHtml/731/",)
    first_year = 2017
    expected_minimum = 1
