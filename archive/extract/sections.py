"""The numbered parts of a report: which lines are headings, what the form calls them, and their text.

Row labels of the tables look like headings (``一、本年新收政府信息公开申请数量``): lines inside table material are
never headings, nor is a line whose number does not continue the sequence, unless its words are a heading of the forms.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.forms.sections import HEADINGS_BEFORE_2019, STATUTORY_HEADINGS
from archive.model import Block, Section

_NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九")}
_CHINESE = r"[一二三四五六七八九十]{1,3}"
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
_END = re.compile(r"[。:：;；]")
_EDGE = " \t\xa0\u3000"
MAX_TITLE = 50


@dataclass(frozen=True, slots=True)
class _Heading:
    block: int
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
    headings: list[_Heading] = []
    for style in _STYLES:
        headings = _find(blocks, table_blocks, style, before_2019)
        if len(headings) >= 2:
            break
    else:
        headings = _unnumbered(blocks, table_blocks)
    sections = []
    for position, heading in enumerate(headings):
        end = headings[position + 1].block if position + 1 < len(headings) else len(blocks)
        texts = [heading.rest, *(block.text for block in blocks[heading.block + 1 : end])]
        text = "\n".join(part for part in texts if part.strip(_EDGE))
        sections.append(Section(heading.number, heading.canonical, heading.title, text))
    return tuple(sections)


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
    blocks: Sequence[Block], table_blocks: Collection[int], style: re.Pattern[str], before_2019: bool
) -> list[_Heading]:
    """Headings of one numbering style, in sequence."""
    found: list[_Heading] = []
    last = 0
    for index, block in enumerate(blocks):
        if block.kind not in {"paragraph", "heading"} or index in table_blocks:
            continue
        match = style.match(block.text) if block.text[:1] else None
        if match is None:
            continue
        words = match[2].strip(_EDGE)
        if _ROW_LABEL.match(re.sub(r"\s+", "", words)):
            continue
        title, rest = _split_title(words)
        canonical = canonical_name(title, before_2019)
        number = _number(match[1])
        follows = number == last + 1 or (last and last < number <= last + 2)
        if not (follows or (canonical is not None and number >= last and len(title) <= 30)):
            continue
        if canonical is None and len(title) > MAX_TITLE:
            continue
        printed = block.text[: match.start(2)].lstrip(_EDGE)
        found.append(_Heading(index, number, f"{printed}{title}", rest, canonical))
        last = number
    return found


def _split_title(words: str) -> tuple[str, str]:
    """The heading's words and the text that runs on in the same line (``其他需要报告的事项:无。``)."""
    for heading in (*STATUTORY_HEADINGS, *HEADINGS_BEFORE_2019):
        for name in (heading.label, *heading.variants):
            if words.startswith(name):
                rest = words[len(name) :]
                # 「总体情况和工作亮点」 is another heading; 「总体情况：」 and 「总体情况 2021年，」 run on.
                if not rest or rest[0] in " \xa0\u3000:：。.，,；;" or re.match(r"\d{4}年", rest):
                    return name, rest.lstrip(" \xa0\u3000:：。.，,；;")
    end = _END.search(words)
    if end and end.start() <= MAX_TITLE and len(words) > end.end():
        return words[: end.start()].strip(_EDGE), words[end.end() :].strip(_EDGE)
    return words.rstrip("。:：;； \xa0\u3000"), ""


def _unnumbered(blocks: Sequence[Block], table_blocks: Collection[int]) -> list[_Heading]:
    """Headings without numbers: lines that are word for word a heading of the forms."""
    names = {
        re.sub(r"[、，]", "", name): heading.label
        for heading in (*HEADINGS_BEFORE_2019, *STATUTORY_HEADINGS)
        for name in (heading.label, *heading.variants)
    }
    found = []
    for index, block in enumerate(blocks):
        if block.kind in {"paragraph", "heading"} and index not in table_blocks and len(block.text) <= 40:
            words = re.sub(r"[\s、，,:：。]+", "", block.text)
            if words in names:
                found.append(_Heading(index, None, block.text.strip(_EDGE), "", names[words]))
    return found if len(found) >= 2 else []


def _number(printed: str) -> int:
    if printed.isdecimal():
        return int(printed)
    tens, ten, ones = printed.rpartition("十")
    if not ten:
        return _NUMERALS.get(printed, 0)
    return _NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0)
