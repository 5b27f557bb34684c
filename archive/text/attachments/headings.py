"""Which lines of a document are headings, and which of its first lines its title, told by their words."""

import re
from collections.abc import Sequence
from typing import Final

_HEADING: Final = re.compile(r"^(?:[一二三四五六七八九十]+\s*[、.．]|第[一二三四五六七八九十]+(?:部分|章)\s*)\s*\S")
# Rows of the statutory forms that look like headings where a table lost its grid.
_FORM_ROW: Final = re.compile(r"本年新收|上年结转|年度办理结果|结转下")
_SENTENCE_END: Final = "。；：！？;!?，,"
_NAMES_REPORT: Final = ("年度报告", "年报", "报告")
MAX_HEADING: Final = 50  # characters


def is_heading(text: str) -> bool:
    """A short line with a first-level ordinal that is neither a sentence nor a row of a form."""
    text = text.strip()
    return bool(
        len(text) <= MAX_HEADING
        and _HEADING.match(text)
        and text[-1] not in _SENTENCE_END
        and not _FORM_ROW.search(text)
    )


def starts_with_ordinal(text: str) -> bool:
    """Whether the line opens with a first-level ordinal, whatever its length."""
    return bool(_HEADING.match(text))


def report_rank(text: str) -> int:
    """0 for a line that names an annual report, larger for one that says less of it."""
    return next((i for i, word in enumerate(_NAMES_REPORT) if word in text), len(_NAMES_REPORT))


def title_of_lines(lines: Sequence[str]) -> list[str]:
    """Title candidates of the lines set apart at a document's head, best first.

    A title broken over lines is joined: the lines up to the first that names a report, and then that line
    alone; the rest follow as they stand.
    """
    texts = [text for text in ("".join(line.split()) for line in lines) if text]
    named = next((i for i, text in enumerate(texts) if report_rank(text) < len(_NAMES_REPORT)), None)
    candidates = texts
    if named is not None:
        first = named
        while first > 0 and named - first < 2 and _goes_on(texts[first - 1]):
            first -= 1
        candidates = ["".join(texts[first : named + 1]), texts[named], *texts]
    return list(dict.fromkeys(candidates))


def _goes_on(text: str) -> bool:
    """Whether a line may be the first half of a title: an organ's name, no number, brackets or file mark."""
    return len(text) <= 40 and not re.search(r"[〔〕\[\]（）()：:]|号$|文件$|\d", text)
