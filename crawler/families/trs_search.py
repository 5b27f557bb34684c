"""The search behind the lists of Fujian's TRS station group. Pure.

Page 1 is static and prints the ids of the search that holds the rest: ``channelid`` (or ``searchId``), ``classsql``
with ``chnlid=N``, ``prepage`` entries a page, ``recordCount`` in all (平潭, 2026: 10 of 20). The search answers JSON at
``/was5/web/search?channelid=…&classsql=chnlid=…&prepage=…&page=N``: ``docs`` of ``url`` and ``title`` (2020); the
page of 2026 names them ``chnldocurl`` and ``doctitle``. The address was not seen confirmed on the page of 2026.
"""

import json
import re
from urllib.parse import parse_qsl, urlencode, urljoin

from crawler.families.step import Ask, Step
from crawler.links import Frame, LinkPage

PATH = "/was5/web/search"
_CHANNEL = re.compile(r"\b(?:searchId|channelid)\b[\"']?\s*:\s*[\"']?(\d+)", re.I | re.ASCII)
_CLASS = re.compile(r"\bchnlid\s*=\s*(\d+)", re.I | re.ASCII)
_SIZE = re.compile(r"\bprepage\b[\"']?\s*:\s*[\"']?(\d+)", re.I | re.ASCII)
_TOTAL = re.compile(r"\brecordCount\b[\"']?\s*:\s*[\"']?(\d+)", re.I | re.ASCII)


def next_search(page: LinkPage, step: Step) -> list[Ask]:
    """The next page of the search; none where the list has no search or is at its end."""
    state = dict(parse_qsl(step.carry)) if step.carry else _state(page.source)
    if not state or step.number * int(state["size"]) >= int(state["total"]):
        return []
    query = {
        "channelid": state["channel"],
        "classsql": f"chnlid={state['class']}",
        "prepage": state["size"],
        "page": step.number + 1,
    }
    return [Ask(urljoin(page.url, f"{PATH}?{urlencode(query)}"), carry=urlencode(state))]


def read_search(source: str, url: str) -> LinkPage | None:
    """The documents of a search's answer; None for anything else."""
    if not source.lstrip().startswith("{"):
        return None
    try:
        documents = json.loads(source)["docs"]
    except (ValueError, KeyError, TypeError):
        return None
    links = [
        Frame(urljoin(url, str(target)), str(item.get("title") or item.get("doctitle") or ""), None)
        for item in documents
        if isinstance(item, dict) and (target := item.get("url") or item.get("chnldocurl"))
    ]
    return LinkPage(url, source, tuple(links), (), "")


def _state(source: str) -> dict[str, str]:
    found = {
        "channel": _CHANNEL.search(source),
        "class": _CLASS.search(source),
        "size": _SIZE.search(source),
        "total": _TOTAL.search(source),
    }
    state = {name: match[1] for name, match in found.items() if match is not None}
    return state if len(state) == len(found) and int(state["size"]) > 0 else {}
