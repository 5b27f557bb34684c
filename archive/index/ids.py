"""Names of rows: stable over rebuilds, readable in a URL, and free of insertion order.

============  ==========================================  =============================
what          made of                                     example
============  ==========================================  =============================
organ         adcode, for others than the division's      ``210102``, ``210102-5f0c9a``
              own government a hash of the name
report        organ and report year                       ``210102-2017``
version       report and a hash of the cleaned text       ``210102-2017.9c01d2aa``
capture       the WARC-Record-ID                          ``7b0e6a3c-…``
============  ==========================================  =============================
"""

import hashlib
import re

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_GOVERNMENT = re.compile(r"(?:人民政府|政府|管理委员会|管委会)$")


def digest(*parts: str, length: int) -> str:
    """The first ``length`` hexadecimal digits of SHA-256 over the parts, NUL between them."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:length]


def capture_id(record_id: str) -> str:
    """The UUID of a WARC-Record-ID; a record id of another kind gives a hash of it."""
    found = _UUID.search(record_id.lower())
    return found.group() if found else digest(record_id, length=32)


def is_division_government(organ: str, divisions: tuple[str | None, ...]) -> bool:
    """Whether ``organ`` is the government of the deepest of ``divisions`` (province, city, county)."""
    deepest = next((name for name in reversed(divisions) if name), None)
    stem = _GOVERNMENT.sub("", organ)
    return deepest is not None and stem != organ and stem.endswith(deepest)


def organ_id(organ: str, adcode: str | None, divisions: tuple[str | None, ...]) -> str:
    """``divisions`` are province, city and county of the organ, None where it has none."""
    if adcode and is_division_government(organ, divisions):
        return adcode
    return f"{adcode or 'x'}-{digest(organ, length=6)}"


def report_id(organ: str | None, year: int | None, url: str) -> str:
    """Of a report whose organ or year is not known, the page's URL stands in for the organ."""
    stem = organ if organ is not None else f"page-{digest(url, length=8)}"
    return f"{stem}-{year if year is not None else 'undated'}"


def version_id(report: str, text: str) -> str:
    return f"{report}.{digest(text, length=8)}"
