"""What a listing says of its own size: records, pages, and the page it is on. Pure.

Each platform states it in words or in a script (``共62条``, ``1/7``, ``totalrecord``, ``countPage``, ``pageCount``);
where one page carries several numbers of a kind, nothing is taken.
"""

import re
from dataclasses import dataclass

_SPACE = r"(?:\s|&nbsp;|\u00a0|<[^>]{1,80}>)*"
_RECORDS = (
    re.compile(
        rf"(?:共|总(?:共|计)?|合计|记录总?数?[:：]?){_SPACE}(?:有|计)?{_SPACE}(\d{{1,6}}){_SPACE}(?:条|篇|项|个?文件|个记录)"
    ),
    re.compile(
        r"<[^<>]*\bpag[^<>]*\bdata-(?:total|records?|total-?records?|total-?count)\s*=\s*[\"']?(\d{1,6})\b", re.I
    ),
    re.compile(r"(?:总条数|总记录数|记录总数)\W{0,4}(\d{1,6})"),
    re.compile(
        r"\b(?:totalrecords?|total_?rows|recordCount|totalCount|total_?num(?:ber)?|totalElements|post_count)\b[\"'\s:=>]{1,6}(\d{1,6})\b",
        re.I,
    ),
)
_PAGES = (
    re.compile(rf"(?:共|总(?:共|计)?){_SPACE}(?:有|计)?{_SPACE}(\d{{1,5}}){_SPACE}页"),
    re.compile(rf"页次[:：]?{_SPACE}\d{{1,5}}{_SPACE}/{_SPACE}(\d{{1,5}})"),
    re.compile(r"<[^<>]*\bdata-(?:pages|page-?count|total-?pages?|max-?page)\s*=\s*[\"']?(\d{1,5})\b", re.I),
    re.compile(r"(?:总页数)\W{0,4}(\d{1,5})"),
    re.compile(
        r"\b(?:countPage|pageCount|totalPages?|page_?total|pages?Total|maxPage|logicTotalPage)\b[\"'\s:=>]{1,6}(\d{1,5})\b",
        re.I,
    ),
)
_OF = re.compile(r">\s*(?:第\s*)?(\d{1,4})\s*/\s*(\d{1,4})\s*(?:页)?\s*<")


@dataclass(frozen=True, slots=True)
class Totals:
    """``records`` entries over ``pages`` pages, each None where the page does not say."""

    records: int | None = None
    pages: int | None = None


NOTHING_STATED = Totals()


def read_totals(source: str) -> Totals:
    """What a page or an answer states."""
    pages = _one(_PAGES, source)
    if pages is None:
        of = {(int(a), int(b)) for a, b in _OF.findall(source)}
        pages = next((b for a, b in of if a <= b), None) if len(of) == 1 else None
    return Totals(_one(_RECORDS, source), pages)


def _one(patterns: tuple[re.Pattern[str], ...], source: str) -> int | None:
    for pattern in patterns:
        found = {int(number) for number in pattern.findall(source)}
        if len(found) == 1:
            return found.pop()
    return None
