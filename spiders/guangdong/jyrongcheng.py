"""Known: a bureau's report on 2022 (zfxxgkgzndbg/content/post_740540.html). Assumed: that its folder is the column."""

from crawler.families.gkmlpt import GkmlptSpider


class JyrongchengSpider(GkmlptSpider):
    name = "jyrongcheng"
    organ = "揭阳市榕城区人民政府"
    adcode = "445202"
    seeds = ("http://www.jyrongcheng.gov.cn/zfxxgkmlfg/jyszcqnyncj/zfxxgkgzndbg/",)
    first_year = 2022
    expected_minimum = 1
