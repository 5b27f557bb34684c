"""One document, with its attachments, to an ``Extraction``: the one path of crawl, rebuild, command line and tests."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archive.errors import DocumentError, ToolMissingError
from archive.extract.checks import check_attachment, check_text, run_checks
from archive.extract.prose import read_prose
from archive.extract.recognised import mark_recognised
from archive.extract.report.classify import classify
from archive.extract.report.headline import presents_report
from archive.extract.report.identify import Identity, identify
from archive.extract.report.sections import split_sections
from archive.extract.tables import TablesRead, read_figures
from archive.forms.keys import parts_of
from archive.model import Document, Evidence, Extraction, Issue, Link, Page, Removed, Report, Section
from archive.text import read_page
from archive.text.flow import is_attachment
from archive.text.titles import other_kind

# Pages whose text was recognised from an image.
_RECOGNISED = frozenset({"image", "pdf-scan"})
# The report year of the first national form; before it, many reports were text alone.
_FIRST_NATIONAL_FORM = 2014


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """One document read: its page, its tables, and how many figures have a value."""

    document: Document
    page: Page
    tables: TablesRead
    values: int


def extract(document: Document, attachments: Sequence[Document] = ()) -> Extraction:
    """What ``document`` says; never raises for bad input, which becomes an issue.

    ``attachments`` are the files that its page links. An article that only links its report is one report, read from
    the attachment; where page and attachment both hold tables, the page's figures stand, each is checked against the
    attachment's, and the differences are an issue.
    """
    issues: list[Issue] = []
    main = _read(document, issues, "page")
    if main is None:
        return Extraction(None, (), (), (), tuple(issues), (), "", ())
    files = [read for read in (_read(file, issues, "attachment") for file in attachments) if read is not None]
    source = _source(main, files)
    identity = identify(main.page, document)
    # The tables may be in a file beside a text that stands on the page.
    told, sections = main, _sections(main, identity)
    if source is not main and len(beyond := _sections(source, identity)) > len(sections):
        told, sections = source, beyond
    links = tuple(link for link in main.page.links if is_attachment(link))
    count = len(links) + len(attachments)
    verdict = classify(main.page, identity, sections, source.tables.figures, count)
    if source is not main:
        beside = identify(source.page, source.document)
        identity = _merged(identity, beside)
        if not verdict.is_report and not _is_of_another_kind(main.page):
            verdict = classify(source.page, beside, sections, source.tables.figures, 0)
    issues.extend((*main.page.issues, *(issue for file in files for issue in file.page.issues)))
    read = list(dict.fromkeys((main, told, source)))
    if not verdict.is_report:
        issues.append(Issue("classify", "not_a_report", "; ".join(verdict.reasons)))
        return Extraction(None, (), (), (), tuple(issues), _removed(read), _text(read), links)
    others = [other for other in (main, *files) if other is not source]
    source = replace(source, tables=source.tables.of_year(identity.report_year))
    issues.extend((*identity.issues, *source.tables.issues, *_missing(source, identity, links, files)))
    if others:
        issues.extend(_disagreements(source, others))
    prose = read_prose(told.page.blocks, identity.report_year, identity.organ)
    figures = (*source.tables.figures, *prose.figures)
    return Extraction(
        report=_report(identity, source.tables.form or "narrative", prose.evidence),
        sections=sections,
        figures=figures,
        checks=(
            *run_checks(source.tables.figures),
            *check_text(figures),
            *(check for other in others for check in check_attachment(source.tables.figures, other.tables.figures)),
        ),
        issues=tuple(issues),
        removed=_removed(read),
        text=_text(dict.fromkeys((*read, *files))),
        attachments=links,
    )


def _is_of_another_kind(page: Page) -> bool:
    """Whether a page's titles say that it is no report, nor the notice with which a report is published."""
    return any(other_kind(title) and not presents_report(title) for title, _ in page.titles)


def _report(identity: Identity, form: str, evidence: Sequence[Evidence]) -> Report:
    return Report(
        report_year=identity.report_year,
        title=identity.title,
        organ=identity.organ,
        adcode=identity.adcode,
        region=identity.region,
        level=identity.level,
        form=form,
        published_on=identity.published_on,
        index_number=identity.index_number,
        document_number=identity.document_number,
        evidence=(*identity.evidence, *evidence),
    )


def _text(read: Iterable[_Read]) -> str:
    """The cleaned text, one line a block: of all that belongs to a report, for each of it is the report."""
    return "\n".join(block.text for part in read for block in part.page.blocks if block.text.strip())


def _removed(read: Sequence[_Read]) -> tuple[Removed, ...]:
    return tuple(removed for part in read for removed in part.page.removed)


def _read(document: Document, issues: list[Issue], stage: str) -> _Read | None:
    try:
        page = read_page(document)
    except (DocumentError, ToolMissingError) as error:
        code = "tool_missing" if isinstance(error, ToolMissingError) else "unreadable"
        where = document.filename or document.url or "document"
        detail = str(error).removeprefix(f"{where}: ").removeprefix("document: ")
        issues.append(Issue("decode" if stage == "page" else stage, code, f"{where}: {detail}"))
        return None
    tables = read_figures(page.blocks)
    if page.format in _RECOGNISED:
        figures, unread = mark_recognised(tables.figures)
        tables = replace(tables, figures=figures, issues=(*tables.issues, *unread))
    return _Read(document, page, tables, len([1 for figure in tables.figures if figure.value is not None]))


def _source(main: _Read, files: Sequence[_Read]) -> _Read:
    """The page itself where it holds tables or a text of its own, else the attachment that does."""
    if main.values or not files:
        return main
    best = max(files, key=lambda file: (file.values, _prose(file.page)))
    return best if best.values or _prose(best.page) > _prose(main.page) else main


def _prose(page: Page) -> int:
    return sum(len(block.text) for block in page.blocks if len(block.text) >= 40)


def _sections(read: _Read, identity: Identity) -> tuple[Section, ...]:
    old = identity.report_year is not None and identity.report_year < 2019
    return split_sections(read.page.blocks, read.tables.table_spans, before_2019=old)


def _merged(first: Identity, second: Identity) -> Identity:
    """The fields of ``first``; where it has none, those of ``second``."""
    place = first if first.organ else second
    return Identity(
        report_year=first.report_year or second.report_year,
        title=first.title or second.title,
        title_source=first.title_source if first.title else second.title_source,
        organ=place.organ,
        adcode=place.adcode,
        region=place.region,
        level=place.level,
        published_on=first.published_on or second.published_on,
        index_number=first.index_number or second.index_number,
        document_number=first.document_number or second.document_number,
        evidence=(*first.evidence, *second.evidence),
        issues=first.issues if first.organ else (*first.issues, *second.issues),
    )


def _missing(source: _Read, identity: Identity, links: Sequence[Link], files: Sequence[_Read]) -> list[Issue]:
    """What a report should have and this one has not."""
    issues = []
    if identity.report_year is None:
        issues.append(Issue("identify", "year_unknown", "neither title nor text names one year"))
    if identity.organ is None:
        issues.append(Issue("identify", "organ_unknown", "no title, text, breadcrumb or signature names the organ"))
    if not source.values:
        issues.extend(_elsewhere(source, links, files) or _no_tables(source, identity))
    return [*issues, *_no_numbers(source.tables)]


def _elsewhere(source: _Read, links: Sequence[Link], files: Sequence[_Read]) -> list[Issue]:
    """Where the tables may be that could not be read."""
    issues = []
    if not files and links and _prose(source.page) < 300:
        issues.append(
            Issue("attachment", "only_attachment", f"the report is a file that is not at hand: {links[0].url}")
        )
    if image := next((block for block in source.page.blocks if block.kind == "image"), None):
        issues.append(Issue("tables", "image_in_text", f"a table may be an image: {image.source}"))
    return issues


def _no_tables(source: _Read, identity: Identity) -> list[Issue]:
    """A report of a year with statutory tables that prints none, and does not say why."""
    if source.tables.figures or source.tables.issues or (identity.report_year or 0) < _FIRST_NATIONAL_FORM:
        return []
    return [Issue("tables", "no_tables", f"none of the tables that a report on {identity.report_year} has")]


def _no_numbers(tables: TablesRead) -> list[Issue]:
    """The tables that are printed without one number."""
    blank = Counter([parts_of(figure.key).table for figure in tables.figures if figure.status == "blank"])
    counted = {parts_of(figure.key).table for figure in tables.figures if figure.status != "blank"} if blank else ()
    return [
        Issue("tables", "no_numbers", f"table {table}: {count} cells, and no number in any of them")
        for table, count in blank.items()
        if table not in counted
    ]


def _disagreements(source: _Read, others: Sequence[_Read]) -> list[Issue]:
    """Figures that a page and its attachment state differently."""
    stated = {figure.key: figure.value for figure in source.tables.figures if figure.value is not None}
    issues = []
    for other in others:
        if other is source:
            continue
        differing = [
            f"{figure.key} {stated[figure.key]} / {figure.value}"
            for figure in other.tables.figures
            if figure.value is not None and figure.key in stated and stated[figure.key] != figure.value
        ]
        if differing:
            name = other.document.filename or other.document.url or "attachment"
            more = f" and {len(differing) - 5} more" if len(differing) > 5 else ""
            issues.append(Issue("attachment", "figures_disagree", f"{name}: {'; '.join(differing[:5])}{more}"))
    return issues
