"""Which of the texts on a page is the report's title.

Candidates are what the reader of the format found, then what stands in the text itself: a title over several lines, one
that the text runs on from in the same line, and one below the notice that presents the report.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.model import Block, Page
from archive.text.title_grammar import judge_title, names_column
from archive.text.titles import (
    find_title,
    glued_heads,
    is_report_title,
    other_kind,
    squash,
    title_points,
)

# Where a title that stands in the text was found.
FIRST_LINES = "first lines"
BELOW_NOTICE = "below a notice"
IN_NOTICE = "title of a notice"
# Sources of titles that stand around the text, not in it.
_OF_THE_PAGE = frozenset({"page title", "h1", "meta ArticleTitle", "title"})
_HEAD = 16
_LINE = 60
_NUMBERED = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}[、.．]|目\s*[录次]\s*$)")
_ENDS_AS_REPORT = re.compile(r"(?:报告|年报)\W*$")
# A notice that carries a report, not one that asks for reports.
_PRESENTS = re.compile(r"关于(?:公布|发布|公开|印发|报送|上报|呈报|呈送|下发)|^(?:公布|发布|印发|报送)")
_PRESENTED_TITLE = re.compile(
    r"(?:公布|发布|公开|印发|报送|上报|呈报|呈送|下发)[《“]?(.{6,50}?(?:报告|年报))[》”]?(?:的(?:通知|公告|通告|函|报告|请示))?$"
)
_ASKS = re.compile(r"格式|模板|范本|样本|样表|编制|填报|撰写|要求|办法|规定|方案|制度|要点|目录|指南")
_PRESENTED = re.compile(r"(?:予以|现将.{4,60}|特此|向社会)(?:公布|公开|发布|印发)|(?:印发|报送|公布)(?:给你们|如下)")
_ADDRESSED = re.compile(r"^[^。]{2,60}(?:单位|政府|部门|村委会|机关|局|办|委员会)[^。]{0,20}[:：]$")


@dataclass(frozen=True, slots=True)
class Headline:
    """The title with where it was found."""

    text: str
    source: str


def choose_headline(page: Page) -> Headline | None:
    """The candidate that names year and organ, else year, else organ.

    A title that names neither (政府信息公开年报) may be the column's: it counts only as a heading of the text, where no
    other candidate says that the page is of another kind. One without the subject (2022年年报) counts last, and only
    on a page of a column of reports.
    """
    best: tuple[int, Headline] | None = None
    other = any(other_kind(text) for text, _ in page.titles)
    in_column = _in_report_column(page)
    for found in _candidates(page):
        points = _points(found.text, in_column=in_column)
        if points is None:
            continue
        if points == 0 and (other or (found.source in _OF_THE_PAGE and not _is_the_articles(found.text, page))):
            continue
        if best is None or points > best[0]:
            best = points, found
    return best[1] if best else None


def presents_report(title: str) -> bool:
    """Whether a title is that of a notice which carries a report (关于公布…年度报告的通知), none that asks for them."""
    line = squash(title)
    return _PRESENTS.search(line) is not None and not _ASKS.search(line) and not is_report_title(line)


def presented_title(title: str) -> str | None:
    """The report's title in that of a notice which carries it (关于公布云岭县2021年政府信息公开年度报告的通知)."""
    found = _PRESENTED_TITLE.search(squash(title)) if presents_report(title) else None
    return found[1] if found and is_report_title(found[1]) else None


def _candidates(page: Page) -> Iterator[Headline]:
    lines = [block.text for block in page.blocks if block.kind in {"paragraph", "heading"}]
    if title := _below_notice(page, lines):
        yield Headline(title, BELOW_NOTICE)
    if page.format not in {"html", "text"} and (title := _over_lines(_head(page.blocks))):
        yield Headline(title, FIRST_LINES)
    for text, source in page.titles:
        yield Headline(text, source)
    for at, line in enumerate(lines[:4]):
        for head in glued_heads(line):
            if (title := _over_lines([*_short(lines[:at]), head])) and title.endswith(head):
                yield Headline(title, FIRST_LINES)
    for text in (*(text for text, _ in page.titles), *lines[:4]):
        if title := presented_title(text):
            yield Headline(title, IN_NOTICE)


def _head(blocks: Sequence[Block]) -> list[str]:
    """The short lines that a document of its own (PDF, DOCX) begins with: its title, or its cover."""
    lines: list[str] = []
    for block in blocks[:_HEAD]:
        if block.kind == "table" or len(block.text) > _LINE or _NUMBERED.match(block.text):
            break
        lines.append(block.text)
    return lines


def _short(lines: Sequence[str]) -> list[str]:
    """``lines`` with those too long for a title left empty."""
    return ["" if len(line) > _LINE else line for line in lines]


def _over_lines(lines: Sequence[str]) -> str | None:
    span = find_title(lines)
    return "".join(line.strip() for line in lines[span[0] : span[1]]) if span else None


def _below_notice(page: Page, lines: Sequence[str]) -> str | None:
    """The title of the report that stands below a notice which presents it."""
    start = _notice_end(page, lines)
    if start is None:
        return None
    end = next((i for i in range(start, len(lines)) if _NUMBERED.match(lines[i])), len(lines))
    title = _over_lines(_short(lines[start : min(end, start + 2 * _HEAD)]))
    return title if title is not None and title_points(title) else None


def _notice_end(page: Page, lines: Sequence[str]) -> int | None:
    """Where the text of a notice may end at the head of ``lines``: below its title, or below the sentence with which it
    presents the report to those whom it addresses; None where there is no such notice."""
    head = lines[:_HEAD]
    titles = [i for i, line in enumerate(head[:4]) if presents_report(line)]
    if titles:
        return titles[-1] + 1
    if any(presents_report(text) for text, _ in page.titles):
        return 0
    if not any(_ADDRESSED.match(squash(line)) for line in head):
        return None
    said = [i for i, line in enumerate(head) if _PRESENTED.search(squash(line))]
    return said[-1] + 1 if said else None


def _points(text: str, *, in_column: bool) -> int | None:
    """How much a title says of year and organ; None for one that names no report."""
    points = title_points(text)
    if points is not None:
        return points
    judged = judge_title(text, in_column=True)
    bare = in_column and judged.kind == "report" and judged.year is not None and _ENDS_AS_REPORT.search(text)
    return 1 if bare else None


def _in_report_column(page: Page) -> bool:
    """Whether path or meta tags of a page say that it stands in a column of annual disclosure reports."""
    said = [value for label, value in page.meta if label.lower() in {"columnname", "columntype"}]
    return any(map(names_column, (*page.breadcrumb, *said)))


def _is_the_articles(title: str, page: Page) -> bool:
    """Whether a title without year and organ is the article's and not its column's."""
    name = squash(title)
    columns = {squash(value) for label, value in page.meta if label.lower() == "columnname"}
    if name in columns or name in map(squash, page.breadcrumb):
        return False
    own = [value for label, value in page.meta if label.lower() == "articletitle"]
    own.extend(value for label, value in page.metadata_block if label == "标题")
    return name.endswith("报告") or name in map(squash, own)
