"""The values of the demo: organs, reports with their truth, portals, and the world they make up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from demo.forms import FormName, Number

Level = Literal["province", "city", "county", "department", "township"]
Carrier = Literal["page", "docx", "xlsx", "pdf"]
Style = Literal["clean", "word", "broken"]
DistractionKind = Literal["notice", "self_check", "picture", "summary", "guide"]


@dataclass(frozen=True, slots=True)
class Organ:
    """Whom a report is about. ``name`` is the full name, ``short`` what titles print, ``aliases`` other names that
    are right as well; ``code`` its part of a URL; ``size`` about how many requests it gets in a year."""

    name: str
    short: str
    aliases: tuple[str, ...]
    adcode: str
    level: Level
    code: str
    size: int
    early_form: FormName

    @property
    def ourselves(self) -> str:
        """How the prose speaks of the organ and its area (我省, 我市, 我区, 我县, 我局)."""
        if self.level == "department":
            return "我局" if self.name.endswith("局") else "我办"
        return "我街道" if self.short.endswith("街道") else f"我{self.short[-1]}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a report: its value (None for a cell left blank), what the page prints, and the printed unit."""

    value: Number | None
    printed: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How a report's tables are laid out.

    ``style``: plain HTML, a Word export with nested spans, or header words broken over lines. ``items``: table 2 as one
    table or one for each item. ``labels``: row labels with spans as in the statutory form, or bare cells left empty.
    ``fourth``: table 4 as in the form, split into reviews and lawsuits, with one row or one column for each proceeding.
    ``total`` the word for the sums. ``ordinal`` what follows the number of a row. ``digits``: plain, of full width,
    grouped by thousands, with 件 inside the cell, or with ``.0`` behind. ``break_after``: data row of table 3 after
    which a page break splits the table and repeats the labels, or with ``torn`` tears the label in two.
    ``spare_columns``: empty columns at the right edge. ``nested``: each table stands in a cell of another one.
    """

    style: Style = "clean"
    items: Literal["one", "each"] = "one"
    labels: Literal["spans", "bare"] = "spans"
    fourth: Literal["form", "split", "rows", "columns"] = "form"
    total: Literal["总计", "合计"] = "总计"
    ordinal: Literal[".", "、", "．", "circled"] = "."
    digits: Literal["plain", "wide", "grouped", "unit", "point"] = "plain"
    break_after: int | None = None
    torn: bool = False
    spare_columns: int = 0
    nested: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """An identity that a report's own figures break: its name, where (the row, the column or the group), its cells."""

    identity: str
    scope: str
    cells: frozenset[str]


@dataclass(frozen=True, slots=True)
class Report:
    """One organ's report on one year, and everything that a reader should find in it.

    ``published_on`` is the day of the signature, ``shown_on`` the one the page shows: the day of the move where the
    portal was moved since. ``urls`` are the pages that carry it, then the attachment that holds it where there is one.
    ``fails`` are the sums that do not hold, on purpose.
    """

    portal: str
    organ: Organ
    year: int
    form: FormName
    title: str
    published_on: date
    shown_on: date
    index_number: str | None
    document_number: str | None
    cells: Mapping[str, Cell]
    fails: frozenset[Failure]
    layout: Layout
    carrier: Carrier
    urls: tuple[str, ...]

    @property
    def pages(self) -> tuple[str, ...]:
        """The URLs of its pages, without the attachment."""
        return self.urls if self.carrier == "page" else self.urls[:-1]

    @property
    def figures(self) -> dict[str, Number | None]:
        """Value by key; None where the cell is blank."""
        return {key: cell.value for key, cell in self.cells.items()}


@dataclass(frozen=True, slots=True)
class Distraction:
    """A page beside the reports that must not be taken for one."""

    kind: DistractionKind
    title: str
    published_on: date
    url: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PortalWorld:
    """One portal's share of the world."""

    name: str
    host: str
    organ: str
    adcode: str
    reports: tuple[Report, ...]
    distractions: tuple[Distraction, ...]


@dataclass(frozen=True, slots=True)
class World:
    """All portals, generated from ``seed``; the same seed and size give the same world. ``rows`` is the length of a
    listing page."""

    seed: int
    rows: int
    portals: tuple[PortalWorld, ...]

    @property
    def reports(self) -> tuple[Report, ...]:
        """Every report of every portal."""
        return tuple(report for portal in self.portals for report in portal.reports)
