"""Known: two reports on 2017 under gknb2017/; folders gknb<year>/ answered in October 2026. Assumed: that their parent
lists the years."""

from crawler.families.trs import TrsSpider


class BjmySpider(TrsSpider):
    name = "bjmy"
    organ = "北京市密云区人民政府"
    adcode = "110118"
    seeds = ("https://www.bjmy.gov.cn/zwgk/zfxxgk/zfxxgknb/",)
    first_year = 2017
    expected_minimum = 2
