import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.downloadermiddlewares import cookies
from tldextract import TLDExtract

from crawler.domains import registered_domain, split_host

LIBRARY = TLDExtract(suffix_list_urls=(), cache_dir=None)
WITH_PRIVATE = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
ENDS = [
    *sorted(suffix for suffix in LIBRARY.tlds if suffix[0] not in "*!")[::40],
    "gov.cn",
    "cn",
    "ck",
    "kobe.jp",
    "city.kobe.jp",
    "github.io",
    "政府.中国",
    "local",
]


@pytest.mark.parametrize("host", ["1.2.3.4", "localhost", "gov.cn", "www.gov.cn", "www.ck", "a.xn--fiqs8s", "a.cn."])
def test_odd_hosts_are_cut_as_the_library_cuts_them(host: str) -> None:
    assert registered_domain(f"http://{host}/") == (LIBRARY(host).top_domain_under_public_suffix or host).rstrip(".")


@given(st.lists(st.from_regex(r"[a-z0-9]{1,5}", fullmatch=True), max_size=3), st.sampled_from(ENDS))
def test_every_host_is_cut_as_the_library_cuts_it(labels: list[str], end: str) -> None:
    host = ".".join([*labels, end])
    assert registered_domain(f"https://{host}/x") == (LIBRARY(host).top_domain_under_public_suffix or host)
    assert bool(split_host(host).domain) == bool(WITH_PRIVATE(host).domain)


def test_cookies_ask_this_list_and_not_the_internet() -> None:
    assert getattr(cookies, "_split_domain") is split_host  # noqa: B009
