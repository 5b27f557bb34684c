"""A portal as its spider file declares it: six fields, checked when the class is made.

The platform family is the base class, and everything that a portal has in common with others lives there::

    class ZhangpingSpider(TrsSpider):
        name = "zhangping"
        organ = "漳平市人民政府"
        adcode = "350881"
        seeds = ("http://www.zp.gov.cn/zwgk/zfxxgkzl/szfxxgk/zfxxgknb/",)
        first_year = 2008
        expected_minimum = 8
"""

import re
from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Spider

from archive.model import Portal
from crawler.domains import registered_domain
from crawler.errors import CrawlArgumentError, PortalDeclarationError
from crawler.years import EARLIEST_YEAR, LATEST_YEAR, Years, parse_years

DECLARED = ("name", "organ", "adcode", "seeds", "first_year", "expected_minimum")
ALLOWED = frozenset({*DECLARED, "attachment_hosts"})


class PortalSpider(Spider):
    """Base of all spiders. A family is a direct or indirect subclass made with ``family="…"``; every other subclass
    is a portal, and must declare ``name``, ``organ``, ``adcode``, ``seeds``, ``first_year``, ``expected_minimum`` and
    nothing else, save the optional ``attachment_hosts`` (hosts outside the portal's domains that serve its files).

    Raises:
        PortalDeclarationError: when a subclass is made whose declaration is incomplete or cannot be.
    """

    organ: ClassVar[str]
    adcode: ClassVar[str]
    seeds: ClassVar[tuple[str, ...]]
    first_year: ClassVar[int]
    expected_minimum: ClassVar[int]
    attachment_hosts: ClassVar[tuple[str, ...]] = ()
    family: ClassVar[str] = ""
    allowed_domains: ClassVar[list[str]]

    def __init_subclass__(cls, *, family: str | None = None, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if family is not None:
            cls.family = family
            return
        _check(cls)
        cls.allowed_domains = sorted({registered_domain(seed) for seed in cls.seeds} | set(cls.attachment_hosts))

    def __init__(self, name: str | None = None, years: str | None = None, **kwargs: Any) -> None:
        if kwargs:
            raise CrawlArgumentError(f"unknown argument {sorted(kwargs)[0]!r}; known: years")
        super().__init__(name)
        self.years: Years | None = None if years is None else parse_years(years)

    @classmethod
    def portal(cls) -> Portal:
        """The declaration as the value that travels in the warcinfo record."""
        return Portal(
            name=cls.name,
            organ=cls.organ,
            adcode=cls.adcode,
            seeds=cls.seeds,
            first_year=cls.first_year,
            expected_minimum=cls.expected_minimum,
            family=cls.family,
        )

    @classmethod
    def in_scope(cls, url: str) -> bool:
        """Whether a URL may be asked for at all: http(s), on a registered domain of the seeds or a declared host."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return False
        return registered_domain(url) in cls.allowed_domains or parts.hostname in cls.attachment_hosts


def _is_url(value: object) -> bool:
    return isinstance(value, str) and urlsplit(value).scheme in {"http", "https"} and bool(urlsplit(value).hostname)


def _is_int(value: object, low: int, high: int) -> bool:
    return type(value) is int and low <= value <= high


def _matches(value: object, pattern: str) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII) is not None


_RULES: tuple[tuple[str, Callable[[Any], bool], str], ...] = (
    ("name", lambda v: _matches(v, r"[a-z][a-z0-9_]*"), "write lower-case ASCII letters, digits and _"),
    ("organ", lambda v: isinstance(v, str) and "\u4e00" <= max(v, default="") <= "\u9fff", "write its Chinese name"),
    ("adcode", lambda v: _matches(v, r"[1-9]\d{5}"), "write the six digits of GB/T 2260 as text"),
    ("seeds", lambda v: isinstance(v, tuple) and bool(v), 'write a tuple of URLs: ("http://…",)'),
    ("seeds", lambda v: all(_is_url(seed) for seed in v), "write absolute http or https URLs"),
    (
        "first_year",
        lambda v: _is_int(v, EARLIEST_YEAR, LATEST_YEAR),
        f"write a year within {EARLIEST_YEAR}-{LATEST_YEAR}",
    ),
    (
        "expected_minimum",
        lambda v: _is_int(v, 1, 1_000_000),
        "write how many reports a healthy crawl finds at least",
    ),
    (
        "attachment_hosts",
        lambda v: isinstance(v, tuple) and all(isinstance(host, str) and host for host in v),
        "write a tuple of host names",
    ),
)


def _check(cls: type[PortalSpider]) -> None:
    def fail(field: str, problem: str) -> PortalDeclarationError:
        return PortalDeclarationError(f"{cls.__module__}.{cls.__qualname__}: {field} {problem}")

    if not cls.family:
        raise fail("base class", "is no platform family; subclass one of crawler.families")
    own = {key for key in vars(cls) if not key.startswith("__")}
    for field in DECLARED:
        if field not in own:
            raise fail(field, "is missing")
    for field in sorted(own - ALLOWED):
        raise fail(field, "does not belong in a spider file; code and settings go into the platform family")
    for field, holds, advice in _RULES:
        value = getattr(cls, field)
        if not holds(value):
            raise fail(field, f"is {value!r}; {advice}")
