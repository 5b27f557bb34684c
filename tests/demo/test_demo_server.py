"""The replica portals on the wire: host names, caching, encodings, paging, stubs, dead columns."""

import gzip
import http.client
import re
import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from demo.addresses import CHENGAN_COLUMN, LIAONING_ROOT, MAIJI_COLUMN, SHENYANG_ROOT, ZHANGPING_COLUMN
from demo.model import World
from demo.resource import Site
from demo.server import PortalServer
from demo.sites import sites_of
from demo.world import build

Answer = tuple[int, http.client.HTTPMessage, bytes]


@pytest.fixture(scope="module")
def world() -> World:
    return build()


@pytest.fixture(scope="module")
def server(world: World) -> Iterator[PortalServer]:
    with PortalServer(sites_of(world)) as running:
        yield running


def get(server: PortalServer, host: str, target: str, **headers: str) -> Answer:
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)) as connection:
        connection.request("GET", target, headers={"Host": host} | {k.replace("_", "-"): v for k, v in headers.items()})
        response = connection.getresponse()
        return response.status, response.headers, response.read()


LISTS = [
    ("www.ln.gov.cn", f"{LIAONING_ROOT}/2010zfxxgk_148535/shizfgzbg/index.shtml", "utf-8"),
    ("www.zp.gov.cn", f"{ZHANGPING_COLUMN}/", "utf-8"),
    ("www.maiji.gov.cn", f"{MAIJI_COLUMN}.htm", "utf-8"),
    ("cycms.chengan.gov.cn", f"{CHENGAN_COLUMN}/", "gbk"),
    ("www.shenyang.gov.cn", f"{SHENYANG_ROOT}/", "utf-8"),
]


@pytest.mark.parametrize(("host", "seed", "charset"), LISTS)
def test_each_portal_answers_at_its_real_address(server: PortalServer, host: str, seed: str, charset: str) -> None:
    status, _, body = get(server, host, seed)
    assert status == 200
    assert "年报" in body.decode(charset)


def test_a_real_report_stands_at_its_real_address(server: PortalServer) -> None:
    target = f"{LIAONING_ROOT}/2010zfxxgk_148535/shizfgzbg/E312B3A1534444079333A0DC8D28C2DA/index.shtml"
    assert "盘锦市2020年度政府信息公开工作报告" in get(server, "www.ln.gov.cn", target)[2].decode()
    target = f"{SHENYANG_ROOT}/2017n/gqxszfxxgkgzndbg/202111/t20211102_625655.html"
    assert "和平区2017年度政府信息公开工作报告" in get(server, "www.shenyang.gov.cn", target)[2].decode()


def test_every_resource_is_served_and_every_list_link_leads_somewhere(world: World, server: PortalServer) -> None:
    for site in sites_of(world):
        for target, resource in site.resources.items():
            if resource.kind == "list":
                text = resource.make().decode(site.charset)
                for link in re.findall(r'<li[^>]*>\s*<a href="([^"]+)"|<td><a href="([^"]+)"', text):
                    assert reachable(site, target, link[0] or link[1]), (site.host, target, link)
            if resource.kind == "report":
                assert site.charset in resource.make().decode(site.charset).lower()


def reachable(site: Site, page: str, link: str) -> bool:
    """Whether a link of a list's items or menu is a page of the site; the menu's other columns are not replicated."""
    folder = page.rsplit("/", 1)[0]
    target = f"{folder}/{link.removeprefix('./')}" if link.startswith("./") else link.replace("&amp;", "&")
    report_column = ("zfxxgknb", "zfxxgkndgzbg", "2010zfxxgk", "/info/", "view.jsp", "list.jsp")
    return target in site.resources or not any(part in target for part in report_column)


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_a_known_page_is_not_sent_again(server: PortalServer, header: str) -> None:
    host, target, _ = LISTS[1]
    _, headers, _ = get(server, host, target)
    condition = {"ETag": "If_None_Match", "Last-Modified": "If_Modified_Since"}[header]
    status, again, body = get(server, host, target, **{condition: headers[header]})
    assert (status, body) == (304, b"")
    assert again["ETag"] == headers["ETag"]


def test_a_changed_page_is_sent(server: PortalServer) -> None:
    host, target, _ = LISTS[1]
    assert get(server, host, target, If_None_Match='"something-else"')[0] == 200
    assert get(server, host, target, If_Modified_Since="Tue, 01 Jan 2008 00:00:00 GMT")[0] == 200
    assert get(server, host, target, If_Modified_Since="yesterday")[0] == 200


def test_pages_are_compressed_for_those_who_take_it(server: PortalServer) -> None:
    host, target, _ = LISTS[4]
    plain, packed = get(server, host, target), get(server, host, target, Accept_Encoding="gzip, deflate")
    assert "Content-Encoding" not in plain[1]
    assert packed[1]["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed[2]) == plain[2]
    assert len(packed[2]) < len(plain[2])


def test_the_jsp_portal_sends_chunks_and_a_cookie_and_no_validators(server: PortalServer) -> None:
    host, target, _ = LISTS[3]
    _, headers, body = get(server, host, target)
    assert headers["Transfer-Encoding"] == "chunked"
    assert headers["Set-Cookie"].startswith("JSESSIONID=")
    assert "ETag" not in headers
    assert "Last-Modified" not in headers
    assert headers["Content-Type"] == "text/html;charset=GBK"
    assert "政府信息公开年报" in body.decode("gbk")
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")
    assert get(server, host, target)[2] == body
    assert get(server, host, target, Cookie="JSESSIONID=1")[1]["Set-Cookie"] is None


def test_one_connection_carries_several_exchanges(server: PortalServer) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)) as connection:
        connection.connect()
        socket_before = connection.sock
        for host, target, charset in LISTS:
            connection.request("GET", target, headers={"Host": host})
            assert "年报" in connection.getresponse().read().decode(charset)
        assert connection.sock is socket_before


def test_head_has_no_body(server: PortalServer) -> None:
    host, target, _ = LISTS[0]
    request = f"HEAD {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    with closing(socket.create_connection(("127.0.0.1", server.port), timeout=10)) as connection:
        connection.sendall(request.encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answer.endswith(b"\r\n\r\n")


@pytest.mark.parametrize("site", sites_of(build()), ids=lambda site: site.host)
def test_lists_end_in_a_stub(server: PortalServer, site: Site) -> None:
    stubs = [target for target, resource in site.resources.items() if resource.kind == "stub"]
    assert stubs
    for target in stubs:
        status, _, body = get(server, site.host, target)
        assert status == 200
        assert 200 < len(body) < 400


def test_a_home_page_moves(server: PortalServer) -> None:
    status, headers, _ = get(server, "www.maiji.gov.cn", "/")
    assert (status, headers["Location"]) == (302, "http://www.maiji.gov.cn/index.htm")
    assert get(server, "www.maiji.gov.cn", "/index.htm")[0] == 200


def test_page_numbers_of_vsb_count_down(server: PortalServer) -> None:
    first = get(server, "www.maiji.gov.cn", f"{MAIJI_COLUMN}.htm")[2].decode()
    total = int(re.findall(r"_simple_list_gotopage_fun\((\d+)", first)[0])
    assert total >= 3
    assert re.findall(r'p_next p_fun"><a href="([^"]+)"', first) == [f"{MAIJI_COLUMN}/{total - 1}.htm"]
    last = get(server, "www.maiji.gov.cn", f"{MAIJI_COLUMN}/1.htm")[2].decode()
    assert "p_next_d" in last


def test_the_number_of_trs_pages_stands_in_a_script_only(server: PortalServer) -> None:
    first = get(server, "www.zp.gov.cn", f"{ZHANGPING_COLUMN}/index.htm")[2].decode()
    total = int(re.findall(r'createPageHTML\((\d+), 0, "index", "htm"\)', first)[0])
    assert total >= 3
    assert f"index_{total - 1}.htm" not in first
    assert "./20" in get(server, "www.zp.gov.cn", f"{ZHANGPING_COLUMN}/index_{total - 1}.htm")[2].decode()


def test_what_is_not_there(server: PortalServer) -> None:
    status, _, body = get(server, "cycms.chengan.gov.cn", "/nothing.jsp")
    assert status == 404
    assert "您访问的页面不存在" in body.decode("gbk")
    assert get(server, "www.shenyang.gov.cn", "/robots.txt")[0] == 200
    assert get(server, "www.zp.gov.cn", "/robots.txt")[0] == 404
    assert get(server, "www.example.org", "/")[0] == 421


def test_attachments_are_what_they_say_and_the_same_each_time(world: World) -> None:
    magic = {"docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04", "pdf": b"%PDF-"}
    again = {site.host: site for site in sites_of(world)}
    seen = set()
    for site in sites_of(world):
        for target, resource in site.resources.items():
            if resource.kind == "attachment":
                data = resource.make()
                assert data == again[site.host].resources[target].make()
                seen |= {kind for kind, start in magic.items() if data.startswith(start)}
    assert seen == set(magic)
