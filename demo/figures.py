"""Figures of a report: made up, but adding up, and carried over from year to year as the forms demand."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from demo.forms import COLUMNS, OUTCOMES, PROCEEDINGS, FormName, Number, leaves_of, lines_of
from demo.model import Organ

FIRST_YEAR = 2008  # the Regulation came into force on 1 May 2008
LAST_YEAR = 2025
PARTS = tuple(key for key, _ in COLUMNS if key != "total")
_ITEMS = ("t2_5.licence", "t2_5.other_service", "t2_6.penalty", "t2_6.coercion", "t2_8.fee")
_DOCUMENTS = ("regulation", "normative_doc")
# Shares as real tables show them: most requests are granted or not held; some grounds are hardly ever used.
_WEIGHTS = {
    "granted": 50,
    "partial": 8,
    "unavailable_not_held": 22,
    "unavailable_unclear": 3,
    "denied_third_party": 2,
    "denied_enforcement_file": 3,
    "denied_internal_affairs": 2,
    "not_processed_petition": 3,
    "other_no_supplement": 3,
    "other": 3,
}


@dataclass(frozen=True, slots=True)
class Carried:
    """What one year hands to the next: open requests by applicant, documents in force, item counts, cumulated rows."""

    pending: Mapping[str, int]
    in_force: Mapping[str, int]
    items: Mapping[str, int]
    cumulative: Mapping[str, int]


def form_of(organ: Organ, year: int) -> FormName:
    """The form in force for a report year; before 2014 there was no national table."""
    if year >= 2021:
        return "C"
    if year >= 2019:
        return "B"
    return "narrative" if organ.early_form == "A" and year < 2014 else organ.early_form


def history(seed: int, organ: Organ) -> Iterator[tuple[int, FormName, dict[str, Number]]]:
    """Year, form and figures of an organ from 2008 on; a year's figures do not depend on which years are asked for."""
    rng = random.Random(f"{seed}|{organ.name}")
    carried = Carried(
        pending=dict.fromkeys(PARTS, 0) | {"natural_person": rng.randint(0, organ.size // 8)},
        in_force={"regulation": rng.randint(3, 40) if organ.level in ("province", "city") else 0}
        | {"normative_doc": rng.randint(0, organ.size)},
        items={item: rng.randint(5, 900) for item in _ITEMS},
        cumulative={},
    )
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        form = form_of(organ, year)
        rng = random.Random(f"{seed}|{organ.name}|{year}")
        if form in ("B", "C"):
            figures, carried = _year_since_2019(rng, organ, form, carried)
        elif form == "local":
            figures, carried = _local_year(rng, organ, carried)
        else:
            figures = _national_year(rng, organ) if form == "A" else {}
        yield year, form, figures


def _share(rng: random.Random, count: int, keys: Sequence[str]) -> dict[str, int]:
    """``count`` things dealt out over ``keys`` by their weights."""
    shares = dict.fromkeys(keys, 0)
    for key in rng.choices(keys, [_WEIGHTS.get(key, 1) for key in keys], k=count):
        shares[key] += 1
    return shares


def _few(rng: random.Random, most: int) -> int:
    """Mostly 0, now and then up to ``most``."""
    return rng.randint(0, most) if rng.random() < 0.3 else 0


def _year_since_2019(
    rng: random.Random, organ: Organ, form: FormName, carried: Carried
) -> tuple[dict[str, Number], Carried]:
    table_3, pending = _table_3(rng, organ, form, carried.pending)
    if form == "B":
        table_2, in_force, items = _table_2_b(rng, organ, carried)
    else:
        table_2, in_force = _table_2_c(rng, organ, carried)
        items = dict(carried.items)
    return table_2 | table_3 | _table_4(rng, organ), Carried(pending, in_force, items, carried.cumulative)


def _table_3(
    rng: random.Random, organ: Organ, form: FormName, pending: Mapping[str, int]
) -> tuple[dict[str, Number], dict[str, int]]:
    new = {
        "natural_person": rng.randint(organ.size // 2, organ.size * 2),
        "commercial_enterprise": rng.randint(0, max(1, organ.size // 6)),
    }
    rows: dict[str, dict[str, int]] = {line.key: dict.fromkeys(PARTS, 0) for line in lines_of(form)}
    left: dict[str, int] = {}
    for part in PARTS:
        rows["new"][part] = new[part] if part in new else _few(rng, max(1, organ.size // 20))
        rows["carried_in"][part] = pending[part]
        came = rows["new"][part] + pending[part]
        left[part] = min(came, rng.randint(0, came // 10 + 1)) if came else 0
        rows["carried_out"][part] = left[part]
        rows["result_total"][part] = came - left[part]
        for leaf, count in _share(rng, came - left[part], leaves_of(form)).items():
            rows[leaf][part] = count
    figures: dict[str, Number] = {}
    for key, row in rows.items():
        figures |= {f"t3.{key}.{part}": count for part, count in row.items()}
        figures[f"t3.{key}.total"] = sum(row.values())
    return figures, left


def _table_4(rng: random.Random, organ: Organ) -> dict[str, Number]:
    figures: dict[str, Number] = {}
    for group, _ in PROCEEDINGS:
        counts = {key: _few(rng, max(2, organ.size // 15)) for key, _ in OUTCOMES if key != "total"}
        figures |= {f"t4.{group}.{key}": count for key, count in counts.items()}
        figures[f"t4.{group}.total"] = sum(counts.values())
    return figures


def _table_2_b(
    rng: random.Random, organ: Organ, carried: Carried
) -> tuple[dict[str, Number], dict[str, int], dict[str, int]]:
    figures: dict[str, Number] = {}
    in_force, items = dict(carried.in_force), dict(carried.items)
    for document in _DOCUMENTS:
        made = _few(rng, 6) if document == "regulation" and organ.level in ("province", "city") else 0
        if document == "normative_doc":
            made = rng.randint(0, max(2, organ.size // 4))
        in_force[document] += made
        figures |= {
            f"t2_1.{document}.made": made,
            f"t2_1.{document}.disclosed": made,
            f"t2_1.{document}.disclosed_total": in_force[document],
        }
    for item in _ITEMS:
        delta = rng.randint(-min(5, items[item]), 12) if rng.random() < 0.6 else 0
        figures |= {f"{item}.prev_items": items[item], f"{item}.delta": delta}
        items[item] += delta
        if not item.startswith("t2_8"):
            figures[f"{item}.decisions"] = rng.randint(0, organ.size * 60)
    projects = rng.randint(1, 3 + organ.size)
    figures |= {"t2_9.procurement.projects": projects, "t2_9.procurement.amount": projects * rng.randint(20000, 900000)}
    return figures, in_force, items


def _table_2_c(rng: random.Random, organ: Organ, carried: Carried) -> tuple[dict[str, Number], dict[str, int]]:
    figures: dict[str, Number] = {}
    in_force = dict(carried.in_force)
    for document in _DOCUMENTS:
        most = max(2, organ.size // 4)
        if document == "regulation":
            most = 3 if organ.level in ("province", "city") else 0
        issued, repealed = rng.randint(0, most), min(in_force[document], _few(rng, most))
        in_force[document] += issued - repealed
        figures |= {
            f"t2_1.{document}.issued": issued,
            f"t2_1.{document}.repealed": repealed,
            f"t2_1.{document}.in_force": in_force[document],
        }
    for item in ("t2_5.licence", "t2_6.penalty", "t2_6.coercion"):
        figures[f"{item}.decisions"] = rng.randint(0, organ.size * 60)
    fee = Decimal(rng.randint(0, organ.size * 90000)) / 100
    figures["t2_8.fee.amount"] = fee.quantize(Decimal("0.01")) if rng.random() < 0.7 else int(fee)
    return figures, in_force


def _national_year(rng: random.Random, organ: Organ) -> dict[str, Number]:
    received = _share(rng, rng.randint(organ.size // 2, organ.size * 2), ("in_person", "fax", "online", "letter"))
    total = sum(received.values())
    extended = rng.randint(0, total // 10)
    replies = _share(
        rng,
        total,
        ("already_public", "granted", "partial", "denied", "not_this_organ", "not_exist", "supplement", "other_way"),
    )
    grounds = ("state_secret", "trade_secret", "privacy", "three_security", "not_gov_info", "other_law")
    normative = rng.randint(0, max(2, organ.size // 3))
    channels = {key: rng.randint(0, organ.size * 20) for key in ("gazette", "website", "weibo", "wechat", "other")}
    channels["website"] += normative
    staff = {"full_time": rng.randint(1, 9), "part_time": rng.randint(2, 60)}
    conferences, interviews = rng.randint(0, 20), rng.randint(0, 12)
    figures: dict[str, Number] = {
        "pd.total": max(channels.values()),
        "pd.normative_disclosed": normative,
        "pd.normative_issued": normative + _few(rng, 3),
        "resp.hotspots": rng.randint(0, 40),
        "resp.press_conf": conferences,
        "resp.press_conf_leader": rng.randint(0, conferences),
        "resp.interview": interviews,
        "resp.interview_leader": rng.randint(0, interviews),
        "resp.articles": rng.randint(0, 60),
        "resp.weibo_wechat": rng.randint(0, 90),
        "resp.other": rng.randint(0, 30),
        "app.received": total,
        "app.closed": total,
        "app.closed.on_time": total - extended,
        "app.closed.extended": extended,
        "app.replied": total,
        "complaints": _few(rng, 5),
        "fees": Decimal(rng.randint(0, 30)) / 100 if rng.random() < 0.3 else 0,
        "org.units": rng.randint(1, 20),
        "org.reading_points": rng.randint(1, 40),
        "org.staff": sum(staff.values()),
        "org.budget": Decimal(rng.randint(10, 400)) / 10,
        "train.meetings": rng.randint(1, 12),
        "train.courses": rng.randint(0, 6),
        "train.people": rng.randint(0, 500),
    }
    figures |= {f"pd.channel.{key}": count for key, count in channels.items()}
    figures |= {f"app.received.{key}": count for key, count in received.items()}
    figures |= {f"app.replied.{key}": count for key, count in replies.items()}
    figures |= {f"app.denied.{key}": count for key, count in _share(rng, replies["denied"], grounds).items()}
    figures |= {f"org.staff.{key}": count for key, count in staff.items()}
    for kind in ("review", "litigation"):
        ends = {key: _few(rng, 6) for key in ("upheld", "corrected", "other")}
        figures |= {f"{kind}.{key}": count for key, count in ends.items()}
        figures[f"{kind}.total"] = sum(ends.values())
    return {f"a.{key}": value for key, value in figures.items()}


def _local_year(rng: random.Random, organ: Organ, carried: Carried) -> tuple[dict[str, Number], Carried]:
    website, gazette = rng.randint(20, 60 + organ.size), _few(rng, 9)
    received = _share(rng, rng.randint(0, organ.size), ("in_person", "online", "letter_fax"))
    replies = _share(rng, sum(received.values()), ("granted", "partial", "denied", "other"))
    year = {
        "pd.files": website + gazette,
        "pd.files.website": website,
        "pd.files.gazette": gazette,
        "app.received": sum(received.values()),
        "app.replied": sum(replies.values()),
        "complaints": _few(rng, 2),
        "review.total": _few(rng, 3),
        "litigation.total": _few(rng, 3),
    }
    year |= {f"app.received.{key}": count for key, count in received.items()}
    year |= {f"app.replied.{key}": count for key, count in replies.items()}
    cumulative = {key: carried.cumulative.get(key, 0) + count for key, count in year.items()}
    figures: dict[str, Number] = {f"a.{key}.year": count for key, count in year.items()}
    figures |= {f"a.{key}.cumulative": count for key, count in cumulative.items()}
    return figures, Carried(carried.pending, carried.in_force, carried.items, cumulative)
