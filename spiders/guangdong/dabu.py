"""Known: a town's report on 2023 under its prefix mzdpshzzf/. Assumed: that the prefix has an index which names the
category; other units have prefixes of their own."""

from crawler.families.gkmlpt import GkmlptSpider


class DabuSpider(GkmlptSpider):
    name = "dabu"
    organ = "大埔县人民政府"
    adcode = "441422"
    seeds = ("https://www.dabu.gov.cn/mzdpshzzf/gkmlpt/index",)
    first_year = 2023
    expected_minimum = 1
