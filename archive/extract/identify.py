"""Who reports on which year: fields of a report with the evidence for each.

Order of trust: the title, the stated period and text, the breadcrumb, the signature, the page's metadata block and meta
tags (a 发布机构 is often only the uploader), the anchor text that led to the page. Never the URL, and never a
publication date for the year: both are often those of a migration (observed on 沈阳, 麦积 and Hebei sites, 2026).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from archive.divisions import Place, by_adcode
from archive.extract.headline import BELOW_NOTICE, choose_headline
from archive.extract.organs import full_name
from archive.extract.reporters import reporters
from archive.model import Document, Evidence, Issue, Page, Region
from archive.text.metadata import read_date
from archive.text.titles import squash, year_in_title

_PERIOD = re.compile(
    r"(?:自|从|为|即|是|:|期限|时限|日期)?(20[0-3]\d)[年./-]0?1[月./-]0?1(?!\d)日?.{0,5}?(?:至|到|起|—|-|－|~|～).{0,8}?"
    r"(20[0-3]\d)?[年./-]?12[月./-]31(?!\d)"
)
_YEAR_SAID = re.compile(r"(?<![〔\[（(\d])(20[0-3]\d)年(?!\d{1,2}月|月)")
_REPORTED = re.compile(
    r"(20[0-3]\d)年(?:度)?[^，。；;\d]{0,16}?(?:信息公开|政务公开)(?:工作)?的?(?:有关|相关)?(?:年度)?(?:情况|报告|年报)"
)
_HEREBY = re.compile(
    r"现[将就](20[0-3]\d)年(?:度)?[^，。；;\d]{0,20}?(?:情况|报告|工作)[^，。；;\d]{0,10}?(?:如下|公布|发布)"
)
_OPENS = re.compile(r"^(20[0-3]\d)年(?:度|来|以来)?[，,]", re.M)
_CITED = re.compile(r"《[^》]*》")
_DOCUMENT_NUMBER = re.compile(r"^[^\d\s:：]{1,16}[〔\[【（(]\s*(?:19|20)\d\d\s*[〕\]】）)]\s*(?:第)?\s*\d{1,5}\s*号$")
_ENDS_AS_REPORT = re.compile(r"(?:报告|年报)\W*$")
_INDEX_NUMBER = re.compile(r"(?:[A-Z]{1,8}\s)?[\w〔〕\[\]()（）][\w./\-–—〔〕\[\]()（）]*\d[\w./\-–—〔〕\[\]()（）]*")


@dataclass(frozen=True, slots=True)
class Identity:
    """The fields of a report that say whose and of when it is; ``below_notice`` says that its title stands below the
    notice which presents it."""

    report_year: int | None
    title: str | None
    below_notice: bool
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
    year = _year(title, lines, document, evidence, issues)
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
        below_notice=headline is not None and headline.source == BELOW_NOTICE,
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


def stated_period(text: str) -> int | None:
    """The year of which a text says that its figures run from 1 January to 31 December; None if not one year."""
    years = set()
    for start, end in _PERIOD.findall(squash(text)):
        years.add(int(start) if not end or start == end else 0)
    return years.pop() if len(years) == 1 and 0 not in years else None


def _year(
    title: str | None, lines: Sequence[str], document: Document, evidence: list[Evidence], issues: list[Issue]
) -> int | None:
    head = "".join(lines[:12])[:4000]
    titled = year_in_title(title) if title else None
    period = stated_period(head)
    if titled is not None:
        evidence.append(Evidence("report_year", "title", title or ""))
        if period is not None and period != titled:
            issues.append(Issue("identify", "year_disagrees", f"title says {titled}, stated period {period}"))
        return titled
    if period is not None:
        found = _PERIOD.search(squash(head))
        evidence.append(Evidence("report_year", "stated period", found[0] if found else ""))
        return period
    said = _reported_year("\n".join(lines[:12])[:1200]) or _said_year(head[:1200])
    said = said or _opening_year("\n".join(lines[:12])[:1200])
    if said is not None:
        evidence.append(Evidence("report_year", "text", said[1]))
        return said[0]
    if document.hints.anchor_text and (anchor := year_in_title(document.hints.anchor_text)):
        evidence.append(Evidence("report_year", "anchor", document.hints.anchor_text))
        return anchor
    return None


def _reported_year(text: str) -> tuple[int, str] | None:
    """The one year whose openness the opening reports (现将2021年政府信息公开工作情况报告如下)."""
    own = _CITED.sub("《》", text)
    found = [*_REPORTED.finditer(own), *_HEREBY.finditer(own)]
    return (int(found[0][1]), found[0][0]) if len({match[1] for match in found}) == 1 else None


def _opening_year(text: str) -> tuple[int, str] | None:
    """The one year that the first paragraphs begin with (2021年，我局…)."""
    found = list(_OPENS.finditer(text))
    return (int(found[0][1]), found[0][0]) if len({match[1] for match in found}) == 1 else None


def _said_year(text: str) -> tuple[int, str] | None:
    """The year that the opening speaks of: named at least twice, and more often than any other."""
    counts = Counter(int(year) for year in _YEAR_SAID.findall(text)).most_common(2)
    if not counts or counts[0][1] < 2 or (len(counts) > 1 and counts[1][1] == counts[0][1]):
        return None
    year = counts[0][0]
    spot = text.index(f"{year}年")
    return year, text[max(0, spot - 10) : spot + 20]


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
    found = next(reporters(title, lines, page, document), None)
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
