"""The menu leads to the odd organ by a script, by a button, by data that is packed."""

import base64
import json
from collections.abc import Mapping
from urllib.parse import quote

from tests.support.replicas.builder import Entry
from tests.support.replicas.oddities.site import ODD, Make, Site

_NAME = ODD.short


def _by(link: str, script: str = "") -> Make:
    """``link`` stands in the menu; what it calls is in a script of its own."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        site.listing(url, found)
        site.odd = link.format(url=url, name="{name}", code=ODD.code)
        site.below = "<script src='/js/common.js'></script>" if script else ""
        site.script("/js/common.js", script.replace("CODE", ODD.code))

    return make


def _state(packed: str) -> Make:
    """The menu's organ stands in a state that the page's script unpacks."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        site.listing(url, found)
        text = json.dumps({"menu": {"depts": [{"id": 12, "name": _NAME, "href": url}]}}, ensure_ascii=False)
        once = {"quoted": quote(text), "base64": base64.b64encode(text.encode()).decode()}
        site.odd = "<li id='more'></li>"
        site.below = f"<script>window.__STATE__ = {packed.format(**once)};</script>"

    return make


def _frame_written(site: Site, found: list[Entry], url: str) -> None:
    inner = url.replace(".html", "_list.html")
    head, tail = inner[:9], inner[9:]
    site.page(url, f"<script>document.write('<iframe src=\"{head}' + '{tail}\"></iframe>');</script>")
    site.listing(inner, found)


OPENED: Mapping[str, Make] = {
    "o_table": _by(
        "<li><a href='javascript:;' onclick='goto(12)'>{name}</a></li>",
        "var P={12:'CODE',13:'x'};function goto(n){window.open('/open/'+P[n]+'.html');}",
    ),
    "o_code": _by(
        "<li><a href=\"javascript:openDept('{code}')\">{name}</a></li>",
        "function openDept(c){ window.location.href = '/open/' + c + '.html'; }",
    ),
    "o_data": _by(
        "<li class='dept' data-code='{code}'>{name}</li>",
        "$('.dept').on('click',function(){location.href='/open/'+$(this).data('code')+'.html';});",
    ),
    "o_decoded": _by("<li><a href=\"javascript:window.open(decodeURIComponent('{url}'))\">{name}</a></li>"),
    "o_button": _by("<li><form action='{url}'><input type='submit' value='{name}'></form></li>"),
    "o_svg": _by("<li><svg><a xlink:href='{url}'><text>{name}</text></a></svg></li>"),
    "o_state_quoted": _state('JSON.parse(decodeURIComponent("{quoted}"))'),
    "o_state_base64": _state('JSON.parse(Base64.decode("{base64}"))'),
    "o_frame_written": _frame_written,
}
