"""Known: the district's report on 2022 (columns/0772e821-…/202302/13/). Assumed: index.html of its column."""

from crawler.families.uuid_columns import UuidColumnsSpider


class GcSpider(UuidColumnsSpider):
    name = "gc"
    organ = "石家庄市藁城区人民政府"
    adcode = "130109"
    seeds = ("http://gc.gov.cn/columns/0772e821-5733-421d-82e7-f545c5729b9e/index.html",)
    first_year = 2022
    expected_minimum = 1
