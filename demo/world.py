"""The world of the replica portals, made from a seed: who reported what, in which layout, and where it stands."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from types import MappingProxyType

from demo import prose
from demo.addresses import MAIJI_MOVED, SHENYANG_MOVED, Place, attachment_url, page_urls
from demo.figures import FIRST_YEAR, LAST_YEAR, history
from demo.forms import FormName, Number
from demo.identities import identities_of
from demo.model import Carrier, Cell, Distraction, DistractionKind, Failure, Layout, Organ, PortalWorld, Report, World
from demo.organs import PORTALS, PortalFacts

DEFAULT_SEED = 20190515  # the day the revised Regulation came into force
DEFAULT_YEARS = tuple(range(2016, 2023))  # from the oldest report that is known of one of the real portals
LAYOUTS = (
    Layout(),
    Layout(style="word"),
    Layout(style="broken"),
    Layout(labels="bare"),
    Layout(style="word", items="each"),
    Layout(fourth="split"),
    Layout(style="broken", fourth="rows", ordinal="、"),
    Layout(total="合计", ordinal="circled"),
    Layout(style="word", break_after=12, ordinal="．"),
    Layout(spare_columns=1, items="each"),
    Layout(style="word", digits="wide", fourth="columns"),
    Layout(digits="grouped", nested=True),
    Layout(style="broken", break_after=15, torn=True, digits="unit"),
    Layout(digits="point", total="合计", fourth="columns"),
)
_BLANKS = ("", "\u00a0", "-", "/", "—")
_CARRIERS: Mapping[str, Carrier] = {
    "liaoning": "pdf",
    "zhangping": "docx",
    "maiji": "docx",
    "chengan": "xlsx",
    "shenyang": "pdf",
}
_NUMBERS_PER_ORGAN = 40


def build(seed: int = DEFAULT_SEED, organs_per_portal: int = 2, years: Sequence[int] = DEFAULT_YEARS) -> World:
    """The world of this seed and size; a report does not depend on how many others there are. A portal that carries
    fewer organs than asked for carries all it has.

    Raises ValueError where ``years`` leave 2008–2025, or where no portal carries so many organs.
    """
    if not years or min(years) < FIRST_YEAR or max(years) > LAST_YEAR:
        raise ValueError(f"years must lie in {FIRST_YEAR}–{LAST_YEAR}, not {list(years)}")
    pools = {facts: tuple(islice(facts.organs(), organs_per_portal)) for facts in PORTALS}
    most = max(len(organs) for organs in pools.values())
    if not 0 < organs_per_portal <= most:
        raise ValueError(f"a portal carries 1 to {most} organs, not {organs_per_portal}")
    rows = 5 if organs_per_portal <= 5 else 20
    portals = (_portal(seed, facts, organs, sorted(years)) for facts, organs in pools.items())
    return World(seed, rows, tuple(portals))


def _portal(seed: int, facts: PortalFacts, organs: Sequence[Organ], years: Sequence[int]) -> PortalWorld:
    reports = tuple(
        _report(seed, facts, organ, number, year, form, figures)
        for number, organ in enumerate(organs)
        for year, form, figures in history(seed, organ)
        if year in years
    )
    return PortalWorld(
        facts.name, facts.host, facts.organ, facts.adcode, reports, tuple(_distractions(facts, reports, years[-1]))
    )


def _report(
    seed: int, facts: PortalFacts, organ: Organ, number: int, year: int, form: FormName, figures: dict[str, Number]
) -> Report:
    rng = random.Random(f"{seed}|{organ.name}|{year}|page")
    published = _published(rng, organ, year)
    serial = number * _NUMBERS_PER_ORGAN + year - FIRST_YEAR
    place = Place(organ, year, _shown(facts, year, published), serial)
    broken = _broken(facts, number, year, figures)
    layout = LAYOUTS[(serial + PORTALS.index(facts) * 3 + number) % len(LAYOUTS)]
    blank = rng.choice(_BLANKS) if rng.random() < 0.25 else None
    cells = MappingProxyType({key: _cell(rng, key, value, blank) for key, value in broken.items()})
    values = {key: cell.value for key, cell in cells.items()}
    carrier: Carrier = _CARRIERS[facts.name] if form != "narrative" and number % 3 == 1 and year % 4 == 2 else "page"
    copies = 2 if facts.name == "maiji" and year % 3 == 0 else 1
    urls = page_urls(facts, place, copies=copies)
    if carrier != "page":
        urls = (*urls, attachment_url(facts, urls[0], place, carrier))
    return Report(
        portal=facts.name,
        organ=organ,
        year=year,
        form=form,
        title=_title(facts, organ, year),
        published_on=published,
        shown_on=place.day if facts.name == "maiji" else published,
        index_number=_index_number(facts, place),
        document_number=f"{organ.short[:1]}政公〔{year + 1}〕{rng.randint(1, 40)}号" if rng.random() < 0.2 else None,
        cells=cells,
        fails=frozenset(
            Failure(identity.name, identity.scope, frozenset({*identity.left, *identity.right}))
            for identity in identities_of(form)
            if not identity.holds(values)
        ),
        layout=layout,
        carrier=carrier,
        urls=urls,
    )


def _published(rng: random.Random, organ: Organ, year: int) -> date:
    """Departments owe their report by 31 January, governments by 31 March; one in twelve is late."""
    last = date(year + 1, 1, 31) if organ.level == "department" else date(year + 1, 3, 31)
    days = (last - date(year + 1, 1, 4)).days
    return last + timedelta(rng.randint(3, 60)) if rng.random() < 1 / 12 else last - timedelta(rng.randint(0, days))


def _shown(facts: PortalFacts, year: int, published: date) -> date:
    """The day in the URL: that of the move to the present site where the portal was moved since."""
    if facts.name == "shenyang" and year <= 2020:
        return SHENYANG_MOVED
    if facts.name == "maiji" and published < MAIJI_MOVED:
        return MAIJI_MOVED
    return published


def _title(facts: PortalFacts, organ: Organ, year: int) -> str:
    if facts.name == "liaoning":
        return f"{organ.short}{year}年度政府信息公开工作报告"
    if facts.name == "maiji" and year <= 2020:
        return f"{year}年{organ.short}政府信息公开工作年度报告"
    if facts.name == "chengan":
        return f"{organ.short}{year}年度政府信息公开年度报告"
    if facts.name == "shenyang" and year <= 2018:
        return f"{organ.short}{year}年度政府信息公开工作报告"
    if facts.name == "zhangping":
        return f"{organ.name}{year}年政府信息公开工作年度报告"
    return f"{organ.short}{year}年政府信息公开工作年度报告"


def _index_number(facts: PortalFacts, place: Place) -> str | None:
    if facts.name == "maiji":
        if place.day == MAIJI_MOVED:
            return f"{place.day:%Y%m%d}-{140000 + place.number}-{place.number % 1000:03d}"
        return f"zfb/{place.day.year}-{place.number:05d}"
    if facts.name == "chengan":
        return f"00062100-X-{place.day:%y%m}-{place.day.year}-{1000 + place.number}"
    return f"LY{facts.adcode}-0300-{place.day.year}-{place.number:05d}" if facts.name == "zhangping" else None


def _broken(facts: PortalFacts, number: int, year: int, figures: dict[str, Number]) -> dict[str, Number]:
    """The figures with sums that fail, for the few reports that are there to fail them: the first of each ten organs
    of a portal, in one year, each portal in its own way."""
    if number % 10 or year != 2018 + PORTALS.index(facts):
        return figures
    changes: dict[str, int] = {
        "liaoning": {"a.app.received": 1},
        "zhangping": {"t3.granted.total": 1},
        "maiji": {"t3.carried_out.natural_person": 1, "t3.carried_out.total": 1},
        "chengan": {"t4.review.total": 2},
        "shenyang": {"t3.result_total.natural_person": -1, "t3.result_total.total": -1},
    }[facts.name]
    return figures | {key: figures[key] + change for key, change in changes.items() if key in figures}


def _cell(rng: random.Random, key: str, value: Number, blank: str | None) -> Cell:
    if key == "t2_9.procurement.amount":
        return _amount(rng, int(value))
    if blank is not None and value == 0 and key.startswith(("t3.", "t4.")):
        return Cell(None, blank)
    return Cell(value, str(value))


def _amount(rng: random.Random, yuan: int) -> Cell:
    """A sum of money as the cells of 第（九）项 print it: with 元 or 万元 inside, or with no unit at all."""
    unit = rng.choice(("元", "万元", None))
    if unit == "万元":
        amount = (Decimal(yuan) / 10000).normalize()
        return Cell(amount, f"{amount:f}万元", unit)
    return Cell(yuan, f"{yuan}{unit or ''}", unit)


def _distractions(facts: PortalFacts, reports: Sequence[Report], year: int) -> Iterator[Distraction]:
    """What stands beside the reports of a portal, in the column of its first organ."""
    organ = reports[0].organ
    own = Organ(facts.organ, facts.organ.removesuffix("人民政府"), (), facts.adcode, organ.level, organ.code, 0, "A")
    pictured = [report for report in reports if report.organ == organ][-1]
    pages: dict[DistractionKind, tuple[str, tuple[str, ...]]] = {
        "notice": prose.notice(own.short, own, year),
        "self_check": prose.self_check(own.short, own, year),
        "picture": prose.picture(pictured),
        "summary": prose.summary(own.short, year),
        "guide": prose.guide(own.short, own),
    }
    for offset, (kind, (title, paragraphs)) in enumerate(pages.items()):
        day = date(year + 1, 1, 5 + offset)
        url = page_urls(facts, Place(organ, year, day, 800000 + offset), known=False)[0]
        yield Distraction(kind, title, day, url, paragraphs)
