"""What a visitor can choose from: the years and the divisions that the index has."""

import sqlite3

from archive.divisions import by_adcode


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
