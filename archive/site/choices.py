"""What a visitor can choose from, and has chosen: divisions, levels, kinds of organs, years."""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from archive.divisions import by_adcode
from archive.index.departments import KINDS
from archive.site.web import Ask

LEVELS = ("province", "city", "county", "township", "zone")
ORGAN_KINDS = ("government", "department")


def significant(adcode: str) -> str:
    """``21`` of 210000, ``2101`` of 210100, all of 210102; of anything but six digits nothing."""
    if not (adcode.isdecimal() and len(adcode) == 6):
        return ""
    return adcode.removesuffix("0000").removesuffix("00")


def places(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """(code, name with the names above it) of every division that has organs, and of those above them."""
    codes = {row[0] for row in connection.execute("SELECT DISTINCT adcode FROM organs WHERE adcode NOT NULL")}
    every = {f"{code[:width]}000000"[:6] for code in codes for width in (2, 4, 6)}
    found = []
    for code in sorted(every):
        above = (by_adcode(f"{code[:width]}000000"[:6]) for width in range(2, len(significant(code)) + 1, 2))
        found.append((code, " ".join(division.name for division in above if division) or code))
    return found


def report_years(connection: sqlite3.Connection) -> list[int]:
    """The years that reports are about, the newest first."""
    rows = connection.execute("SELECT DISTINCT report_year FROM reports WHERE report_year NOT NULL ORDER BY 1 DESC")
    return [row[0] for row in rows]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which organs and years a visitor wants; empty is all. ``region`` is a code of six digits."""

    region: str
    level: str
    kind: str
    department: str
    first: int | None
    last: int | None

    # Over o (organs) and r (reports), with the names of values().
    WHERE: ClassVar[str] = (
        "(:region = '' OR o.adcode LIKE :region || '%') AND (:level = '' OR o.level = :level) "
        "AND (:kind = '' OR o.kind = :kind) AND (:department = '' OR o.department = :department) "
        "AND (:first IS NULL OR r.report_year >= :first) AND (:last IS NULL OR r.report_year <= :last)"
    )

    def values(self) -> dict[str, object]:
        return {
            "region": significant(self.region),
            "level": self.level,
            "kind": self.kind,
            "department": self.department,
            "first": self.first,
            "last": self.last,
        }

    @property
    def narrow_organs(self) -> bool:
        return any((self.region, self.level, self.kind, self.department))

    @property
    def kept(self) -> dict[str, str]:
        """As arguments of an address."""
        years = {"year": self.first} if self.first == self.last else {"from": self.first, "to": self.last}
        named = {"region": self.region, "level": self.level, "kind": self.kind, "department": self.department}
        return {name: str(value) for name, value in {**named, **years}.items() if value}


def read_filters(ask: Ask) -> Filters:
    """``region``, ``level``, ``kind``, ``department``, and ``year`` or ``from`` and ``to``; nonsense is left out."""

    def of(name: str, known: Collection[str]) -> str:
        return ask.one(name) if ask.one(name) in known else ""

    def year(name: str) -> int | None:
        wish = ask.one(name) or ask.one("year")
        return int(wish) if len(wish) == 4 and wish.isascii() and wish.isdecimal() else None

    region = ask.one("region") if significant(ask.one("region")) else ""
    return Filters(
        region, of("level", LEVELS), of("kind", ORGAN_KINDS), of("department", KINDS), year("from"), year("to")
    )


@dataclass(frozen=True, slots=True)
class Options:
    """What the form of the filters offers."""

    places: list[tuple[str, str]]
    years: list[int]
    levels: tuple[str, ...] = LEVELS
    kinds: tuple[str, ...] = ORGAN_KINDS
    departments: tuple[str, ...] = KINDS


def options(connection: sqlite3.Connection) -> Options:
    return Options(places(connection), report_years(connection))
