"""Is a page an annual report on information disclosure? With the reasons for the answer.

A title alone proves little: columns of annual reports hold notices about them, self-checks, picture versions, work
summaries and letters (two non-reports in every third column, observed 2026). A report without a title in the body is
one by its sections and tables.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.extract.report.headline import BELOW_NOTICE, IN_NOTICE, presents_report
from archive.extract.report.identify import Identity
from archive.model import Figure, Page, Section
from archive.text.announced import ENOUGH_TOLD, told
from archive.text.title_grammar import never_report, title_organ
from archive.text.titles import FILE_NAME, is_report_title, other_kind, squash

_LAW = re.compile(r"政府信息公开|政务公开|信息公开")
_PROSE = 40
_ENOUGH_SECTIONS = 3
_ENOUGH_TEXT = 100
_GOVERNMENT = re.compile(r"政府信息|政务公开|政务信息")
# They disclose by laws of their own, under titles that may be worded alike.
_OTHER_LAW = re.compile(
    r"(?:学|学校|中心校|幼儿园|医院|卫生院|公司|集团|银行|厂|法院|检察院|协会|学会|商会|总会|基金会)$"
)
_HEAD, _TITLE = 5, 60
_AS_TITLE = re.compile(r"(?:报告|年报|总结|说明|汇报|通知|指南)$")
ENOUGH_FIGURES = 5
A_WHOLE_TABLE = 30


@dataclass(frozen=True, slots=True)
class Verdict:
    """``reasons`` are short clauses, those against a report where it is none."""

    is_report: bool
    reasons: tuple[str, ...]


def classify(
    page: Page, identity: Identity, sections: Sequence[Section], figures: Sequence[Figure], files: int
) -> Verdict:
    """Judge ``page`` by its title and year, what its tables state (``figures``), its ``sections``, and the number of
    ``files`` that it links or that came with it."""
    title, year = identity.title, identity.report_year
    values = sum(figure.value is not None for figure in figures)
    heads = _heads(page, identity)
    never = next((word for word in map(never_report, heads) if word), None)
    kind = never or next((kind for kind in map(other_kind, heads) if kind), None)
    canonical = {section.canonical for section in sections} - {None}
    prose = sum(len(b.text) for b in page.blocks if b.kind == "paragraph" and len(b.text) >= _PROSE and "。" in b.text)
    images = sum(block.kind == "image" for block in page.blocks)
    whole = values >= A_WHOLE_TABLE or (title is not None and len(canonical) >= _ENOUGH_SECTIONS)
    if kind is not None and (never or not whole):
        return _no_report(f"the title says {kind}")
    if values >= A_WHOLE_TABLE or (values >= ENOUGH_FIGURES and (title or year is not None)):
        return Verdict(is_report=True, reasons=(f"{values} numbers of the statutory tables",))
    links = _listed_reports(page)
    if links >= 3 and prose < 400:
        return _no_report(f"a list: {links} titles of reports and {prose} characters of text")
    if title is None:
        return _untitled(page, year, canonical, values, prose)
    missed = _of_another_law(page, identity) or _notice_alone(identity, len(canonical), files)
    if missed:
        return _no_report(f"{missed}: {title}")
    own = told("\n".join(block.text for block in page.blocks if block.kind == "paragraph"))
    if own < ENOUGH_TOLD:
        prose = 0  # an announcement, however long, is no text of a report
    return _by_title(title, year, len(canonical), prose, files, images)


def _heads(page: Page, identity: Identity) -> list[str]:
    """The titles that may say what a page is. Where it has a report's, its <title> may still carry the name of a column
    (通知公告), and the notice that presents the report its own."""
    title = identity.title
    heads = [text for text, source in page.titles if title is None or source != "title"]
    if identity.title_source in {BELOW_NOTICE, IN_NOTICE}:
        heads = [text for text in heads if not presents_report(text)]
    return [*heads[:4], *(_printed_heads(page) if title is None else ())]


def _of_another_law(page: Page, identity: Identity) -> str | None:
    text = sum(len(block.text) for block in page.blocks)
    if text < _ENOUGH_TEXT or not _OTHER_LAW.search(identity.organ or "") or _is_about_government(page):
        return None
    return f"a text of {text} characters that never speaks of 政府信息"


def _notice_alone(identity: Identity, canonical: int, files: int) -> str | None:
    if identity.title_source != IN_NOTICE or canonical >= _ENOUGH_SECTIONS or files:
        return None
    return "a notice that publishes a report, and no report below it"


def _no_report(reason: str) -> Verdict:
    return Verdict(is_report=False, reasons=(reason,))


def _untitled(page: Page, year: int | None, canonical: Collection[str | None], values: int, prose: int) -> Verdict:
    """A text without a report's title is one by its sections."""
    named = [text for text, _ in page.titles]
    about = sum(len(_LAW.findall(block.text)) for block in page.blocks if block.kind == "paragraph")
    if len(canonical) >= 3 and about >= 3 and _is_about_government(page) and year is not None and prose >= 300:
        return Verdict(is_report=True, reasons=(f"{len(canonical)} sections of an annual report",))
    reasons = [f"no title of a report (titles: {'; '.join(named[:2]) or 'none'})"]
    if len(canonical) < 3:
        reasons.append(f"{len(canonical)} of the report's sections")
    if not values:
        reasons.append("no number of the statutory tables")
    if year is None:
        reasons.append("no report year")
    return Verdict(is_report=False, reasons=tuple(reasons))


def _is_about_government(page: Page) -> bool:
    """Whether a page speaks of government information, or of the law on it: schools and courts disclose by others."""
    texts = (*(block.text for block in page.blocks), *(text for text, _ in page.titles))
    return any(_GOVERNMENT.search(text) for text in texts)


def _printed_heads(page: Page) -> list[str]:
    """The first lines of a text, alone and joined, that end as titles do."""
    lines = [block.text for block in page.blocks[:_HEAD] if block.kind in {"paragraph", "heading"}]
    short = [line for line in lines if len(line) <= _TITLE]
    joined = [first + second for first, second in pairwise(short)]
    return [text for text in (*short, *joined) if _AS_TITLE.search(squash(text))]


def _by_title(title: str, year: int | None, canonical: int, prose: int, files: int, images: int) -> Verdict:
    """The title is a report's: does the page hold one, or at least lead to one?"""
    if year is None and canonical < 2:
        return _no_report(f"neither the title nor the text names a year: {title}")
    # A report of two sentences is one where its title names year and organ.
    if canonical >= 2 or prose >= 300 or (prose >= _PROSE and year is not None and title_organ(title)):
        found = f"{canonical} sections, {prose} characters of text"
    elif files:
        found = f"{files} files linked"
    elif images:
        found = f"{images} images"
    else:
        return _no_report(f"the title of a report, or its announcement, without text, table or file: {title}")
    return Verdict(is_report=True, reasons=("the title of a report", found))


def _listed_reports(page: Page) -> int:
    """How many different lines or links are titles of reports."""
    texts = [*(block.text for block in page.blocks), *(link.text for link in page.links)]
    return len({FILE_NAME.sub("", squash(text)) for text in texts if len(text) <= 80 and is_report_title(text)})
