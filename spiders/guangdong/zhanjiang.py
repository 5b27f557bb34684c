"""Known: a bureau's report on 2023 (xxgkndbg/content/post_1871569.html). Assumed: that its folder is the column; other
bureaus have folders beside dfz/."""

from crawler.families.gkmlpt import GkmlptSpider


class ZhanjiangSpider(GkmlptSpider):
    name = "zhanjiang"
    organ = "湛江市人民政府"
    adcode = "440800"
    seeds = ("https://www.zhanjiang.gov.cn/zjsfw/bmdh/dfz/zwgk/xxgkndbg/",)
    first_year = 2023
    expected_minimum = 1
