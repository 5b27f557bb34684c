"""The metadata block of a page: labels with their values, and dates, as portals print them.

Labels have spaces inside (``索 引 号 :``), values run into the next label (``2018年03月20日来源:和平区``), and a
label without a value is followed at once by another (all seen on real portals, 2026).
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

from archive.text.digits import chinese_number, plain_years
from archive.text.titles import SPACE

# Label as printed, without spaces -> the label it is filed under.
LABELS = {
    "索引号": "索引号", "信息索引号": "索引号", "信息索引": "索引号", "索引码": "索引号", "索取号": "索引号",
    "发布机构": "发布机构", "发布单位": "发布机构", "发文机关": "发布机构", "发文单位": "发布机构",
    "公开机构": "发布机构", "发文机构": "发布机构", "发布部门": "发布机构", "制发机关": "发布机构",
    "公开主体": "发布机构", "公开单位": "发布机构", "责任部门": "发布机构", "发布者": "发布机构",
    "来源": "来源", "信息来源": "来源", "文章来源": "来源", "稿件来源": "来源", "内容来源": "来源",
    "发布日期": "发布日期", "发布时间": "发布日期", "公开日期": "发布日期", "公布日期": "发布日期",
    "公开时间": "发布日期", "信息时间": "发布日期", "发表时间": "发布日期", "上传时间": "发布日期",
    "日期": "发布日期", "时间": "发布日期", "发稿时间": "发布日期", "公布时间": "发布日期", "添加时间": "发布日期",
    "成文日期": "成文日期", "发文日期": "发文日期", "生成日期": "生成日期", "印发日期": "成文日期",
    "制发日期": "成文日期", "成文时间": "成文日期", "发文时间": "发文日期", "生成时间": "生成日期",
    "更新时间": "更新日期", "更新日期": "更新日期", "修改时间": "更新日期", "录入时间": "发布日期",
    "发文字号": "发文字号", "文号": "发文字号", "文件编号": "发文字号", "发文文号": "发文字号", "文件号": "发文字号",
    "文件字号": "发文字号",
    "标题": "标题", "名称": "标题", "信息名称": "标题", "文件名称": "标题",
    "主题词": "主题词", "关键词": "主题词", "主题分类": "主题分类", "组配分类": "组配分类", "信息分类": "组配分类",
    "体裁分类": "体裁分类", "服务对象分类": "服务对象分类", "分类": "组配分类", "所属主题": "主题分类",
    "公开目录": "公开目录", "公开方式": "公开方式", "公开形式": "公开方式", "公开时限": "公开时限",
    "公开范围": "公开范围", "有效性": "有效性", "效力状态": "有效性", "时效性": "有效性", "文件状态": "有效性",
    "生效日期": "生效日期", "废止日期": "废止日期", "生效时间": "生效日期", "实施日期": "生效日期",
    "废止时间": "废止日期", "失效日期": "废止日期", "失效时间": "废止日期", "截止日期": "废止日期",
    "截止时间": "废止日期", "公文时效": "有效性", "统计时间": "统计日期", "统计日期": "统计日期",
    "内容概述": "内容概述", "信息类别": "组配分类",
    "浏览次数": "浏览次数", "浏览量": "浏览次数", "点击": "浏览次数", "点击数": "浏览次数", "点击量": "浏览次数",
    "点击次数": "浏览次数", "阅读次数": "浏览次数", "阅读量": "浏览次数", "阅读": "浏览次数", "访问量": "浏览次数",
    "浏览": "浏览次数", "访问次数": "浏览次数", "阅读数": "浏览次数",
    "作者": "作者", "编辑": "编辑", "责任编辑": "编辑", "责编": "编辑", "审核": "编辑", "审核人": "编辑",
    "录入": "编辑", "录入者": "编辑", "初审": "编辑", "复审": "编辑", "终审": "编辑", "发布人": "编辑",
    "字体": "字体", "字号": "字体", "字体大小": "字体", "保护视力色": "字体", "视力保护色": "字体",
    "有效期": "有效性", "信息编号": "信息编号", "语种": "语种", "公开类别": "公开方式", "公开程序": "公开程序",
}  # fmt: skip
_LONGEST = max(map(len, LABELS))
# 【索引号】 needs no colon.
_USUAL = 80  # letters; longer pieces are not looked up
_LARGEST_TABLE = 1000
_COLON = re.compile("[:：】]")
_DATE = re.compile(
    r"(?<![\d.])((?:19|20)\d\d)\s*(?:年|[-./])\s*(1[0-2]|0?[1-9])\s*(?:月|[-./])\s*(3[01]|[12]\d|0?[1-9])(?!\d)\s*日?"
)
_CHINESE_DATE = re.compile(r"(20\d\d)年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日")
_COMPACT_DATE = re.compile(r"^\s*(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:\d{6})?\s*$")
# Labels whose values cannot be taken for words that go on.
_NUMBERED_LABELS = frozenset({"索引号", "发文字号", "发布日期", "成文日期", "生成日期", "发文日期"})
# What stands between two labels and belongs to neither.
_EDGES = " \t\r\n\xa0\u3000|·•【】[]［］()（）;；,，"
_BULLETS = "【】[]•·|*●■◆-–—>"
_NUMBER_EDGES = " \t\r\n\xa0\u3000|·•【】;；,，"

Pair = tuple[str, str]


def read_date(text: str) -> date | None:
    """The first date printed in ``text`` (``2018年03月20日``, ``2022.02.21``, ``2025-03-10 15:35``)."""
    found = _DATE.search(text) or _COMPACT_DATE.match(text)
    if found is not None:
        numbers = [int(part) for part in found.groups()]
    elif (written := _CHINESE_DATE.search(plain_years(text))) is not None:
        numbers = [int(written[1]), chinese_number(written[2]), chinese_number(written[3])]
    else:
        return None
    try:
        return date(*numbers)
    except ValueError:
        return None


def read_pairs(line: str) -> list[Pair]:
    """Label/value pairs of one printed line, in order; empty values are kept as ``""``.

    A date that stands in front of the first label (``2018年03月20日来源:和平区``) is the publication date.
    """
    spots: list[tuple[int, int, str]] = []
    for colon in _COLON.finditer(line):
        label = _label_before(line, colon.start(), spots[-1][1] if spots else 0)
        if label is not None:
            spots.append((label[0], colon.end(), label[1]))
    pairs: list[Pair] = []
    if spots:
        lead = line[: spots[0][0]]
        if _DATE.match(lead.strip()):
            pairs.append(("发布日期", lead.strip(_EDGES)))
    for position, (_, start, label_name) in enumerate(spots):
        end = spots[position + 1][0] if position + 1 < len(spots) else len(line)
        edges = _NUMBER_EDGES if label_name in {"发文字号", "索引号"} else _EDGES
        pairs.append((label_name, line[start:end].strip(edges)))
    return pairs


def _label_before(line: str, colon: int, since: int) -> tuple[int, str] | None:
    """The longest label that ends at ``colon``, with its start; blanks inside are skipped."""
    letters = ""
    best: tuple[int, str] | None = None
    for position in range(colon - 1, since - 1, -1):
        character = line[position]
        if character.isspace():
            continue
        letters = character + letters
        if len(letters) > _LONGEST:
            break
        if letters in LABELS:
            best = (position, LABELS[letters])
    return best


def read_block(lines: Sequence[str], *, stamps: bool = True) -> list[Pair]:
    """Pairs from the texts of a block's elements in order.

    A piece may hold label and value, or the label alone with its value in the next piece
    (``<td>索引号</td><td>…</td>``), or a row of these with tabs or bars between. Without a labelled date the last
    that stands alone is the publication date, unless ``stamps`` is False. A piece that is nothing but a date in any
    spelling is the publication date where the source follows it at once
    (``<span>2018年03月20日</span><span>来源:和平区</span>``); alone it may be today's.
    """
    pairs, pieces = _take_rows(lines)
    waiting: str | None = None
    for piece, following in pairwise([*pieces, ""]):
        if waiting is None and len(piece) <= _USUAL and _is_silent(piece):
            continue
        if waiting is not None:
            has_pairs = _has_pairs(piece)
            pairs.append((waiting, "" if has_pairs else piece.strip(_NUMBER_EDGES).lstrip(":： ")))
            waiting = None
            if not has_pairs:
                continue
        bare = bare_label(piece)
        if bare is not None:
            waiting = bare
            continue
        if _DATE.fullmatch(piece.strip()) and _begins_with_source(following):
            pairs.append(("发布日期", piece.strip()))
            continue
        found = read_pairs(piece) if _COLON.search(piece) else []
        if not found and len(piece) <= 80 and (pair := _without_colon(piece)):
            found = [pair]
        if found and not found[-1][1]:
            waiting = found[-1][0]
            found = found[:-1]
        pairs.extend(found)
    if waiting is not None:
        pairs.append((waiting, ""))
    if stamps and not any(label == "发布日期" and value for label, value in pairs):
        pairs.extend(("发布日期", piece.strip()) for piece in pieces[::-1] if _is_stamp(piece.strip()))
    return pairs


def _has_pairs(piece: str) -> bool:
    return bare_label(piece) is not None or bool(read_pairs(piece)) or _without_colon(piece) is not None


def _begins_with_source(piece: str) -> bool:
    return [label for label, _ in read_pairs(piece)][:1] == ["来源"]


def _take_rows(lines: Sequence[str]) -> tuple[list[Pair], list[str]]:
    """The pairs of rows of labels with a row of values below each, and the pieces of all other lines."""
    pairs: list[Pair] = []
    pieces: list[str] = []
    above = ""
    for line, below in pairwise([*lines, ""]):
        if above and is_value_row(above, line):
            pairs.extend(_column_pairs(above, line))
            above = ""
        elif is_value_row(line, below):
            above = line
        else:
            pieces.extend(_cells(line))
    return [*pairs, *_take_columns(pieces)], pieces


def _take_columns(pieces: list[str]) -> list[Pair]:
    """Take labels one below another out of ``pieces`` with their values below them in the same order."""
    spot = _column(pieces)
    if spot is None:
        return []
    at, count = spot
    labels, values = pieces[at : at + count], pieces[at + count : at + 2 * count]
    del pieces[at : at + 2 * count]
    return [(bare_label(label) or "", value.strip(_NUMBER_EDGES)) for label, value in zip(labels, values, strict=True)]


def _column(pieces: Sequence[str]) -> tuple[int, int] | None:
    """Where labels stand one below another, and how many, whose values stand below them in the same order, which the
    values of dates and numbers prove."""
    at = 0
    while at < len(pieces):
        count = 0
        while at + count < len(pieces) and bare_label(pieces[at + count]) is not None:
            count += 1
        if count >= 2 and _fit(pieces[at : at + count], pieces[at + count : at + 2 * count]):
            return at, count
        at += count + 1
    return None


def value_lines(lines: Sequence[str]) -> frozenset[int]:
    """The indexes of lines that hold the values of labels in a row above, or of labels one below another."""
    rows = {i for i in range(1, len(lines)) if is_value_row(lines[i - 1], lines[i])}
    if spot := _column(lines):
        rows.update(range(spot[0] + spot[1], spot[0] + 2 * spot[1]))
    return frozenset(rows)


def pairs_of_table(text: str) -> list[Pair] | None:
    """The pairs of a table that holds labels and values and nothing else, given as its cells joined by tab and newline;
    None for any other table."""
    if len(text) > _LARGEST_TABLE:
        return None
    rows = [row for row in text.split("\n") if row.strip()]
    if not rows or not any(bare_label(cell) or _COLON.search(cell) for cell in rows[0].split("\t")):
        return None
    pairs = read_block(rows)
    proved = len(rows) == 2 and is_value_row(rows[0], rows[1])
    return pairs if proved or len({label for label, _ in pairs}) >= 3 else None


def is_value_row(above: str, line: str) -> bool:
    """Whether ``line`` holds the values of the row of labels ``above`` (索引号 | 公开方式 | 发布机构), cell by cell."""
    labels, values = _row(above), _row(line)
    if len(labels) < 2 or len(values) != len(labels) or sum(bare_label(label) is not None for label in labels) < 2:
        return False
    # A label that we do not know is short, and no number.
    if all(bare_label(label) is not None for label in labels):
        return _fit(labels, values, proved=True)
    known = all(
        bare_label(label) is not None or (2 <= len(label) <= 8 and not _HAS_DIGIT.search(label)) for label in labels
    )
    return known and _fit(labels, values)


def _fit(labels: Sequence[str], values: Sequence[str], *, proved: bool = False) -> bool:
    """Whether each value may be its label's, and one of them can be no other's (unless their place proves it)."""
    if len(labels) != len(values) or any(bare_label(value) is not None for value in values):
        return False
    named = zip(map(bare_label, labels), values, strict=True)
    filled = [
        (label, value) for label, value in named if label in _NUMBERED_LABELS and value.strip(_NUMBER_EDGES) != ""
    ]
    return (proved or bool(filled)) and all(is_value(label or "", value) for label, value in filled)


def _row(line: str) -> list[str]:
    """The cells of a row, empty ones too, but for those that a closing bar leaves."""
    if "\t" not in line and "|" not in line:
        return []
    return [cell.strip() for cell in line.strip().strip("|").replace("|", "\t").split("\t")]


def _column_pairs(above: str, line: str) -> list[Pair]:
    cells = zip(map(bare_label, _row(above)), _row(line), strict=True)
    return [(label, value.strip(_NUMBER_EDGES)) for label, value in cells if label is not None]


_HAS_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=1 << 12)
def _is_silent(piece: str) -> bool:
    """Whether a piece is neither a label nor a value nor a date: the words of a menu, the same on all pages of a
    portal."""
    marked = bare_label(piece) is not None or _COLON.search(piece) is not None or _without_colon(piece) is not None
    return not marked and _DATE.fullmatch(piece.strip()) is None


def _cells(line: str) -> list[str]:
    """The cells of a row that somebody took out of a table, or the line itself."""
    if "\t" not in line and "|" not in line:
        return [line]
    return [cell for part in line.replace("|", "\t").split("\t") if (cell := part.strip())]


def bare_label(piece: str) -> str | None:
    """The label that ``piece`` is, with nothing beside it."""
    return None if len(piece) > 24 else _bare_label(piece)


@lru_cache(maxsize=1 << 12)
def _bare_label(piece: str) -> str | None:
    label = SPACE.sub("", piece).strip(_BULLETS).rstrip(":：")
    return LABELS.get(label) if len(label) >= 2 else None


@lru_cache(maxsize=1 << 12)
def _without_colon(line: str) -> Pair | None:
    """A label and a value that nothing parts (文号青政办〔2021〕3号); the pieces of a portal's menus, asked again on
    each of its pages, are none."""
    letters = ""
    found: Pair | None = None
    for position, character in enumerate(line[: 2 * _LONGEST]):
        if character.isspace():
            continue
        letters += character
        if len(letters) > _LONGEST:
            break
        label = LABELS.get(letters)
        value = line[position + 1 :].strip(_NUMBER_EDGES)
        if label in _NUMBERED_LABELS and value and is_value(label, value) and value[0] not in ":：":
            found = (label, value)
    return found


def is_value(label: str, line: str) -> bool:
    """Whether ``line`` may be the value of ``label`` printed in the line above."""
    text = line.strip()
    if label in {"发布日期", "发文日期", "成文日期", "生成日期", "更新日期"}:
        return _DATE.match(text) is not None
    if label == "索引号":
        return len(text) <= 60 and any(character.isdigit() for character in text) and " " not in text
    if label == "发文字号":
        return len(text) <= 40 and text.endswith("号")
    return label not in {"字体", "浏览次数", "编辑"} and len(text) <= 30 and not text.endswith(("：", ":"))


def first_values(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """One pair for each label: the first that has a value, else the empty one."""
    values: dict[str, str] = {}
    for label, value in pairs:
        if not values.get(label):
            values[label] = value
    return tuple(values.items())


# A date alone, in a clock's spelling, is the page's; 2021年1月20日 alone may be the report's own.
_CLOCK = (
    r"20\d\d(?:[./-]\d{1,2}[./-]\d{1,2}|年[01]\d月[0-3]\d日)"
    r"(?:[\sT]*\d{1,2}[:：时]\d{2}(?:[:：分](?:\d{2}(?:\.\d+)?秒?)?)?)?"
)
_STAMP = re.compile(
    r"^[\[(（【]?\s*(?:(?:信息)?(?:发布|发表|公开|更新|上传|发稿)(?:于|时间|日期)?\s*[:：]?\s*|(?:时间|日期)\s*)?"
    rf"{_CLOCK}\s*[\])）】]?$"
)
# With a name beside it: 「区司法局 2023-01-18」, 「2023-01-18 区司法局」.
_SIGNED_STAMP = re.compile(rf"^(?:[^\s\d]{{2,20}}[\s|·丨/]+{_CLOCK}|{_CLOCK}[\s|·丨/]*[^\s\d:：]{{2,20}})$")
_BYLINE = re.compile(
    r"^\S{0,20}?\s*(?:19|20)\d\d[年./-]\d{1,2}[月./-]\d{1,2}日?(?:\s+\d{1,2}[:时]\d{2}(?:[:分](?:\d{2}秒?)?)?)?$"
)


def _is_stamp(piece: str) -> bool:
    return len(piece) <= 50 and (_STAMP.match(piece) or _SIGNED_STAMP.match(piece)) is not None


def is_metadata_line(line: str) -> bool:
    """Whether a line above a text is nothing but metadata: labels with values, or a date with a name."""
    if "\t" in line or "|" in line:
        cells = _cells(line)
        return 0 < len(cells) <= 12 and len(line) <= 300 and is_metadata_line(cells[0]) and "。" not in line
    text = line.strip(_EDGES)
    if len(text) > 300 or "。" in text:
        return False
    if _is_stamp(line.strip()) or (bare_label(text) is not None and not text.isascii()):
        return True
    # A date in brackets under the title is the report's own.
    if len(text) <= 45 and _BYLINE.match(text) and not line.strip().startswith(("(", "（")):
        return True
    spots = read_pairs(text)
    if not spots:
        return len(text) <= 80 and _without_colon(text) is not None
    mark = _COLON.search(text)
    colon = mark.start() if mark else 0
    lead = SPACE.sub("", text[:colon]).strip(_BULLETS)
    return lead in LABELS or bool(_DATE.match(lead)) or len(spots) > 1
