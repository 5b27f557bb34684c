"""Every link of every page leads to a page, in both languages, whatever way one takes from the home page."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest

from archive.site.app import create_site
from tests.support import asked
from tests.support.sites import Get, client

EACH = 4  # pages of a kind: an organ's page is as another's
_LINK = re.compile(r'\s(?:href|src|action)="([^"]*)"')
_ID = re.compile(r'\sid="([^"]+)"')


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    folder: Path = tmp_path_factory.mktemp("asked")
    asked.make(folder / "warc")
    loop = asyncio.new_event_loop()
    yield client(create_site(folder / "archive.db", folder / "warc"), loop)
    loop.close()


def kind(address: str) -> str:
    """What an address is of: the path without its ids, and the names of its arguments."""
    path, _, query = address.partition("?")
    parts = r"/(report|organ|region|capture|number|archive)/[^/?]+?(?=[/?]|\.(?:json|csv)|$)"
    path = re.sub(parts, r"/\1/X", unquote(path))
    return f"{path}?{'&'.join(sorted({part.partition('=')[0] for part in query.split('&')}))}"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_link_resolves(get: Get, language: str) -> None:
    waiting, seen = ["/"], {"/"}
    counted: Counter[str] = Counter()
    faults: list[str] = []
    anchors: set[tuple[str, str, str]] = set()
    places: dict[str, set[str]] = {}
    while waiting:
        address = waiting.pop(0)
        response = get(address, cookie=f"lang={language}")
        if response.status_code not in (200, 302):
            faults.append(f"{address}: {response.status_code}")
        if not response.headers.get("content-type", "").startswith("text/html") or "/body" in address:
            continue
        places[address] = set(_ID.findall(response.text))
        for raw in _LINK.findall(response.text):
            link, anchor = urldefrag(urljoin(address, unescape(raw)))
            if not link.startswith("/") or link.startswith("/language/"):
                continue
            if anchor:
                anchors.add((address, link, anchor))
            if link not in seen and counted[kind(link)] < EACH:
                seen.add(link)
                counted[kind(link)] += 1
                waiting.append(link)
    assert faults == []
    assert len(seen) > 120
    lost = [(page, link, to) for page, link, to in anchors if link in places and to not in places[link]]
    assert [one for one in lost if "/body" not in one[1]] == []
