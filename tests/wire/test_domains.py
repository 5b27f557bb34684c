import subprocess
import sys

import pytest
from scrapy.downloadermiddlewares import cookies

from crawler.domains import EXTRACT, registered_domain


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.zp.gov.cn", "zp.gov.cn"),
        ("WWW.ZP.gov.cn.", "zp.gov.cn"),
        ("www.gov.cn", "www.gov.cn"),
        ("gov.cn", "gov.cn"),
        ("a.b.github.io", "github.io"),
        ("www.ck", "www.ck"),
        ("x.city.kobe.jp", "city.kobe.jp"),
        ("www.某某.政府.中国", "政府.中国"),
        ("a.xn--fiqs8s", "a.xn--fiqs8s"),
        ("1.2.3.4", "1.2.3.4"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("localhost", "localhost"),
        ("", ""),
    ],
)
def test_a_host_belongs_to_whom_the_list_says(host: str, domain: str) -> None:
    assert registered_domain(f"http://{host}/x") == domain


_WITHOUT_A_NETWORK = """
import sys
sys.addaudithook(lambda event, _: sys.exit(event) if event in ("socket.connect", "socket.getaddrinfo") else None)
from crawler.domains import registered_domain
from scrapy.downloadermiddlewares import cookies
print(registered_domain("http://www.zp.gov.cn/"), cookies._is_public_domain("gov.cn"),
      cookies._is_public_domain("github.io"), cookies._is_public_domain("zp.gov.cn"))
"""


def test_cookies_ask_this_list_and_nobody_asks_the_internet() -> None:
    assert getattr(cookies, "_split_domain") is EXTRACT  # noqa: B009
    done = subprocess.run([sys.executable, "-c", _WITHOUT_A_NETWORK], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["zp.gov.cn", "True", "True", "False"], done.stderr
