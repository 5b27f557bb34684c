"""Mirrors of government portals on other people's domains, told by what their own pages say of themselves. Pure.

25 to 35 of some 150 annual-report pages found in stored copies stood on such domains (2026): they clone the paths,
rewrite the host inside the text and print traditional characters, but keep the portal's own marks."""

import re

from crawler.domains import registered_domain
from crawler.errors import MirrorError
from crawler.reading.links import LinkPage
from crawler.registry import portal_at, portal_of

_CANONICAL = re.compile(
    r"<link[^>]+rel=[\"']canonical[\"'][^>]+href=[\"']([^\"']+)|<link[^>]+href=[\"']([^\"']+)[\"'][^>]+rel=[\"']canonical",
    re.I,
)
_CODE = re.compile(r"(?:網站標識碼|网站标识码)\W{0,6}(\d{10})|sitecode=[\"'](\d{10})", re.I | re.ASCII)
_TRADITIONAL = re.compile(r"[務開請導區縣機關會門電時動書長應實處給產權對發總當數據過還這進運選遠達]")
_SIMPLIFIED = re.compile(r"[务开请导区县机关会门电时动书长应实处给产权对发总当数据过还这进运选远达]")
_MANY = 12


def check_host(page: LinkPage) -> None:
    """Pass a page of the host that answered.

    Raises:
        MirrorError: for another portal's page; the message says by what.
    """
    found = contradiction(page)
    if found is not None:
        raise MirrorError(f"a mirror: it {found}")


def contradiction(page: LinkPage) -> str | None:
    """Why a page is no page of the host that answered, as one clause; None where nothing contradicts it."""
    own = registered_domain(page.url)
    if own.endswith(".gov.cn"):
        return None
    canonical = _CANONICAL.search(page.source)
    stated = page.meta.get("sitedomain") or (next((one for one in canonical.groups() if one), "") if canonical else "")
    if stated and ".gov.cn" in stated:
        named = registered_domain(stated if "://" in stated else f"http://{stated}/")
        if named != own:
            return f"calls itself {named}, and the host is {own}"
    code = _CODE.search(page.source) or _CODE.search(f'sitecode="{page.meta.get("siteidcode", "")}"')
    entry = portal_of((code[1] or code[2])[:6]) if code is not None else None
    known = portal_at(page.url)
    if entry is not None and known is None and registered_domain(entry.home) != own:
        return f"bears the site code of {entry.home}, and the host is {own}"
    odd, plain = len(_TRADITIONAL.findall(page.text)), len(_SIMPLIFIED.findall(page.text))
    if known is None and odd >= _MANY and odd > plain:
        return f"is a portal in traditional characters on {own}, which is no government's domain"
    return None
