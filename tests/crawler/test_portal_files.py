"""The spider files as they are declared: each loads, names a place of today, and says what it is known from."""

import ast
import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from scrapy.settings import Settings

from archive.divisions import by_adcode
from crawler.domains import registered_domain
from crawler.families.listing import ListingSpider
from crawler.loader import PortalLoader
from crawler.platforms import FAMILIES, Sighting, recognise
from crawler.portal import PortalSpider
from crawler.registry import PROVINCES, entries, portal_at, portal_name
from crawler.years import EARLIEST_YEAR

ROOT = Path(__file__).resolve().parents[2]
EVIDENCE = ROOT.parent / "shared" / "portals"
# Domains of governments that the registry knows under another name, or not at all.
UNREGISTERED = frozenset({"cxz.gov.cn"})
# These two are named after their places, not after their domains (ln, zp), which say little to people.
NAMED_BY_HAND = frozenset({"liaoning", "zhangping"})
# No portal is known that runs on it; it is described from its source.
UNMET = frozenset({"leiming"})
# An address alone does not tell the older system of one maker from the newer.
ALIKE = {"jpaas": "hanweb"}
SAID = re.compile(r"Known: .+", re.S)


def load() -> dict[str, type[PortalSpider]]:
    loader = PortalLoader(Settings({"SPIDER_MODULES": ["spiders"]}))
    assert not loader.faults
    found = {}
    for name in loader.list():
        spider = loader.load(name)
        assert issubclass(spider, PortalSpider)
        found[name] = spider
    return found


PORTALS = load()
SPIDERS = tuple(PORTALS.values())


def place_of(url: str) -> str:
    """What a seed asks for, however its address is written."""
    parts = urlsplit(url)
    path = re.sub(r"(?:index\.s?html?)?$", "", parts.path)
    return f"{(parts.hostname or '').removeprefix('www.')}:{parts.port or ''}{path}?{parts.query}#{parts.fragment}"


def test_every_province_has_declared_portals() -> None:
    assert len(PORTALS) >= 80
    assert {spider.adcode[:2] for spider in PORTALS.values()} == set(PROVINCES)


def test_every_family_has_declared_portals() -> None:
    described: tuple[type[PortalSpider], ...] = (*FAMILIES, ListingSpider)
    assert {spider.family for spider in SPIDERS} == {family.family for family in described} - UNMET


def test_no_two_portals_share_a_seed() -> None:
    seeds = Counter(place_of(seed) for spider in PORTALS.values() for seed in spider.seeds)
    assert [seed for seed, times in seeds.items() if times > 1] == []


def test_a_file_is_where_its_name_and_its_code_say() -> None:
    for name, spider in PORTALS.items():
        assert spider.__module__ == f"spiders.{PROVINCES[spider.adcode[:2]]}.{name}"


def test_a_portal_lies_where_the_registry_has_its_division_or_one_above() -> None:
    """So that the 和平区 of 天津 is not declared at the address of 沈阳's. Codes are codes of today."""
    for spider in SPIDERS:
        own = by_adcode(spider.adcode)
        assert own is not None, spider
        assert own.valid_in(None), spider
        for seed in spider.seeds:
            entry = portal_at(seed)
            owner = by_adcode(entry.adcode) if entry else None
            if owner is None:
                assert registered_domain(seed) in UNREGISTERED, spider
            else:
                assert owner == own or owner.holds(own), (entry, spider)


def test_a_name_is_that_of_no_other_portal_and_follows_the_rule() -> None:
    registered = {portal_name(entry.home): entry for entry in entries()}
    for name, spider in PORTALS.items():
        theirs = registered.get(name)
        assert theirs is None or theirs.is_at(spider.seeds[0]) or theirs.adcode == spider.adcode, (name, theirs)
        entry = portal_at(spider.seeds[0])
        ruled = {portal_name(spider.seeds[0]), *({portal_name(entry.home)} if entry else ())}
        assert name in ruled | NAMED_BY_HAND


def test_a_declaration_stays_within_the_government_and_the_past() -> None:
    for spider in SPIDERS:
        assert all(domain.endswith(".gov.cn") for domain in spider.allowed_domains), spider
        assert all(spider.in_scope(seed) for seed in spider.seeds), spider
        assert EARLIEST_YEAR <= spider.first_year < date.today().year, spider  # noqa: DTZ011 (the reader's year)


def test_a_file_says_what_is_known() -> None:
    for spider in SPIDERS:
        source = (ROOT / f"{spider.__module__.replace('.', '/')}.py").read_text(encoding="utf-8")
        said = ast.get_docstring(ast.parse(source)) or ""
        assert SAID.fullmatch(said), spider
        assert len(said.splitlines()) <= 3, spider


@pytest.mark.shared
def test_a_host_is_one_of_the_evidence() -> None:
    known = "".join((EVIDENCE / file).read_text(encoding="utf-8") for file in ("portals.tsv", "report_urls.tsv"))
    for spider in SPIDERS:
        hosts = {(urlsplit(seed).hostname or "").removeprefix("www.") for seed in spider.seeds}
        assert any(host in known for host in hosts) or portal_at(spider.seeds[0]) is not None, spider


@pytest.mark.shared
def test_no_known_report_speaks_for_another_platform() -> None:
    with (EVIDENCE / "report_urls.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    reports: dict[str, list[str]] = {}
    for row in rows:
        if row["host_kind"].startswith("gov.cn"):
            reports.setdefault((urlsplit(row["url"]).hostname or "").removeprefix("www."), []).append(row["url"])
    for spider in SPIDERS:
        hosts = {(urlsplit(seed).hostname or "").removeprefix("www.") for seed in spider.seeds}
        for url in (url for host in hosts for url in reports.get(host, ())):
            found = recognise(Sighting([url], [], [])).family.family
            assert found in {spider.family, ALIKE.get(spider.family), "generic"}, (url, spider)
