"""How each family pages and what it takes for the same page: pure, on pages of our own."""

import pytest

from crawler.families.cycms import CycmsSpider
from crawler.families.listing import ListingSpider
from crawler.families.step import Step
from crawler.families.trs import TrsSpider
from crawler.families.vsb import VsbSpider
from crawler.families.web_idx import WebIdxSpider
from crawler.links import read_links

BASE = "http://www.jia.gov.cn/zfxxgk/zfxxgknb/"
VSB_LIST = "http://www.jia.gov.cn/zfxxgk/zfxxgknb.htm"


def portal(base: type[ListingSpider], seed: str = BASE) -> ListingSpider:
    fields = {
        "name": "jia",
        "organ": "甲县人民政府",
        "adcode": "110105",
        "seeds": (seed,),
        "first_year": 2020,
        "expected_minimum": 1,
        "__module__": __name__,
    }
    spider: ListingSpider = type("JiaSpider", (base,), fields)()
    return spider


def following(base: type[ListingSpider], source: str, url: str = BASE, number: int = 1, column: str = "") -> list[str]:
    column = column or (url if number == 1 else BASE)
    return [ask.url for ask in portal(base).next_pages(read_links(source, url), Step(BASE, column, number))]


@pytest.mark.parametrize(
    ("script", "number", "expected"),
    [
        ('createPageHTML(3, 0, "index", "html");', 1, ["index_1.html"]),
        ("createPageHTML(3, 1, 'index', 'shtml')", 2, ["index_2.shtml"]),
        ('createPageHTML(3, 2, "index", "htm");', 3, []),
        ('createPageHTML(1, 0, "index", "htm");', 1, []),
        ('createPage(25, 0, "index", "html")', 1, ["index_1.html"]),
        ('createPageHTML(2,0,"list","html")', 1, ["list_1.html"]),
        ("var countPage = 2;", 1, ["index_1.html"]),
        ("var countPage = 2;", 2, []),
        ("function createPageHTML(_nPageCount, _nCurrIndex, a, b) {}", 1, []),
    ],
)
@pytest.mark.parametrize("base", [TrsSpider, WebIdxSpider])
def test_trs_counts_from_its_script(base: type[ListingSpider], script: str, number: int, expected: list[str]) -> None:
    source = f"<html><body><p>列表</p><script>{script}</script></body></html>"
    assert following(base, source, number=number) == [BASE + name for name in expected]


def test_trs_takes_the_suffix_of_its_articles_where_nothing_states_it() -> None:
    source = '<a href="./202401/t20240129_7.htm">x</a><script>var countPage = 4</script>'
    assert following(TrsSpider, source) == [BASE + "index_1.htm"]


def test_trs_falls_back_on_the_link_to_the_next_page() -> None:
    assert following(TrsSpider, '<a href="index_1.html">下一页</a>') == [BASE + "index_1.html"]
    assert following(TrsSpider, '<a href="javascript:;">下一页</a>') == []


@pytest.mark.parametrize(
    ("pager", "url", "number", "expected"),
    [
        ('<a onclick="_simple_list_gotopage_fun(31,&quot;u&quot;,2)">跳转</a>', VSB_LIST, 1, ["zfxxgknb/30.htm"]),
        ("<span class='p_t'>共3页</span>", VSB_LIST, 1, ["zfxxgknb/2.htm"]),
        ("<span class='p_t'>共1页</span>", VSB_LIST, 1, []),
        ("共3页", "http://www.jia.gov.cn/zfxxgk/zfxxgknb/2.htm", 2, ["zfxxgknb/1.htm"]),
        ("共3页", "http://www.jia.gov.cn/zfxxgk/zfxxgknb/1.htm", 3, []),
    ],
)
def test_vsb_counts_down(pager: str, url: str, number: int, expected: list[str]) -> None:
    found = following(VsbSpider, f"<p>x</p>{pager}", url, number, VSB_LIST)
    assert found == [f"http://www.jia.gov.cn/zfxxgk/{name}" for name in expected]


def test_vsb_knows_an_article_by_its_id() -> None:
    spider = portal(VsbSpider, VSB_LIST)
    same = {
        spider.identity("http://www.jia.gov.cn/info/3601/275671.htm"),
        spider.identity("https://jia.gov.cn/info/1291/275671.htm"),
        spider.identity("http://www.jia.gov.cn/content.jsp?urltype=news.NewsContentUrl&wbtreeid=1&wbnewsid=275671"),
    }
    assert len(same) == 1
    assert spider.identity("http://www.jia.gov.cn/info/3601/275672.htm") not in same


def test_cycms_knows_an_article_by_its_id() -> None:
    spider = portal(CycmsSpider)
    first = spider.identity("http://www.jia.gov.cn/zfxxgk/view.jsp?id=17750&nian=2021")
    assert first == spider.identity("http://www.jia.gov.cn/zfxxgk/view.jsp?nian=2022&id=17750")
    assert first != spider.identity("http://www.jia.gov.cn/zfxxgk/view.jsp?id=17751&nian=2021")
    assert spider.identity("http://www.jia.gov.cn/a/index.html") == spider.identity("http://jia.gov.cn/a/")


@pytest.mark.parametrize(
    ("base", "url", "answer"),
    [
        (TrsSpider, BASE + "2020n/", True),
        (TrsSpider, "https://jia.gov.cn/zfxxgk/zfxxgknb/2020n/", True),
        (TrsSpider, "https://yi.gov.cn/zfxxgk/jd/2020n/", False),
        (TrsSpider, BASE + "2020n/index.html", True),
        (TrsSpider, BASE + "202101/t20210120_1.html", False),
        (TrsSpider, "http://www.jia.gov.cn/bm/zfb/zfxxgknb/", True),
        (TrsSpider, "http://www.jia.gov.cn/zfxxgk/zfxxgkzn/", False),
        (VsbSpider, BASE + "a2020.htm", True),
        (VsbSpider, BASE.replace("http:", "https:") + "a2020.htm", True),
        (VsbSpider, "http://www.jia.gov.cn/zfxxgk/zfxxgkzn.htm", False),
        (CycmsSpider, BASE + "list.jsp?nian=2020", True),
        (CycmsSpider, BASE + "view.jsp?id=7&nian=2020", False),
    ],
)
def test_sub_listings(base: type[ListingSpider], url: str, answer: bool) -> None:
    assert portal(base).is_sub_listing(Step(BASE, BASE), url) is answer


@pytest.mark.parametrize(
    ("base", "url", "answer"),
    [
        (TrsSpider, BASE + "index_3.html", True),
        (TrsSpider, BASE + "202101/t20210120_1.html", False),
        (VsbSpider, BASE + "3.htm", True),
        (VsbSpider, "http://www.jia.gov.cn/info/1/3.htm", False),
        (CycmsSpider, BASE + "list.jsp?nian=2020&pageNo=2", True),
        (ListingSpider, BASE + "list.aspx?page=2", True),
        (ListingSpider, BASE + "list.aspx", False),
    ],
)
def test_paging_urls(base: type[ListingSpider], url: str, answer: bool) -> None:
    assert portal(base).is_paging(url) is answer
