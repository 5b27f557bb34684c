"""Known: the county's report on 2023 (2023nianbao/202402/). Assumed: that its folder is the list of that year."""

from crawler.families.ucap import UcapSpider


class JxjaxzfSpider(UcapSpider):
    name = "jxjaxzf"
    organ = "靖安县人民政府"
    adcode = "360925"
    seeds = ("http://www.jxjaxzf.gov.cn/jaxrmzf/2023nianbao/",)
    first_year = 2023
    expected_minimum = 1
