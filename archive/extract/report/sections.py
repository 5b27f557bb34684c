"""The numbered parts of a report: which lines are headings, what the form calls them, and their text.

Row labels of the tables look like headings (``一、本年新收政府信息公开申请数量``): lines inside table material are
never headings, nor is a line whose number does not continue the sequence, unless its words are a heading of the forms.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from archive.extract.report.headings import NUMERAL, TextLine, exact_names, fold, initials, text_lines
from archive.forms.sections import HEADINGS_BEFORE_2019, STATUTORY_HEADINGS
from archive.model import Block, Section
from archive.text.digits import chinese_number

_CHINESE = NUMERAL
_STYLES = (
    re.compile(rf"^\s*({_CHINESE})(?:\s*[、.．,，:：]\s*|\s+)(?!{_CHINESE}(?:[、.．]|季度|级|类)|是)(.+)$", re.S),
    re.compile(rf"^\s*第({_CHINESE})(?:部分|章)\s*[:：、.．]?\s*(.+)$", re.S),
    re.compile(rf"^\s*[(（]({_CHINESE})[)）]\s*[、.．]?\s*(.+)$", re.S),
    re.compile(r"^\s*(\d{1,2})\s*[、.．]\s*(?!\d)(.+)$", re.S),
)
# Rows of table 3 that carry numbers of their own; no heading is worded like them.
_ROW_LABEL = re.compile(r"^(?:本年新收|上年结转|本年度办理结果|结转下年度)")
# Words that mark a heading of the forms in whatever wording, first match wins; numbers are those of the forms.
_THEMES = (
    (4, re.compile(r"行政复议|行政诉讼|复议.{0,3}诉讼")),
    (3, re.compile(r"依申请公开|(?:收到|受理|处理).{0,6}申请|申请.{0,4}(?:情况|办理)")),
    (5, re.compile(r"(?:存在|主要).{0,6}问题|改进(?:情况|措施)|不足")),
    (6, re.compile(r"其他.{0,8}(?:事项|情况|问题|报告)|需要(?:说明|报告)的")),
    (2, re.compile(r"主动公开")),
    (1, re.compile(r"^(?:总体|基本|工作)?(?:公开)?(?:工作)?(?:总体|基本)?情况$|^概述$|^概况$")),
)
# What a table prints beside such a label: a dash, a unit, a number.
_CELL = re.compile(r"^(?:[-—–/]+|[条件次个人元万]{1,2}|[\d,.]+)$")
_END = re.compile(r"[。:：;；]")
# 「三、依申请公开情况 全年收到…。」: a blank ends the heading.
_BLANK_END = re.compile(
    r"^([^\s，。,:：;；]{2,24}(?:情况|概述|概况|问题|措施|事项|打算|建议|附表))[\s\xa0\u3000]+(?=.{15})", re.S
)
_LEADING = re.compile(rf"^{NUMERAL}")
_EDGE = " \t\xa0\u3000"
MAX_TITLE = 50


@dataclass(frozen=True, slots=True)
class _Heading:
    at: int
    number: int | None
    title: str
    rest: str
    canonical: str | None


def split_sections(
    blocks: Sequence[Block], table_blocks: Collection[int] = (), *, before_2019: bool = False
) -> tuple[Section, ...]:
    """The sections of a report in order; ``table_blocks`` are indexes of blocks that are table material.

    ``before_2019`` chooses the canonical names: those of the reports before form B.
    """
    lines = text_lines(blocks, table_blocks)
    headings = _headings(lines, before_2019)
    sections = []
    for position, heading in enumerate(headings):
        end = headings[position + 1].at if position + 1 < len(headings) else len(lines)
        texts = [heading.rest, *(line.text for line in lines[heading.at + 1 : end])]
        text = "\n".join(part for part in texts if part.strip(_EDGE))
        sections.append(Section(heading.number, heading.canonical, heading.title, text))
    return tuple(sections)


def _headings(lines: Sequence[TextLine], before_2019: bool) -> list[_Heading]:
    """The headings in the outermost style of numbering that the report uses at least twice."""
    likely = [at for at, line in enumerate(lines) if line.open and line.text[:1] in initials()]
    chinese, parts, *inner = (partial(_find, lines, likely, style, before_2019) for style in _STYLES)
    found = chinese()
    outer = parts() if any("第" in lines[at].text[:3] for at in likely) else []
    if len(outer) >= 2 and (len(found) < 2 or outer[0].at < found[0].at):
        return outer
    if len({heading.canonical for heading in found} - {None}) == len(STATUTORY_HEADINGS):
        return found
    if len(found) >= 2:
        return _with_unnumbered(found, _unnumbered(lines, likely, before_2019))
    for style in inner:
        if len(found := style()) >= 2:
            return found
    found = _unnumbered(lines, likely, before_2019)
    return found if len(found) >= 2 else []


@lru_cache(maxsize=4096)
def canonical_name(title: str, before_2019: bool = False) -> str | None:
    """The form's name for a section titled ``title`` (without its number), or None."""
    name = re.sub(r"[\s:：。，,、.．]+", "", title)
    headings = HEADINGS_BEFORE_2019 if before_2019 else STATUTORY_HEADINGS
    for heading in headings:
        if name in _folded(heading.label, heading.variants):
            return heading.label
    if len(name) > 30:
        return None
    for number, theme in _THEMES:
        if theme.search(name):
            return next(heading.label for heading in headings if heading.number == number)
    return None


@lru_cache(maxsize=64)
def _folded(label: str, variants: tuple[str, ...]) -> frozenset[str]:
    return frozenset(re.sub(r"[、，]", "", name) for name in (label, *variants))


def _find(
    lines: Sequence[TextLine], likely: Sequence[int], style: re.Pattern[str], before_2019: bool
) -> list[_Heading]:
    """Headings of one numbering style, in sequence; the forms' own words are headings in any."""
    found: list[_Heading] = []
    last = 0
    for at in likely:
        line = lines[at]
        match = style.match(line.text)
        if match is None:
            continue
        words = match[2].strip(_EDGE)
        if _ROW_LABEL.match(re.sub(r"\s+", "", words)) or _is_row(lines, at):
            continue
        if line.known:
            title, rest = line.text[match.start(2) : line.known], line.text[line.known :].lstrip(" \xa0\u3000:：。.")
        else:
            title, rest = _split_title(words)
        canonical = canonical_name(title, before_2019)
        number = chinese_number(match[1])
        follows = number == last + 1 or (last and last < number <= last + 2)
        known = canonical is not None and len(title) <= 30
        if not (follows or (known and number >= last) or fold(title) in exact_names()):
            continue
        if canonical is None and len(title) > MAX_TITLE:
            continue
        printed = line.text[: match.start(2)].lstrip(_EDGE)
        found.append(_Heading(at, number, f"{printed}{title}", rest, canonical))
        last = number
    return found


def _is_row(lines: Sequence[TextLine], at: int) -> bool:
    """Whether the two lines below are what a table prints beside a label (one alone may be a page's number)."""
    below = [line.text.strip(_EDGE) for line in lines[at + 1 : at + 3]]
    return len(lines[at].text) <= 40 and len(below) == 2 and all(_CELL.match(text) for text in below)


def _with_unnumbered(numbered: list[_Heading], others: Sequence[_Heading]) -> list[_Heading]:
    """The numbered headings with those of the forms that lost their number, where they stand in their place."""
    named = {heading.canonical for heading in numbered}
    first, last = numbered[0].at, numbered[-1].at
    lost = [other for other in others if first < other.at < last and other.canonical not in named]
    return sorted([*numbered, *lost], key=lambda heading: heading.at)


def _split_title(words: str) -> tuple[str, str]:
    """The heading's words and the text that runs on in the same line (``其他需要报告的事项:无。``)."""
    for heading in (*STATUTORY_HEADINGS, *HEADINGS_BEFORE_2019):
        for name in (heading.label, *heading.variants):
            if words.startswith(name):
                rest = words[len(name) :]
                # 「总体情况和工作亮点」 is another heading; 「总体情况：」 and 「总体情况 2021年，」 run on.
                if not rest or rest[0] in " \xa0\u3000:：。.，,；;" or re.match(r"\d{4}年", rest):
                    return name, rest.lstrip(" \xa0\u3000:：。.，,；;")
    if (blank := _BLANK_END.match(words)) and "。" in words:
        return blank[1], words[blank.end() :]
    end = _END.search(words)
    if end and end.start() <= MAX_TITLE and len(words) > end.end():
        return words[: end.start()].strip(_EDGE), words[end.end() :].strip(_EDGE)
    return words.rstrip("。:：;； \xa0\u3000"), ""


def _unnumbered(lines: Sequence[TextLine], likely: Sequence[int], before_2019: bool) -> list[_Heading]:
    """Headings without numbers, or without a mark behind (一总体情况): lines that are word for word the forms' own."""
    found = []
    for at in likely:
        line = lines[at]
        words = fold(line.text) if 2 <= len(line.text) <= 40 else ""
        numeral = _LEADING.match(words)
        if words in exact_names() or (numeral and words[numeral.end() :] in exact_names()):
            bare = words[numeral.end() :] if numeral and words not in exact_names() else words
            number = chinese_number(numeral[0]) if numeral and bare != words else None
            found.append(_Heading(at, number, line.text.strip(_EDGE), "", canonical_name(bare, before_2019)))
    return found
