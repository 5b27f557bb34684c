"""Known: the county office's report on 2021 (xxgkAnnualReport/detail/61f1f0ed886688e3278b4568.html). Assumed: the
list, after the platform's source, where the namespace itself is one."""

from crawler.families.openness import OpennessSpider


class FunanSpider(OpennessSpider):
    name = "funan"
    organ = "阜南县人民政府"
    adcode = "341225"
    seeds = ("https://zwgk.funan.gov.cn/xxgkAnnualReport/",)
    first_year = 2021
    expected_minimum = 1
