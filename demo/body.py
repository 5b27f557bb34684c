"""The body of a report as parts in reading order, the same whatever carries it: a page, a document, a PDF."""

from collections.abc import Iterator
from dataclasses import dataclass

from demo.model import Report
from demo.prose import introduction, sections, signature
from demo.sheets import Sheet, sheets_of


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a numbered part."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``place`` is ``right`` for the signature, ``left`` for lines without indent."""

    text: str
    place: str = "indent"


Part = Heading | Paragraph | Sheet


def body_of(report: Report, seed: int) -> Iterator[Part]:
    """The report from its first paragraph to its last line, without the title."""
    if report.document_number:
        yield Paragraph(report.document_number, "left")
    yield Paragraph(introduction(report))
    for section in sections(report, seed):
        yield Heading(section.heading)
        yield from (Paragraph(text) for text in section.paragraphs)
        if section.table:
            for sheet in sheets_of(report, section.table):
                if sheet.title:
                    yield Paragraph(f"附表：{sheet.title}" if section.table == "local" else sheet.title, "left")
                yield sheet
        yield from (Paragraph(text) for text in section.after)
    yield from (Paragraph(text, "right") for text in signature(report))
    yield Paragraph("（此件主动公开）", "left")
