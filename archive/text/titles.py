"""Titles of annual reports among the lines of a document.

What a title says is decided by ``title_grammar``, for links as for documents; here are the lines: a title is often
printed over two or three of them, under navigation, behind labels, or in a window's name with the site's beside it.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from archive.text.digits import narrow, plain_years
from archive.text.title_grammar import judge_title, title_year
from archive.text.title_words import SEPARATOR

SPACE = re.compile(r"\s+")
# Spaced out and full-width forms are folded before any rule looks at a line.
_SIGNS = tuple(zip("（）：；，．〔〕［］｜", "():;,.[][]|", strict=True))
_LINE = 120

_ENDING = re.compile(r"(?:报告|年报)(?:[及和]附[表件])?(?:\([^()]{1,20}\))?$")
FILE_NAME = re.compile(r"\.(?:pdf|docx?|wps|ofd|html?)$", re.I)
# Sentences, navigation paths and lists of links.
_NO_TITLE = re.compile(
    r"^(?:标题|(?:信息|文件)?名称|(?:主题|信息|组配|体裁|公开)?(?:分类|类别|目录|栏目|形式|方式)):|:.*:"
    r"|[。;>›»|]|位置|^首页|^附[件表]"
)
_MENTIONS = re.compile(r"报告|年报")
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十\d]+\)|\d+[、.])")


def squash(text: str) -> str:
    """``text`` without any white space (NBSP too) and with the usual full-width signs folded."""
    return _squash_line(text) if len(text) <= _LINE else _fold(text)


@lru_cache(maxsize=1 << 11)
def _squash_line(line: str) -> str:
    """The rules ask for the same few lines of a page, its title above all, again and again."""
    return _fold(line)


def _fold(text: str) -> str:
    folded = "".join(text.split())
    for wide, half in _SIGNS:  # a fifth of the time of ``translate``
        folded = folded.replace(wide, half)
    return narrow(folded)


def _unquoted(line: str) -> str:
    """A title that stands in 《》 as a whole."""
    return line[1:-1] if line.startswith("《") and line.find("》") == len(line) - 1 else line


def other_kind(title: str) -> str | None:
    """The word by which a title says that it is no annual report, or None."""
    judged = judge_title(title)
    return judged.word or None if judged.kind == "other" else None


def is_report_title(title: str) -> bool:
    """Whether one line is the title of an annual report on information disclosure."""
    line = _unquoted(squash(title))
    return 4 <= len(line) <= 80 and _is_report_title(line)


@lru_cache(maxsize=1 << 11)
def _is_report_title(line: str) -> bool:
    if not _MENTIONS.search(line) or _NO_TITLE.search(line) or _NUMBERED.match(line):
        return False
    first, *behind = [part for part in SEPARATOR.split(line) if part]
    if behind and judge_title(first).kind == "report":  # a window's name
        return False
    return judge_title(line).kind == "report"


def year_in_title(title: str) -> int | None:
    """The year that a title names, in digits or in Chinese numerals; None if none or two different ones."""
    return title_year(title)


def without_site(title: str) -> str:
    """The title of a browser's window without the names of column and site that portals put around it."""
    cut = _SITE_BEHIND.sub("", title.strip())
    if is_report_title(cut):
        return cut
    parts = _SITE_AROUND.split(title.strip())
    return next((part for part in parts if is_report_title(part) and year_in_title(part)), cut)


def find_title(lines: Sequence[str]) -> tuple[int, int] | None:
    """The last title among ``lines`` as a half-open span: one line, or two to four that only together are one.

    A continued title starts with lines that end no sentence; the shortest span that holds organ or year wins,
    extended upwards while the line above is the missing organ or year.
    """
    for end in range(len(lines), 0, -1):
        last = squash(lines[end - 1])
        if last == "告" and end > 1:  # a narrow page broke off the last letter
            last = squash(lines[end - 2]) + last
        if not (_ENDING.search(_unquoted(last)) or _YEAR_ALONE.fullmatch(plain_years(last))):
            continue
        for start in range(end - 1, max(-1, end - 5), -1):
            if start < end - 1 and not _may_continue(lines[start]):
                break
            if is_report_title("".join(lines[start:end])):
                return _extend(lines, start, end), end
    return None


def _extend(lines: Sequence[str], start: int, end: int) -> int:
    """A title without an organ takes the line above where that is nothing but a name, and a year between them."""
    above = plain_years(squash(lines[start - 1])) if start > 0 else ""
    # Behind a separator the year is the last step of a breadcrumb.
    step = start > 1 and squash(lines[start - 2]).strip("->›»/") == ""
    if not step and year_in_title("".join(lines[start:end])) is None:
        if _YEAR_ALONE.fullmatch(above):
            start -= 1
        elif (
            start > 1
            and above in {"年", "年度"}
            and _YEAR_ALONE.fullmatch(plain_years(squash(lines[start - 2]) + above))
        ):
            start -= 2
    joined = plain_years(squash("".join(lines[start:end])))
    bare = _YEAR_AT_HEAD.sub("", joined).startswith(("度", "政府信息", "政务", "信息公开", "关于", "年度", "政府"))
    if bare and start > 0 and _may_continue(lines[start - 1]) and _NAME.search(squash(lines[start - 1])):
        return start - 1
    return start


_NAME = re.compile(
    r"(?:省|市|县|区|旗|州|盟|镇|乡|街道|政府|办公室|办公厅|委员会|管委会|办事处|局|厅|院|所|中心|处|委|部|办|馆|社|站|队|会|公司|"
    r"集团|大学|学院|学校|海关|台)$"
)
_YEAR_AT_HEAD = re.compile(r"^\(?20[0-3]\d年?")
_SITE_BEHIND = re.compile(r"\s*(?:[_|｜]|\s[-–—]\s|--).*$", re.S)
_SITE_AROUND = re.compile(r"\s*[_|｜—–-]+\s*")
_YEAR_ALONE = re.compile(r"\(?20[0-3]\d年?度?\)?")
_STOPPERS = re.compile(r"[。;:|>《》]|\d{4}[-./]\d|\]\d+号|字体|打印|首页|位置")


def _may_continue(line: str) -> bool:
    squashed = squash(line)
    return 0 < len(squashed) <= 40 and not _STOPPERS.search(squashed) and not _NUMBERED.match(squashed)
