"""Known: the county's report on 2022 (columns/e434bf9c-…/202302/17/). Assumed: index.html of its column."""

from crawler.families.uuid_columns import UuidColumnsSpider


class ZdSpider(UuidColumnsSpider):
    name = "zd"
    organ = "正定县人民政府"
    adcode = "130123"
    seeds = ("http://zd.gov.cn/columns/e434bf9c-a0e0-4bfa-8e9c-c421f02dbfe2/index.html",)
    first_year = 2022
    expected_minimum = 1
