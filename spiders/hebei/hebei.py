"""Known: the province's reports on 2020, and on 2019 through a proxy that keeps the ids. Assumed: index.html of their
column."""

from crawler.families.uuid_columns import UuidColumnsSpider


class HebeiSpider(UuidColumnsSpider):
    name = "hebei"
    organ = "河北省人民政府"
    adcode = "130000"
    seeds = ("https://www.hebei.gov.cn/columns/8aef2fa0-cc14-409e-9f68-fbdba00a0c72/index.html",)
    first_year = 2019
    expected_minimum = 2
