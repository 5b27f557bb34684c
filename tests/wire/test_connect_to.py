from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.connect_to import ConnectToError, Target, parse_connect_to


@pytest.mark.parametrize(
    ("rules", "host", "port", "target"),
    [
        ("", "www.a.gov.cn", 80, Target("www.a.gov.cn", 80, mapped=False)),
        ("www.a.gov.cn:80:127.0.0.1:8080", "www.a.gov.cn", 80, Target("127.0.0.1", 8080, mapped=True)),
        ("WWW.A.gov.cn:80:127.0.0.1:8080", "www.a.GOV.cn", 80, Target("127.0.0.1", 8080, mapped=True)),
        ("www.a.gov.cn:80:127.0.0.1:8080", "www.a.gov.cn", 443, Target("www.a.gov.cn", 443, mapped=False)),
        ("www.a.gov.cn:80:127.0.0.1:8080", "www.b.gov.cn", 80, Target("www.b.gov.cn", 80, mapped=False)),
        ("::127.0.0.1:8080", "www.b.gov.cn", 443, Target("127.0.0.1", 8080, mapped=True)),
        (":443:[::1]:", "www.b.gov.cn", 443, Target("::1", 443, mapped=True)),
        ("[::1]:80:127.0.0.1:1", "::1", 80, Target("127.0.0.1", 1, mapped=True)),
        # Only the port moves: nobody said that the host may be private.
        ("www.a.gov.cn:80::8080", "www.a.gov.cn", 80, Target("www.a.gov.cn", 8080, mapped=False)),
        # The first that matches wins, as in curl.
        ("a:80:x:1, a:80:y:2, ::z:3", "a", 80, Target("x", 1, mapped=True)),
        (["a:80:x:1", "::z:3"], "b", 80, Target("z", 3, mapped=True)),
        (None, "b", 80, Target("b", 80, mapped=False)),
    ],
)
def test_a_connection_goes_where_the_first_rule_says(rules: Any, host: str, port: int, target: Target) -> None:
    assert parse_connect_to(rules).target(host, port) == target


@pytest.mark.parametrize(
    "rule", ["127.0.0.1:8080", "a:b:c:d", "a:80:b:99999", "a:0:b:1", "::1:80:b:1", "a:80:b:1:", "[x"]
)
def test_a_rule_that_cannot_be_read_is_named_with_the_form_it_should_have(rule: str) -> None:
    with pytest.raises(ConnectToError, match="HOST1:PORT1:HOST2:PORT2") as error:
        parse_connect_to(rule)
    assert rule in str(error.value)


_HOST = st.from_regex(r"[a-z0-9]{1,8}(\.[a-z0-9]{1,8}){0,2}", fullmatch=True)
_PORT = st.integers(1, 65535)


@given(_HOST, _PORT, _HOST, _PORT, _HOST, _PORT)
def test_a_full_rule_maps_its_own_host_and_port_and_nothing_else(
    host: str, port: int, to_host: str, to_port: int, other: str, other_port: int
) -> None:
    rules = parse_connect_to(f"{host}:{port}:{to_host}:{to_port}")
    assert rules.target(host, port) == Target(to_host, to_port, mapped=True)
    if (other, other_port) != (host, port):
        assert rules.target(other, other_port) == Target(other, other_port, mapped=False)
