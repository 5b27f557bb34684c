"""Blocked looks like success: challenge pages and soft 404s, told from real pages. Pure over what was answered.

Observed on 3,209 portals (2026-04): 412 with a script (成都 and 21 districts, 郴州, 湘西, 黄山), 521 with cookies
set by a script (合肥 and 9 others), 468 (广元), 200 with the index page in place of the article (a ministry's
throttling), 301 to the home page for a dead column (门头沟). A challenge is never an empty success.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha1
from urllib.parse import urlsplit

from crawler.errors import ChallengeError, DeadPageError, OutOfRegionError, RefusedError

BLOCKED_STATUS = frozenset({401, 403, 405, 412, 418, 429, 468, 512, 521, 567})
# Those that came with a script, and opened in a browser.
CHALLENGE_STATUS = frozenset({412, 468, 512, 521})
GONE_STATUS = frozenset({404, 410})

# A challenge page is small and made of script; an article or listing that merely carries such a script is not.
CHALLENGE_MAX_TEXT = 200
_CHALLENGE = re.compile(rb"\$_ts\b|__jsl_clearance|__jsluid|CT6TS?=|acw_sc__v2", re.I)
# Signs that shells of single-page portals bear as well: they count on a page of a few KB only.
_WEAK_CHALLENGE = re.compile(rb"document\.cookie\s*=|<meta[^>]+id=[^>]+content=[\"'][^\"']{200,}", re.I)
_SMALL_PAGE = 4096
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_REFUSAL_WORDS = re.compile(
    r"访问(?:被)?(?:拒绝|禁止|过于频繁|异常)|请求(?:被拦截|存在威胁)|安全(?:验证|拦截)|滑动验证|人机验证|网站防火墙|WAF"
    r"|403 Forbidden"
)
_REGION_WORDS = re.compile(
    r"不在[^。]{0,12}允许访问|(?:所在|来自)的?(?:地区|区域|国家|境外)[^。]{0,24}(?:限制|禁止|无法|允许|范围)|禁止境外"
)
# Whose challenge it is, by what its script or its cookies are called (2026).
_VENDORS = (
    (re.compile(rb"\$_ts\b"), "瑞数"),
    (re.compile(rb"__jsl_clearance|__jsluid"), "加速乐"),
    (re.compile(rb"acw_sc__v2"), "阿里云"),
    (re.compile(rb"yunsuo_session|security_session_verify"), "云锁"),
    (re.compile(rb"CT6TS?="), "CT6T"),
)
# A missing page with status 200 says so in its title or first words, and has no article after them.
_GONE_WORDS = re.compile(
    r"\b404\b|页面(?:不存在|未找到|找不到|已(?:被)?删除)|(?:内容|信息|文件|网页)(?:不存在|已(?:被)?删除)|not found",
    re.I,
)
_GONE_START = 200
_GONE_MAX_TEXT = 1500
_HOME = re.compile(r"^/(?:(?:index|default|home)\.\w+)?$|^/$|^$")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as far as blocking goes. ``asked`` is the URL first asked for, ``url`` the one that answered after
    redirects, ``visible`` the page's visible text, ``others`` the body digests of the listings that led here."""

    asked: str
    url: str
    status: int
    body: bytes
    visible: str
    others: Collection[bytes] = ()


def body_digest(body: bytes) -> bytes:
    """What pages are compared by."""
    return sha1(body, usedforsecurity=False).digest()


def is_home(url: str) -> bool:
    """Whether a URL is a portal's home page."""
    parts = urlsplit(url)
    return bool(_HOME.match(parts.path)) and not parts.query


def check_answer(answer: Answer) -> None:
    """Pass a page that can be read as what it was asked for.

    Raises:
        ChallengeError: for a page of script in place of the page.
        OutOfRegionError, RefusedError: for a refusal, by status or in words, or the listing in place of the page.
        DeadPageError: for a 404, with that status or in words, or the home page in place of the page.
    """
    where = answer.asked
    if answer.status in GONE_STATUS:
        raise DeadPageError(f"{where}: {answer.status}, the page is gone")
    challenged = _is_challenge(answer)
    if answer.status in BLOCKED_STATUS:
        if challenged:
            raise ChallengeError(f"{where}: {answer.status}, with a challenge script{_vendor(answer)}")
        raise (OutOfRegionError if _REGION_WORDS.search(answer.visible) else RefusedError)(
            f"{where}: {answer.status}, refused{_region(answer)}"
        )
    if is_home(answer.url) and not is_home(answer.asked) and _host(answer.url) == _host(answer.asked):
        raise DeadPageError(f"{where}: leads to the home page, the page is gone")
    if answer.status >= 400:
        raise DeadPageError(f"{where}: {answer.status}")
    if challenged:
        raise ChallengeError(f"{where}: {answer.status}, a challenge script in place of the page{_vendor(answer)}")
    if len(answer.visible.strip()) <= CHALLENGE_MAX_TEXT:
        if _REGION_WORDS.search(answer.visible):
            raise OutOfRegionError(f"{where}: {answer.status}, a refusal in place of the page{_region(answer)}")
        if _REFUSAL_WORDS.search(answer.visible):
            raise RefusedError(f"{where}: {answer.status}, a refusal in place of the page")
    if len(answer.visible) <= _GONE_MAX_TEXT and _GONE_WORDS.search(answer.visible.lstrip()[:_GONE_START]):
        raise DeadPageError(f"{where}: {answer.status}, a page that says it is missing")
    if answer.body and body_digest(answer.body) in answer.others:
        raise RefusedError(f"{where}: {answer.status}, the listing's own bytes in place of the page")


def _vendor(answer: Answer) -> str:
    return next((f" ({name})" for mark, name in _VENDORS if mark.search(answer.body)), "")


def _region(answer: Answer) -> str:
    named = _REGION_WORDS.search(answer.visible)
    return f" ({named[0]})" if named else ""


def _is_challenge(answer: Answer) -> bool:
    # A file has no visible text either, and some 100 KB of it hold any four bytes.
    if len(answer.visible.strip()) > CHALLENGE_MAX_TEXT or not _MARKUP.match(answer.body):
        return False
    weak = len(answer.body) <= _SMALL_PAGE and _WEAK_CHALLENGE.search(answer.body)
    return bool(weak or _CHALLENGE.search(answer.body))


def may_open_in_browser(answer: Answer) -> bool:
    """Whether an answer is a challenge that a browser may pass: its scripts set a cookie and ask again."""
    return answer.status in CHALLENGE_STATUS or (answer.status < 500 and _is_challenge(answer))


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")
