"""Who reports on which year: fields of a report with the evidence for each.

Order of trust: the title, the stated period and text, the breadcrumb, the signature, the page's metadata block and meta
tags (a 发布机构 is often only the uploader), the anchor text that led to the page. Never the URL, and never a
publication date for the year: both are often those of a migration (observed on 沈阳, 麦积 and Hebei sites, 2026).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from archive.divisions import Place, by_adcode
from archive.extract.report.headline import choose_headline
from archive.extract.report.named_year import name_year
from archive.extract.report.organ_names import organ_names
from archive.extract.report.organs import full_name
from archive.model import Document, Evidence, Issue, Page, Region
from archive.text.metadata import read_date

_DOCUMENT_NUMBER = re.compile(r"^[^\d\s:：]{1,16}[〔\[【（(]\s*(?:19|20)\d\d\s*[〕\]】）)]\s*(?:第)?\s*\d{1,5}\s*号$")
_INDEX_NUMBER = re.compile(r"(?:[A-Z]{1,8}\s)?[\w〔〕\[\]()（）][\w./\-–—〔〕\[\]()（）]*\d[\w./\-–—〔〕\[\]()（）]*")


@dataclass(frozen=True, slots=True)
class Identity:
    """The fields of a report that say whose and of when it is; ``title_source`` says where its title was found."""

    report_year: int | None
    title: str | None
    title_source: str | None
    organ: str | None
    adcode: str | None
    region: Region
    level: str | None
    published_on: date | None
    index_number: str | None
    document_number: str | None
    evidence: tuple[Evidence, ...]
    issues: tuple[Issue, ...]


def identify(page: Page, document: Document) -> Identity:
    """Read the fields from ``page``; what surrounds ``document`` (hints) comes last."""
    lines = [block.text for block in page.blocks if block.kind in {"paragraph", "heading"}]
    headline = choose_headline(page)
    title = headline.text if headline else None
    evidence: list[Evidence] = []
    issues: list[Issue] = []
    if headline is not None:
        evidence.append(Evidence("title", headline.source, headline.text))
    named = name_year(title, lines, document.hints.anchor_text)
    year = named.year if named else None
    if named is not None:
        evidence.append(Evidence("report_year", named.source, named.words))
        if named.period not in {None, named.year}:
            detail = f"title says {named.year}, stated period {named.period}"
            issues.append(Issue("identify", "year_disagrees", detail))
    organ, place = _organ(title, year, lines, page, document, evidence)
    division = place.division if place else None
    if place is not None and division is None and len(place.candidates) > 1:
        codes = ", ".join(candidate.adcode for candidate in place.candidates[:8])
        issues.append(Issue("identify", "ambiguous_division", f"{organ}: {len(place.candidates)} places ({codes})"))
    region = Region()
    if division is not None:
        city = division.name if division.level == "city" else division.city
        county = division.name if division.level == "county" else None
        region = Region(division.province, city, county)
        evidence.append(Evidence("adcode", "divisions", f"{division.adcode} {division.name}"))
    return Identity(
        report_year=year,
        title=title,
        title_source=headline.source if headline else None,
        organ=organ,
        adcode=division.adcode if division else None,
        region=region,
        level=place.level if place else None,
        published_on=_published(page, evidence),
        index_number=_index_number(page, evidence),
        document_number=_document_number(page, lines, evidence),
        evidence=tuple(evidence),
        issues=tuple(issues),
    )


def _organ(
    title: str | None,
    year: int | None,
    lines: Sequence[str],
    page: Page,
    document: Document,
    evidence: list[Evidence],
) -> tuple[str | None, Place | None]:
    text = "\n".join(
        (*(line for line in lines if len(line) < 2000), *page.breadcrumb, *(v for _, v in page.metadata_block))
    )
    context = _context(title, page, document)
    texts = ("".join(lines[:6])[:1500], "".join(lines[-4:])[-300:])
    found = next(organ_names(title, lines, page, document), None)
    if found is None:
        return None, None
    named = full_name(found.name, year, context, text, texts)
    evidence.append(Evidence("organ", found.source, found.words))
    return named.name, named.place


def _context(title: str | None, page: Page, document: Document) -> tuple[str, ...]:
    """Names that say where the organ sits, most trusted first; the host's and the portal's codes come last."""
    meta = [value for name, value in page.meta if name.lower() in {"sitename", "contentsource"}]
    return tuple(
        text
        for text in (
            title,
            " ".join(page.breadcrumb),
            " ".join(value for _, value in page.metadata_block),
            " ".join(meta),
            (page.site_code or "")[:6] if _is_division(page.site_code) else None,
            document.hints.portal_adcode,
        )
        if text
    )


def _is_division(site_code: str | None) -> bool:
    return site_code is not None and by_adcode(site_code[:6]) is not None


def _published(page: Page, evidence: list[Evidence]) -> date | None:
    """The date that the page displays; only without one, that of the meta tags (often the migration's)."""
    for label, value in page.metadata_block:
        if label == "发布日期" and (published := read_date(value)):
            evidence.append(Evidence("published_on", "metadata block", f"{label}: {value}"))
            return published
    # A date behind the source without a label of its own: 「来源：广西日报 2024-10-17 08:03」.
    for label, value in page.metadata_block:
        if label == "来源" and (published := read_date(value)):
            evidence.append(Evidence("published_on", "metadata block", f"{label}: {value}"))
            return published
    for label, value in page.metadata_block:
        if label in {"发文日期", "生成日期", "更新日期"} and (published := read_date(value)):
            evidence.append(Evidence("published_on", "metadata block", f"{label}: {value}"))
            return published
    for name, value in page.meta:
        if name.lower() == "pubdate" and (published := read_date(value)):
            evidence.append(Evidence("published_on", "meta", f"{name}: {value}"))
            return published
    return None


def _index_number(page: Page, evidence: list[Evidence]) -> str | None:
    for label, value in page.metadata_block:
        if label == "索引号" and (found := _INDEX_NUMBER.match(value)):
            evidence.append(Evidence("index_number", "metadata block", f"{label}: {value}"))
            return found[0]
    return None


def _document_number(page: Page, lines: Sequence[str], evidence: list[Evidence]) -> str | None:
    for label, value in page.metadata_block:
        if label == "发文字号" and re.search(r"\d.*号|[〔\[]\d{4}[〕\]]", value):
            evidence.append(Evidence("document_number", "metadata block", f"{label}: {value}"))
            return value
    for line in lines[:6]:
        if _DOCUMENT_NUMBER.match(line.strip()):
            evidence.append(Evidence("document_number", "text", line.strip()))
            return line.strip()
    return None
