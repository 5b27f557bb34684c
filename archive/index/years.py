"""What must hold between the reports of one organ on two consecutive years, kept with the later of them.

The checks follow from the present versions of the two reports and from nothing else; so they are the same
whichever of the reports came first.
"""

import json
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from sqlite_utils import Database

from archive.forms import cross_year_identities
from archive.index.compact import STATUS_LETTERS, pack_checks
from archive.index.readings import store_check_list
from archive.model import Figure, FigureStatus, Number

_STATUSES: dict[str, FigureStatus] = {letter: status for status, letter in STATUS_LETTERS.items()}
_PAIR = """
SELECT b.report_id, b.version_id, a.report_id, a.version_id
FROM reports b JOIN reports a ON a.organ_id = b.organ_id AND a.report_year = b.report_year + 1
WHERE b.organ_id = ? AND b.report_year = ?
"""
_CELLS = """
SELECT k.key, k.position, s.layout, s.numbers, s.statuses
FROM figure_sets s CROSS JOIN layout_keys k ON k.layout = s.layout
WHERE s.version_id = ? AND k.key IN (SELECT value FROM json_each(?)) ORDER BY s.layout, k.position
"""


@cache
def _wanted() -> str:
    """The keys that an identity across years needs, as JSON."""
    rules = cross_year_identities()
    keys = {key for r in rules for key in (r.previous, r.equals, *r.plus, *r.minus, *r.previous_plus)}
    return json.dumps(sorted(keys))


def store_year_checks(db: Database, reports: Iterable[tuple[str, int]]) -> None:
    """Check again each (organ, year) against its neighbours: against the year before, and the year after against it."""
    pairs = sorted({pair for organ, year in reports for pair in ((organ, year - 1), (organ, year))})
    read: dict[str, tuple[Figure, ...]] = {}
    for organ, before in pairs:
        db.execute(
            "DELETE FROM year_check_sets WHERE report_id IN "
            "(SELECT report_id FROM reports WHERE organ_id = ? AND report_year = ?)",
            (organ, before + 1),
        )
        for previous_report, previous, report, current in db.execute(_PAIR, (organ, before)).fetchall():
            # Pairs come in order of years: what was the later report is the earlier one of the next pair.
            read = {name: read.get(name) or _figures(db, name) for name in (previous, current)}
            _store(db, report, previous_report, read[previous], read[current])


def _figures(db: Database, version: str) -> tuple[Figure, ...]:
    """The figures of a version that matter across years, exactly as they were printed."""
    unpacked: dict[str, list[Number | None]] = {}
    found = []
    for key, position, layout, numbers, statuses in db.execute(_CELLS, (version, _wanted())):
        if layout not in unpacked:
            unpacked[layout] = json.loads(numbers, parse_float=Decimal)
        status = _STATUSES.get(statuses if len(statuses) == 1 else statuses[position])
        if status is not None:  # None: the report does not print this cell
            found.append(Figure(key, unpacked[layout][position], status, None, None))
    return tuple(found)


def _store(
    db: Database,
    report: str,
    previous_report: str,
    previous: tuple[Figure, ...],
    current: tuple[Figure, ...],
) -> None:
    from archive.extract.checks import check_years

    packed = pack_checks(check_years(previous, current))
    if packed is not None:
        store_check_list(db, packed)
        db.execute(
            "INSERT INTO year_check_sets VALUES (?, ?, ?, ?, ?, ?)",
            (report, previous_report, packed.name, packed.outcomes, packed.lefts, packed.rights),
        )
