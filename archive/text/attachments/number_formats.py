"""What a spreadsheet's cell prints for a number: the format codes of ECMA-376 part 1, §18.8.31, and BIFF alike.

Where a format is not understood nothing is guessed: the cell shows something that cannot be read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final, Literal

from archive.text.shown import UNKNOWN

# The formats that have numbers and no code in the file (§18.8.30). Of dates and times it matters only that they are.
BUILT_IN: Final = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;-"¥"#,##0',
    6: '"¥"#,##0;-"¥"#,##0',
    7: '"¥"#,##0.00;-"¥"#,##0.00',
    8: '"¥"#,##0.00;-"¥"#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    48: "##0.0E+0",
    49: "@",
} | dict.fromkeys((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)), "yyyy-mm-dd")

_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]|'
    r"(?P<general>General|G/通用格式)|(?P<power>E[+-])|(?P<digit>[0#?])|(?P<sign>[.,%/@])|(?P<date>[ymdhsYMDHS]+|上午|下午)|"
    r"(?P<literal>.)",
    re.S | re.I,
)
_CONDITION: Final = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)")
_COLOUR: Final = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|color\s*\d+|黑色|蓝色|青色|绿色|洋红|红色|白色|黄色|颜色\s*\d+",
    re.I,
)
_CURRENCY: Final = re.compile(r"\$([^-]*)(?:-[0-9A-Fa-f]*)?")
# A wide cell shows a General number with up to 11 characters (Excel 2016), beyond that in powers of ten.
_GENERAL_DIGITS: Final = 10
_LARGEST: Final = Decimal(10) ** 11
_DAY_0: Final = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001  a sheet's days have no zone

Part = tuple[Literal["text", "digit", "sign", "date", "general", "power", "condition"], str]


@dataclass(frozen=True, slots=True)
class _Section:
    parts: tuple[Part, ...]
    condition: tuple[str, Decimal] | None
    known: bool

    def has(self, kind: str, value: str | None = None) -> bool:
        return any(one == kind and value in (None, text) for one, text in self.parts)


def show_number(value: float, code: str, *, from_1904: bool = False) -> str:
    """The digits and words that a cell prints for ``value`` under the format ``code``, without the padding around;
    ``UNKNOWN`` for formats that are not understood. Days count from 1904 where ``from_1904``."""
    sections = _sections(code)
    exact = Decimal(f"{value:.15g}")  # Excel keeps 15 significant digits; beyond is noise of binary fractions
    section, minus = _section_for(exact, sections)
    if section is None:
        return UNKNOWN
    if section.has("date"):
        return _show_date(float(exact), from_1904)
    shown = "".join(_rendered(abs(exact), section)).strip()
    return f"-{shown}" if minus and exact < 0 and shown and not _is_zero(shown) else shown


def show_text(text: str, code: str) -> str:
    """What a cell prints for a text: the fourth section of the format, where there is one."""
    sections = _sections(code)
    texts = [section for section in sections[3:4] or sections if section.has("sign", "@")]
    if not texts:
        return "" if len(sections) >= 4 else text
    return "".join(text if (kind, part) == ("sign", "@") else part for kind, part in texts[0].parts)


def _is_zero(shown: str) -> bool:
    return not any(letter in "123456789" for letter in shown)


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[Part]] = [[]]
    conditions: list[tuple[str, Decimal] | None] = [None]
    known = [True]
    for found in _TOKEN.finditer(code):
        if found["literal"] == ";":
            parts.append([])
            conditions.append(None)
            known.append(True)
        elif found["bracket"] is not None:
            if condition := _CONDITION.fullmatch(found["bracket"]):
                conditions[-1] = (condition[1], Decimal(condition[2]))
            elif currency := _CURRENCY.fullmatch(found["bracket"]):
                parts[-1].append(("text", currency[1]))
            elif set(found["bracket"].lower()) <= set("hms"):
                parts[-1].append(("date", found["bracket"]))
            elif not _COLOUR.fullmatch(found["bracket"]):
                known[-1] = False  # DBNum1 writes Chinese numerals
        else:
            parts[-1] += _part(found)
    return tuple(_Section(tuple(p), c, k) for p, c, k in zip(parts, conditions, known, strict=True))


def _part(found: re.Match[str]) -> Iterator[Part]:
    if found["space"] is not None:
        yield "text", " "
    elif found["general"] is not None:
        yield "general", ""
    elif found["power"] is not None:
        yield "power", ""
    elif found["digit"] is not None:
        yield "digit", found["digit"]
    elif found["sign"] is not None:
        yield "sign", found["sign"]
    elif found["date"] is not None:
        yield "date", found["date"]
    elif found["fill"] is None:
        literal = found["quoted"] if found["quoted"] is not None else found["escaped"] or found["literal"]
        yield "text", literal


def _section_for(value: Decimal, sections: Sequence[_Section]) -> tuple[_Section | None, bool]:
    """The section that a number takes, and whether it puts the minus before it itself."""
    if any(section.condition for section in sections):
        for section in sections[:3]:
            if section.condition is None or _holds(value, *section.condition):
                return section, True
        return None, False
    if len(sections) >= 3 and value == 0:
        return sections[2], False
    if len(sections) >= 2 and value < 0:
        return sections[1], False
    return sections[0], True


def _holds(value: Decimal, sign: str, limit: Decimal) -> bool:
    return {
        "<": value < limit,
        "<=": value <= limit,
        ">": value > limit,
        ">=": value >= limit,
        "=": value == limit,
        "<>": value != limit,
    }[sign]


def _rendered(value: Decimal, section: _Section) -> Iterator[str]:
    if not section.known or section.has("power") or section.has("sign", "/"):
        yield UNKNOWN
        return
    if section.has("general") or (section.has("sign", "@") and not section.has("digit")):
        for kind, text in section.parts:
            yield _general(value) if kind == "general" or text == "@" else text
        return
    if not section.has("digit"):
        yield from (text for kind, text in section.parts if kind == "text" or text == "%")
        return
    yield from _digits(value, section.parts)


def _general(value: Decimal) -> str:
    if value >= _LARGEST or (value != 0 and value < Decimal("1e-9")):
        return UNKNOWN  # 1.23457E+11
    return f"{value:.{_GENERAL_DIGITS}g}" if value % 1 else f"{value:f}".partition(".")[0]


def _digits(value: Decimal, parts: Sequence[Part]) -> Iterator[str]:
    """The number set into the places of a format."""
    digits = [i for i, (kind, _) in enumerate(parts) if kind == "digit"]
    point = next(iter(_signs(parts, ".")), len(parts))
    whole = [i for i in digits if i < point]
    after = [i for i in digits if i > point]
    commas = _signs(parts, ",")
    last = max(whole, default=-1)
    thousands = [i for i in commas if last < i < point or i > digits[-1]]
    grouped = any(digits[0] < i < last for i in commas)
    percents = len(_signs(parts, "%"))
    scaled = value * 100**percents / 1000 ** len(thousands)
    rounded = scaled.quantize(Decimal(1).scaleb(-len(after)), ROUND_HALF_UP)
    units, _, fraction = f"{rounded:f}".partition(".")
    fields = _whole_fields(units, parts, whole, grouped)
    places = dict(zip(after, fraction, strict=True))
    kept = max((i for i in after if parts[i][1] == "0" or places[i] != "0"), default=point)
    for i, (kind, text) in enumerate(parts):
        if kind == "digit":
            yield fields[i] if i in fields else places[i] if i <= kept else ""
        elif kind == "text" or text == "%" or (text == "." and kind == "sign" and kept > point):
            yield text  # Excel prints ``5.`` for 5 under ``#.##``; nobody means the point


def _signs(parts: Sequence[Part], sign: str) -> list[int]:
    return [i for i, part in enumerate(parts) if part == ("sign", sign)]


def _whole_fields(units: str, parts: Sequence[Part], whole: Sequence[int], grouped: bool) -> dict[int, str]:
    """What stands in each place before the point, the first taking all that is left."""
    rest = "" if units == "0" else units
    fields: dict[int, str] = {}
    count = 0
    for i in reversed(whole):
        taken = rest if i == whole[0] else rest[-1:]
        rest = rest[: len(rest) - len(taken)]
        taken = taken or ("0" if parts[i][1] == "0" else "")
        out = ""
        for digit in reversed(taken):
            if grouped and count and count % 3 == 0:
                out = f",{out}"
            out = digit + out
            count += 1
        fields[i] = out
    return fields


def _show_date(value: float, from_1904: bool) -> str:
    try:
        moment = _DAY_0[from_1904] + timedelta(days=value)
    except OverflowError:
        return UNKNOWN
    return moment.date().isoformat() if value >= 1 else moment.time().isoformat("minutes")
