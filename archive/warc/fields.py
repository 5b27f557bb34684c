"""Our own facts as ``application/warc-fields``: the crawl and its portal, a discovery, an outcome.

They make the WARC files sufficient: the index is rebuilt from these records and the captures alone.
"""

from collections.abc import Mapping
from typing import cast, get_args

from archive.errors import WarcError
from archive.model import Crawl, CrawlOutcome, Discovery, LinkKind, Outcome, Portal
from archive.warc.record import encode_fields, format_date, parse_date, parse_fields

SOFTWARE = "nianbao"
_SETTING = "setting."
_NO_RULES = ("", "[]", "None")  # CONNECT_TO as text where it maps nothing

Fields = tuple[tuple[str, str], ...]


def crawl_fields(crawl: Crawl, settings: Mapping[str, str], file: str, host: str) -> bytes:
    """The block of a ``warcinfo`` record."""
    portal = crawl.portal
    declared: list[tuple[str, str]] = []
    if portal is not None:
        declared = [
            ("portal", portal.name),
            ("portalOrgan", portal.organ),
            ("portalAdcode", portal.adcode),
            *(("portalSeed", seed) for seed in portal.seeds),
            ("portalFirstYear", str(portal.first_year)),
            ("portalExpectedMinimum", str(portal.expected_minimum)),
            ("portalFamily", portal.family),
        ]
    return encode_fields(
        [
            ("software", crawl.software),
            ("format", "WARC File Format 1.1"),
            ("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
            ("filename", file),
            ("hostname", host),
            ("isPartOf", crawl.crawl_id),
            ("crawlId", crawl.crawl_id),
            ("crawlStarted", format_date(crawl.started)),
            *declared,
            *((_SETTING + name, value) for name, value in settings.items()),
        ]
    )


def parse_crawl(block: bytes, record_id: str, written: str) -> Crawl:
    """A ``warcinfo`` block as a crawl. One of another tool has no crawl id: its record id stands in for it."""
    fields = _first_values(block)
    connect_to = fields.get(f"{_SETTING}CONNECT_TO", "")
    return Crawl(
        crawl_id=fields.get("crawlId") or record_id,
        portal=_portal(fields, tuple(value for name, value in parse_fields(block) if name == "portalSeed")),
        started=parse_date(fields.get("crawlStarted") or written),
        software=fields.get("software") or "unknown",
        connect_to=None if connect_to in _NO_RULES else connect_to,
    )


def _portal(fields: Mapping[str, str], seeds: tuple[str, ...]) -> Portal | None:
    if not fields.get("portal"):
        return None
    return Portal(
        name=fields["portal"],
        organ=fields.get("portalOrgan", ""),
        adcode=fields.get("portalAdcode", ""),
        seeds=seeds,
        first_year=_number(fields, "portalFirstYear") or 0,
        expected_minimum=_number(fields, "portalExpectedMinimum") or 0,
        family=fields.get("portalFamily", ""),
    )


def discovery_fields(discovery: Discovery, crawl: Crawl) -> bytes:
    """The block of the ``metadata`` record of a page: how the crawler came to it."""
    facts = (
        ("via", discovery.via),
        ("anchorText", discovery.anchor_text),
        ("linkKind", discovery.kind),
        ("expectedYear", None if discovery.expected_year is None else str(discovery.expected_year)),
        ("portal", crawl.portal.name if crawl.portal else None),
        ("crawlId", crawl.crawl_id),
    )
    return encode_fields((name, value) for name, value in facts if value is not None)


def parse_discovery(block: bytes) -> Discovery | None:
    """A metadata block as a discovery, or None where it is about something else."""
    fields = _first_values(block)
    kind = fields.get("linkKind")
    if kind not in get_args(LinkKind):
        return None
    return Discovery(
        kind=cast(LinkKind, kind),
        via=fields.get("via") or None,
        anchor_text=fields.get("anchorText"),
        expected_year=_number(fields, "expectedYear"),
    )


def outcome_fields(outcome: CrawlOutcome) -> bytes:
    """The block of the last ``metadata`` record of a crawl."""
    return encode_fields(
        [
            ("crawlId", outcome.crawl_id),
            ("outcome", outcome.outcome),
            ("finished", format_date(outcome.finished)),
            ("pages", str(outcome.pages)),
            ("reports", str(outcome.reports)),
            ("years", " ".join(map(str, outcome.years))),
            ("detail", outcome.detail),
        ]
    )


def parse_outcome(block: bytes) -> CrawlOutcome | None:
    """A metadata block as an outcome, or None where it is about something else."""
    fields = _first_values(block)
    outcome, crawl_id = fields.get("outcome"), fields.get("crawlId")
    if outcome not in get_args(Outcome) or not crawl_id:
        return None
    return CrawlOutcome(
        crawl_id=crawl_id,
        outcome=cast(Outcome, outcome),
        finished=parse_date(fields.get("finished", "")),
        pages=_number(fields, "pages") or 0,
        reports=_number(fields, "reports") or 0,
        years=tuple(int(year) for year in fields.get("years", "").split() if year.isdecimal()),
        detail=fields.get("detail", ""),
    )


def _number(fields: Mapping[str, str], name: str) -> int | None:
    value = fields.get(name)
    if not value:
        return None
    if not value.isdecimal():
        raise WarcError(f"{name}: {value!r} is no number")
    return int(value)


def _first_values(block: bytes) -> dict[str, str]:
    return dict(reversed(parse_fields(block)))
