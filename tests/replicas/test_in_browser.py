"""The scripts of replicas run: in Chromium their lists show what the services hold, and pages turn."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.support.browsers import CHROMIUM, chromium
from tests.support.replicas import Replica, Serving, key_of, replica, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
# What turns to the last page on each portal's first scripted list, its tab or node chosen in the address.
TURNS = {
    "ucap_search": "#gknb_page a >> nth=-1",
    "ucap_post": "#turns a >> nth=-1",
    "hanweb_datastore": "[data-page] >> nth=-1",
    "hanweb_jpaas": "[data-no] >> nth=-1",
    "hanweb_xxgk": "text=下一页",
    "epoint": "#turns a >> nth=-1",
    "was_search": "#pages a >> nth=-1",
    "truecms": "text=加载更多",
}


@pytest.fixture(scope="module")
def portals() -> dict[str, Replica]:
    return {name: replica(name) for name in [*TURNS, "gkmlpt_city"]}


@pytest.fixture(scope="module")
def serving(portals: dict[str, Replica]) -> Iterator[Serving]:
    with serve([*portals.values()]) as running:
        yield running


@pytest.fixture(scope="module")
def browser(serving: Serving) -> Iterator["Browser"]:
    with chromium(f"--proxy-server={serving.proxy}", "--proxy-bypass-list=<-loopback>") as running:
        yield running


def _shown(page: "Page", portal: Replica) -> set[str]:
    """Reports that the page leads to by now."""
    urls = {key_of(url) for report in portal.reports for url in report.urls}
    hrefs: list[str] = page.eval_on_selector_all("a", "links => links.map(link => link.href)")
    return {key_of(href) for href in hrefs if href.startswith("http")} & urls


@pytest.mark.parametrize("name", TURNS)
def test_a_scripted_list_shows_reports_and_turns(name: str, portals: dict[str, Replica], browser: "Browser") -> None:
    portal = portals[name]
    page = browser.new_page()
    page.goto(portal.ways[0].source, wait_until="networkidle")
    first = _shown(page, portal)
    assert first
    before: str = page.inner_html("body")
    page.click(TURNS[name])
    page.wait_for_function("before => document.body.innerHTML != before", arg=before)
    assert _shown(page, portal) - first
    page.close()


def test_a_node_of_a_tree_shows_its_reports(portals: dict[str, Replica], browser: "Browser") -> None:
    portal = portals["gkmlpt_city"]
    way = portal.ways[0]
    node = way.prints[1].rsplit(" ", 1)[1]
    page = browser.new_page()
    page.goto(f"{way.source}#{node}", wait_until="networkidle")
    organ = [report for report in portal.reports if report.urls[0].startswith(way.source.removesuffix("index"))]
    assert _shown(page, portal) == {key_of(report.urls[0]) for report in organ}
    page.close()
