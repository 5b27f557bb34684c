"""The replicas themselves: everything they promise is there, a browser would get to it, and faults do what they say."""

import http.client
import ssl
from functools import cache
from urllib.parse import urlsplit

import pytest

from tests.replicas.reach import Reached, ask, links_of, reach
from tests.support.replicas import FAULTS, Fault, Replica, broken, key_of, ordinary, replica, serve
from tests.support.replicas.catalogue import ORDINARY

# Seeds of two rounds of layouts; any other seed would do.
RANDOM = [f"random_{seed}" for seed in (1, 2, 3, 4, 19, 26, 40, 57)]
NAMES = [*ORDINARY, *RANDOM]


@cache
def _one(name: str) -> tuple[Replica, Reached]:
    found = replica(name)
    return found, reach(found)


@pytest.mark.parametrize("name", NAMES)
def test_every_report_is_reached_and_whole(name: str) -> None:
    portal, reached = _one(name)
    assert not reached.missing
    assert 12 <= len(portal.reports) <= 70
    assert len({report.organ for report in portal.reports}) > 2
    for report in portal.reports:
        assert all(reached.answers[key_of(url)].whole for url in report.parts), report
        assert any(key_of(url) in reached.sources for url in (report.files or report.urls)), report
        for url in {*report.urls, *portal.files[:1]} - {*portal.files[1:]}:
            answer = reached.answers.get(key_of(url)) or ask(portal, url)
            assert answer.whole, url
            assert len(answer.body) > 300, url


@pytest.mark.parametrize("name", NAMES)
def test_every_list_is_reached_and_can_be_emptied(name: str) -> None:
    portal, reached = _one(name)
    assert portal.lists
    assert set(portal.columns) <= set(portal.lists)
    assert len(set(portal.lists)) == len(portal.lists)
    for url in portal.lists:
        assert reached.answers[key_of(url)].whole, url


@pytest.mark.parametrize("name", NAMES)
def test_an_emptied_list_hides_reports_of_its_own(name: str) -> None:
    """Only lists lead to reports, and with a list emptied it leads to none and says something else."""
    portal, reached = _one(name)
    urls = {key_of(url) for report in portal.reports for url in (*report.urls, *report.files)}
    lists = {key_of(url) for url in portal.lists}
    parts = {key_of(url) for report in portal.reports for url in report.parts}
    for url in urls:
        moves = {source for source in reached.sources[url] if reached.answers[source].status in (301, 302)}
        assert reached.sources[url] <= lists | urls | moves | parts, url
    for url in portal.lists:
        request = reached.requests[key_of(url)]
        answer = broken(portal, url, "empty").answer(request)
        assert answer.status == 200
        assert answer.body != reached.answers[key_of(url)].body
        assert not {key_of(found) for found in links_of(request.url, answer)} & urls


def test_names_and_hosts_are_told_apart() -> None:
    every = ordinary()
    assert len({portal.name for portal in every}) == len(every)
    with serve(every) as serving:
        assert serving.port


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_do_what_they_say(fault: Fault) -> None:
    portal = replica("trs_city")
    url = portal.reports[0].urls[0]
    good, bad = ask(portal, url), ask(broken(portal, url, fault), url)
    assert ask(broken(portal, url, fault), portal.reports[1].urls[0]) == ask(portal, portal.reports[1].urls[0])
    home = ask(portal, portal.home)
    expected = {
        "404": bad.status == 404,
        "home": bad == home,
        "empty": bad.status == 200
        and len(bad.body) < len(good.body) / 4
        and portal.reports[0].title.encode() in bad.body,
        "cut": bad.body == good.body and bad.cut is not None and 0 < bad.cut < len(good.body),
        "hang": bad.hang,
        "challenge": bad.status == 412 and b"<script>" in bad.body,
        "foreign": bad.status == 200 and "有限公司".encode() in bad.body,
    }
    assert expected[fault]


def test_a_report_is_broken_at_each_of_its_addresses() -> None:
    portal = replica("longsun")
    first, second = portal.reports[0].urls
    assert ask(broken(portal, second, "404"), first).status == 404
    assert ask(broken(portal, first, "404"), portal.reports[1].urls[0]).status == 200


def test_a_service_is_broken_in_whatever_spelling() -> None:
    portal = replica("longsun")
    page = next(url for url in portal.lists if url.endswith("pageIndex=2"))
    spelled = page.replace("type=3&action=list", "action=list&type=3")
    assert ask(broken(portal, page, "404"), spelled).status == 404
    assert ask(broken(portal, page, "404"), page.replace("pageIndex=2", "pageIndex=1")).status == 200


def test_wire_behaves_as_answers_say() -> None:
    """Over the socket: whole, cut, hanging and proxied answers, and what is logged of them."""
    portal = replica("trs_city")
    cut, slow = portal.reports[0].urls[0], portal.reports[1].urls[0]
    with serve([broken(broken(portal, cut, "cut"), slow, "hang")]) as serving:
        connection = http.client.HTTPConnection("127.0.0.1", serving.port, timeout=0.5)
        for url in (portal.home, portal.reports[2].urls[0]):  # the second as a proxy is asked, on one connection
            connection.request("GET", url, headers={"Host": urlsplit(url).netloc})
            assert connection.getresponse().read() == ask(portal, url).body
        connection.request("GET", urlsplit(cut).path, headers={"Host": urlsplit(cut).netloc})
        with pytest.raises(http.client.IncompleteRead) as caught:
            connection.getresponse().read()
        assert caught.value.partial == ask(portal, cut).body[: len(ask(portal, cut).body) * 3 // 5]
        connection.close()
        connection.request("GET", urlsplit(slow).path, headers={"Host": urlsplit(slow).netloc})
        with pytest.raises(TimeoutError):
            connection.getresponse()
        connection.close()
        assert serving.whole() == {key_of(portal.home), key_of(portal.reports[2].urls[0])}
        assert [one.whole for one in serving.log] == [True, True, False, False]


def test_hosts_without_tls_refuse_a_handshake() -> None:
    portal = replica("trs_city")
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with serve([portal]) as serving:
        tunnel = http.client.HTTPSConnection("127.0.0.1", serving.port, timeout=2, context=context)
        tunnel.set_tunnel(portal.hosts[0], 443)
        with pytest.raises(ssl.SSLError):
            tunnel.request("GET", "/")
