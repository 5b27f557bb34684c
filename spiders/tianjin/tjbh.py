"""Known: reports of three zones on 2022, 2023 and 2025 (<zone>/contents/<column>/<id>.html). Assumed: the lists."""

from crawler.families.listing import ListingSpider


class TjbhSpider(ListingSpider):
    name = "tjbh"
    organ = "天津市滨海新区人民政府"
    adcode = "120116"
    seeds = (
        "http://www.tjbh.gov.cn/bsq/contents/10832/",
        "http://www.tjbh.gov.cn/kfq/contents/10994/",
        "https://www.tjbh.gov.cn/dj/contents/10878/",
    )
    first_year = 2022
    expected_minimum = 3
