"""Epoint EWB 新点 (徐州 and its bureaus, 营口, 抚顺, 上海长宁).

How to recognise it: ``EWB-FRONT`` (also ``EWB_YK_Mid``, ``Epoint-MiddleForWeb``) or ``getgovinfolist`` in the page,
column pages ``/dynamic/zwgk/govInfoPub.html?categorynum=003006[&deptcode=]``.

How it pages (read from crawlers of 2026): POST JSON to ``<origin>/EWB-FRONT/rest/lightfrontaction/getgovinfolist``
with ``deptcode, categorynum, pageIndex, pageSize, siteGuid``; some wrap it as ``{"token": "", "params": {…}}``.
``pageIndex`` starts at 0 or at 1. ``deptcode`` is how one category is asked for each department. The forms are tried
in turn until entries come.
"""

import json
import re
from typing import ClassVar
from urllib.parse import parse_qs, urljoin, urlsplit

from crawler.families.family import Family, Mark, Position
from crawler.families.listing import ListingSpider
from crawler.reading.links import LinkPage
from crawler.reading.paging import Further, Paging
from crawler.reading.scripts import read_variables

_SIGN = re.compile(r"EWB[-_]\w+|Epoint-MiddleForWeb|getgovinfolist", re.I)
_PATH = re.compile(r"/(?:[\w-]+/)+rest/lightfrontaction/getgovinfolist")
_PROJECT, _SERVICE = "/EWB-FRONT", "/rest/lightfrontaction/getgovinfolist"
_ROWS = 20
_FORMS = ("plain 0", "plain 1", "wrapped 0", "wrapped 1")


class Epoint(Family):
    """Pages by JSON, in the form that brings entries."""

    name = "epoint"
    marks: ClassVar[tuple[Mark, ...]] = (
        Mark("page", _SIGN, "EWB-FRONT", 4),
        Mark(
            "listing",
            re.compile(r"govInfoPub\.html\?|[?&]categorynum=\d+"),
            "listings govInfoPub.html?categorynum=…",
            4,
        ),
    )

    def paging(self, page: LinkPage, at: Position) -> Paging | None:
        """Page 1 in the first form, in the next one where it brings nothing; then on in the one that works."""
        if isinstance(at.carry, tuple) and ("family", "epoint") in at.carry:
            return _go_on(dict(at.carry), page, at)
        names = read_variables(page.source) | {
            key: value[0] for key, value in parse_qs(urlsplit(page.url).query).items()
        }
        category = names.get("categorynum") or names.get("categoryNum")
        if page.is_data or at.number > 1 or at.entries or category is None or not _SIGN.search(page.source):
            return None
        path = _PATH.search(page.source)
        state = {
            "family": "epoint",
            "url": urljoin(page.url, path[0] if path else f"{names.get('projectName', _PROJECT)}{_SERVICE}"),
            "categorynum": category,
            "deptcode": names.get("deptcode", ""),
            "siteGuid": names.get("siteGuid", names.get("siteguid", "")),
            "form": _FORMS[0],
        }
        return Paging((_ask(state, 1),), guessed=True)


class EpointSpider(ListingSpider, family="epoint"):
    """A portal on EWB."""

    platform = Epoint()


def _go_on(state: dict[str, str], page: LinkPage, at: Position) -> Paging:
    records = page.totals.records
    if not at.entries:
        place = _FORMS.index(state["form"])
        if at.number > 1 or place + 1 == len(_FORMS):
            return Paging(records=records, guessed=True)
        return Paging((_ask(state | {"form": _FORMS[place + 1]}, 1),), guessed=True)
    if records is not None:
        pages = -(-records // _ROWS)
        further = [_ask(state, number) for number in range(2, pages + 1) if number != at.number]
        return Paging(tuple(further), records, pages)
    return Paging((_ask(state, at.number + 1),), guessed=True)


def _ask(state: dict[str, str], number: int) -> Further:
    kind, base = state["form"].split()
    values = {name: state[name] for name in ("deptcode", "categorynum", "siteGuid")}
    values |= {"pageIndex": str(number - 1 + int(base)), "pageSize": str(_ROWS)}
    body = json.dumps({"token": "", "params": values} if kind == "wrapped" else values)
    return Further(state["url"], number, body=body, ajax=True, carry=tuple(sorted(state.items())))
