"""One document, with its attachments, to an ``Extraction``: the one path of crawl, rebuild, command line and tests."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.errors import DocumentError, ToolMissingError
from archive.extract.checks import run_checks
from archive.extract.classify import classify
from archive.extract.identify import Identity, identify
from archive.extract.prose import read_prose
from archive.extract.sections import split_sections
from archive.extract.tables import TablesRead, read_figures
from archive.model import Document, Extraction, Figure, Issue, Link, Page, Report, Section
from archive.text import read_page
from archive.text.flow import is_attachment

# Pages whose text was recognised from an image: a number of theirs is ``ocr`` until the sums confirm it.
_RECOGNISED = frozenset({"image", "pdf-scan"})


@dataclass(frozen=True, slots=True)
class _Read:
    """One document read: its page, its tables, and what it is called."""

    document: Document
    page: Page
    tables: TablesRead

    @property
    def values(self) -> int:
        return sum(figure.value is not None for figure in self.tables.figures)


def extract(document: Document, attachments: Sequence[Document] = ()) -> Extraction:
    """What ``document`` says; never raises for bad input, which becomes an issue.

    ``attachments`` are the files that its page links. An article that only links its report is one report, read from
    the attachment; where page and attachment both hold tables, the page's figures stand and every figure on which the
    attachment differs is named in an issue.
    """
    issues: list[Issue] = []
    main = _read(document, issues, "page")
    if main is None:
        return _nothing(issues)
    files = [read for read in (_read(file, issues, "attachment") for file in attachments) if read is not None]
    source = _source(main, files)
    identity = identify(main.page, document)
    sections = _sections(source, identity)
    own = split_sections(main.page.blocks, main.tables.table_spans)
    links = tuple(link for link in main.page.links if is_attachment(link))
    verdict = classify(
        main.page, identity.title, identity.report_year, own or sections, source.tables.figures, len(links) + len(files)
    )
    if source is not main and not verdict.is_report:
        beside = identify(source.page, source.document)
        verdict = classify(source.page, beside.title, beside.report_year, sections, source.tables.figures, 0)
        identity = _merged(beside, identity)
    elif source is not main:
        identity = _merged(identity, identify(source.page, source.document))
    issues.extend((*main.page.issues, *(issue for file in files for issue in file.page.issues)))
    if not verdict.is_report:
        issues.append(Issue("classify", "not_a_report", "; ".join(verdict.reasons)))
        return _extraction(main, source, None, (), (), issues, links)
    issues.extend((*identity.issues, *source.tables.issues, *_missing(source, identity, links, files)))
    issues.extend(_disagreements(source, [main, *files]))
    figures = source.tables.figures
    form = source.tables.form or "narrative"
    report = Report(
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
        evidence=identity.evidence,
    )
    return _extraction(main, source, report, sections, figures, issues, links)


def _read(document: Document, issues: list[Issue], stage: str) -> _Read | None:
    try:
        page = read_page(document)
    except (DocumentError, ToolMissingError) as error:
        code = "tool_missing" if isinstance(error, ToolMissingError) else "unreadable"
        where = document.filename or document.url or "document"
        issues.append(Issue("decode" if stage == "page" else stage, code, f"{where}: {error}"))
        return None
    tables = read_figures(page.blocks)
    if page.format in _RECOGNISED:
        figures = tuple(replace(f, status="ocr") if f.status == "printed" else f for f in tables.figures)
        tables = replace(tables, figures=figures)
    return _Read(document, page, tables)


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
        organ=place.organ,
        adcode=place.adcode,
        region=place.region,
        level=place.level,
        published_on=first.published_on or second.published_on,
        index_number=first.index_number or second.index_number,
        document_number=first.document_number or second.document_number,
        evidence=(*first.evidence, *second.evidence),
        issues=(*first.issues, *second.issues),
    )


def _missing(source: _Read, identity: Identity, links: Sequence[Link], files: Sequence[_Read]) -> list[Issue]:
    """What a report should have and this one has not."""
    issues = []
    if identity.report_year is None:
        issues.append(Issue("identify", "year_unknown", "neither title nor text names one year"))
    if identity.organ is None:
        issues.append(Issue("identify", "organ_unknown", "no title, text, breadcrumb or signature names the organ"))
    if not source.values and not files and links and _prose(source.page) < 300:
        issues.append(
            Issue("attachment", "only_attachment", f"the report is a file that is not at hand: {links[0].url}")
        )
    if not source.values and any(block.kind == "image" for block in source.page.blocks):
        image = next(block for block in source.page.blocks if block.kind == "image")
        issues.append(Issue("tables", "image_in_text", f"a table may be an image: {image.source}"))
    return issues


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


def _extraction(
    main: _Read,
    source: _Read,
    report: Report | None,
    sections: tuple[Section, ...],
    figures: tuple[Figure, ...],
    issues: Sequence[Issue],
    links: tuple[Link, ...],
) -> Extraction:
    blocks = main.page.blocks if source is main else (*main.page.blocks, *source.page.blocks)
    stated = (*figures, *read_prose(source.page.blocks)) if report is not None else ()
    return Extraction(
        report=report,
        sections=sections,
        figures=stated,
        checks=run_checks(figures) if report is not None else (),
        issues=tuple(issues),
        removed=main.page.removed if source is main else (*main.page.removed, *source.page.removed),
        text="\n".join(block.text for block in blocks if block.text.strip()),
        attachments=links,
    )


def _nothing(issues: Sequence[Issue]) -> Extraction:
    return Extraction(None, (), (), (), tuple(issues), (), "", ())
