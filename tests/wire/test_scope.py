import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Spider

from crawler.scope import OutOfScopeError, has_public_name, is_public, scope_of


def spider(*seeds: str, attachment_hosts: tuple[str, ...] = ()) -> Spider:
    return Spider("qingxi", start_urls=list(seeds), attachment_hosts=attachment_hosts)


SCOPE = scope_of(spider("http://www.qingxi.gov.cn/xxgk/nb/", attachment_hosts=("Files.example.com",)), ["cdn.other.cn"])


@pytest.mark.parametrize(
    "url",
    [
        "http://www.qingxi.gov.cn/",
        "https://WWW.Qingxi.gov.cn/a",
        "http://sub.zwgk.qingxi.gov.cn:8080/a",
        "http://qingxi.gov.cn./a",
        "http://files.example.com/a.pdf",
        "https://cdn.other.cn/a.pdf",
    ],
)
def test_the_portals_registered_domain_and_its_attachment_hosts_are_in_scope(url: str) -> None:
    assert SCOPE.refusal(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://www.gov.cn/",  # gov.cn is a public suffix: a sibling below it is another owner's
        "http://www.panjin.gov.cn/",
        "http://www.qingxi.gov.cn.evil.com/",
        "http://evilqingxi.gov.cn/",
        "http://www.qingxi.gov.cn@evil.com/",
        "http://example.com/",  # one host of it is allowed, the domain is not
        "http://sub.files.example.com/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http:///nohost",
        "ftp://www.qingxi.gov.cn/",
        "file:///etc/passwd",
        "javascript:alert(1)",
    ],
)
def test_everything_else_is_refused_with_a_reason(url: str) -> None:
    assert SCOPE.refusal(url)
    with pytest.raises(OutOfScopeError):
        SCOPE.check(url)


def test_a_host_that_the_walk_finds_a_file_on_is_in_scope_from_then_on() -> None:
    one = spider("http://www.qingxi.gov.cn/xxgk/nb/")
    found: set[str] = set()
    one.file_hosts = found  # type: ignore[attr-defined]
    scope = scope_of(one)
    assert scope.refusal("https://nb.oss-cn-beijing.aliyuncs.com/a.pdf")
    found.add("nb.oss-cn-beijing.aliyuncs.com")
    assert scope.refusal("https://nb.oss-cn-beijing.aliyuncs.com/a.pdf") is None
    assert scope.refusal("ftp://nb.oss-cn-beijing.aliyuncs.com/a.pdf")
    assert scope.refusal("https://other.oss-cn-beijing.aliyuncs.com/a.pdf")


@pytest.mark.parametrize(
    "url",
    ["http://10.1.1.9/a.pdf", "http://[fd00::1]/a.pdf", "http://oa/a.pdf", "http://oa.local/a.pdf", "file:///a.pdf"],
)
def test_a_file_is_followed_to_no_address_and_to_no_name_of_a_local_network(url: str) -> None:
    assert not has_public_name(url)
    assert has_public_name("https://nb.oss-cn-beijing.aliyuncs.com/a.pdf")


def test_a_spider_that_names_no_url_may_ask_for_nothing() -> None:
    with pytest.raises(OutOfScopeError, match="declares no seeds"):
        scope_of(spider())


@pytest.mark.parametrize("address", ["1.1.1.1", "223.5.5.5", "2400:3200::1", "64:ff9b::1.1.1.1", "::ffff:1.1.1.1"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.9.9.9",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::10.0.0.1",
        "2002:7f00:1::",
        "2002:0a00:1::1",
        "not an address",
        "",
    ],
)
def test_private_addresses_are_not_public_in_whatever_dress(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_inside_an_ipv6_one_is_judged_alike(address: ipaddress.IPv4Address) -> None:
    assert is_public(f"::ffff:{address}") == is_public(str(address)) == is_public(f"64:ff9b::{address}")
