"""A portal's declaration is checked when its class is made."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.domains import registered_domain
from crawler.errors import CrawlArgumentError, PortalDeclarationError
from crawler.portal import PortalSpider
from crawler.years import EARLIEST_YEAR, LATEST_YEAR, parse_years

GOOD: dict[str, Any] = {
    "name": "jiazhen",
    "organ": "甲县人民政府",
    "adcode": "110105",
    "seeds": ("http://www.jia.gov.cn/zfxxgk/ndbg/",),
    "first_year": 2008,
    "expected_minimum": 5,
}


class PlainFamily(PortalSpider, family="plain"):
    pass


def declare(**fields: Any) -> type[PortalSpider]:
    return type("JiaSpider", (PlainFamily,), {"__module__": __name__, **fields})


def test_a_whole_declaration_becomes_a_portal() -> None:
    spider = declare(**GOOD)
    portal = spider.portal()
    assert (portal.name, portal.family, portal.adcode) == ("jiazhen", "plain", "110105")
    assert spider.allowed_domains == ["jia.gov.cn"]
    assert spider.in_scope("https://zwgk.jia.gov.cn/a")
    assert not spider.in_scope("https://www.yi.gov.cn/a")
    assert not spider.in_scope("ftp://www.jia.gov.cn/a")
    assert not spider.in_scope("http://jia.gov.cn.mirror.example/a")


@pytest.mark.parametrize("field", sorted(GOOD))
def test_a_missing_field_is_named(field: str) -> None:
    with pytest.raises(PortalDeclarationError, match=rf"test_portal\.JiaSpider: {field} is missing"):
        declare(**{key: value for key, value in GOOD.items() if key != field})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Jia Zhen"),
        ("name", 7),
        ("organ", "Jia County"),
        ("adcode", 110105),
        ("adcode", "11010"),
        ("adcode", "１１０１０５"),
        ("seeds", "http://www.jia.gov.cn/"),
        ("seeds", ()),
        ("seeds", ("/zfxxgk/",)),
        ("seeds", ("ftp://www.jia.gov.cn/",)),
        ("seeds", (None,)),
        ("first_year", "2008"),
        ("first_year", 1949),
        ("first_year", True),
        ("expected_minimum", 0),
        ("expected_minimum", 1.5),
        ("attachment_hosts", "files.example.cn"),
        ("custom_settings", {"ROBOTSTXT_OBEY": False}),
        ("parse", lambda self, response: None),
    ],
)
def test_what_cannot_be_is_named_with_its_field(field: str, value: object) -> None:
    with pytest.raises(PortalDeclarationError, match=rf"JiaSpider: {field} (is|holds|does not belong)"):
        declare(**{**GOOD, field: value})


def test_a_portal_needs_a_family() -> None:
    with pytest.raises(PortalDeclarationError, match="no platform family"):
        type("JiaSpider", (PortalSpider,), GOOD)


def test_attachment_hosts_widen_the_scope_by_that_host_only() -> None:
    spider = declare(**GOOD, attachment_hosts=("files.store.example",))
    assert spider.in_scope("http://files.store.example/a.pdf")
    assert not spider.in_scope("http://other.store.example/a.pdf")


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("http://www.zp.gov.cn/zwgk/", "zp.gov.cn"),
        ("http://www.gov.cn/", "www.gov.cn"),
        ("http://cycms.chengan.gov.cn/", "chengan.gov.cn"),
        ("http://1.25.240.11:8082/sites/", "1.25.240.11"),
        ("http://zp.gov.cn.example.com/", "example.com"),
        ("mailto:a@b.cn", ""),
    ],
)
def test_registered_domain(url: str, domain: str) -> None:
    assert registered_domain(url) == domain


def test_years() -> None:
    assert parse_years("2015, 2019-2021").wanted == {2015, 2019, 2020, 2021}
    assert 2020 in parse_years("2019-2024")
    assert parse_years("2020").may_hold(2021)
    assert not parse_years("2020").may_hold(2019)
    spider = declare(**GOOD)(years="2019")
    assert spider.years is not None
    assert spider.years.wanted == {2019}


@pytest.mark.parametrize("text", ["", "20", "2024-2019", "all", "2019-", "1990", "2019;2020", "２０１９"])
def test_years_that_cannot_be(text: str) -> None:
    with pytest.raises(CrawlArgumentError, match="years="):
        parse_years(text)


def test_an_unknown_argument_is_refused() -> None:
    with pytest.raises(CrawlArgumentError, match="'year'"):
        declare(**GOOD)(year="2019")


@given(st.integers(EARLIEST_YEAR, LATEST_YEAR), st.integers(0, 20))
def test_a_range_holds_its_ends(first: int, length: int) -> None:
    last = min(LATEST_YEAR, first + length)
    assert parse_years(f"{first}-{last}").wanted == set(range(first, last + 1))
