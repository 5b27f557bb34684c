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
from itertools import pairwise

from archive.divisions import Place, by_adcode
from archive.extract.organs import full_name
from archive.model import Document, Evidence, Issue, Page, Region
from archive.text.metadata import read_date
from archive.text.title_grammar import judge_title, names_column, title_organ
from archive.text.title_organs import ORGAN
from archive.text.titles import find_title, is_report_title, other_kind, squash, year_in_title

_PERIOD = re.compile(
    r"(?:自|从|为|即|是|:|期限|时限|日期)?(20[0-3]\d)[年./-]0?1[月./-]0?1(?!\d)日?.{0,5}?(?:至|到|起|—|-|－|~|～).{0,8}?"
    r"(20[0-3]\d)?[年./-]?12[月./-]31(?!\d)"
)
_YEAR_SAID = re.compile(r"(?<![〔\[（(\d])(20[0-3]\d)年(?!\d{1,2}月|月)")
_OPENING = re.compile(r"(?:现将|现就|根据要求将|公布|发布|编制|制作)([^，。、；：,;:“”《》\d]{2,24}?)(?:20[0-3]\d)年")
# 「特向社会公布2011年度云岭县政府信息公开年度报告」
_OPENING_YEAR_FIRST = re.compile(
    r"(?:现将|现就|公布|发布|编制)(?:20[0-3]\d)年(?:度)?(?!度|政府信息|政务公开|信息公开)"
    r"([^，。、；：,;:“”《》\d]{3,24}?)(?:政府信息公开|政务公开|信息公开)"
)
_COMPILED_BY = re.compile(
    r"(?:本(?:年度)?报告由([^，。、；,;“”《》]{3,24}?)(?:根据|依据|按照|编制|负责)"
    r"|[，,。]由([^，。、；,;“”《》]{3,24}?)(?:负责)?(?:编制|撰写|汇总))"
)
# 「2022年，埇桥区水利局坚持…」 opens a text or a paragraph.
_SUBJECT_OF = re.compile(
    r"^(?:20[0-3]\d)年(?:度)?[，,]([^，。、；,;“”《》\d]{4,24}?)"
    r"(?=在|以|坚持|严格|认真|深入|全面|按照|根据|积极|切实|扎实|持续|贯彻|围绕|依|高度|紧|进一步)"
)
# 「雁山县信访局根据《中华人民共和国政府信息公开条例》…」
_UNDER_THE_LAW = re.compile(r"^([^，。、；,;“”《》\d]{4,24}?)(?:根据|依据|按照)《(?:中华人民共和国)?政府信息公开条例》")
_CONTACT = re.compile(r"(?:请|可)(?:直接)?(?:与|同|向)([^，。、；,;“”《》()\d]{4,24}?)(?:联系|咨询|反映)")
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
_PLACE = re.compile(r"..[省市县区旗州盟镇乡]$")
_TERRITORY = re.compile(r"[省市县区旗州盟镇乡]")
# Steps and values that name a group of organs, or one only within its own portal.
_GENERIC = re.compile(r"^(?:各|本|我|全|[省市县区乡镇州](?:直|级|属|政府|人民政府))|和|及|、|部门|单位")
_SIGNED_ON = re.compile(
    r"^(?:(?:19|20)\d\d|二[〇○零O0一二三四五六七八九]{3})年(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日$"
)


_NUMBERED_LINE = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}[、.．]|目\s*[录次]\s*$)")
# Sources of titles that stand around the text, not in it.
_OF_THE_PAGE = frozenset({"page title", "h1", "meta ArticleTitle", "title"})


@dataclass(frozen=True, slots=True)
class Identity:
    """The fields of a report that say whose and of when it is."""

    report_year: int | None
    title: str | None
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
    title = choose_title(page)
    evidence: list[Evidence] = []
    issues: list[Issue] = []
    if title is not None:
        evidence.append(Evidence("title", title[1], title[0]))
    year = _year(title[0] if title else None, lines, document, evidence, issues)
    organ, place = _organ(title[0] if title else None, year, lines, page, document, evidence)
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
        title=title[0] if title else None,
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


def choose_title(page: Page) -> tuple[str, str] | None:
    """The candidate that names year and organ, else year, else organ; with its source.

    A title that names neither (政府信息公开年报) may be the column's: it counts only as a heading of the text, where no
    other candidate says that the page is of another kind. One without the subject (2022年年报) counts last, and only
    on a page of a column of reports.
    """
    best: tuple[int, str, str] | None = None
    other = any(other_kind(text) for text, _ in page.titles)
    in_column = _in_report_column(page)
    for text, source in (*page.titles, *_title_of_first_lines(page)):
        points = _title_points(text, in_column=in_column)
        if points is None:
            continue
        if points == 0 and (other or (source in _OF_THE_PAGE and not _is_the_articles(text, page))):
            continue
        if best is None or points > best[0]:
            best = points, text, source
    return (best[1], best[2]) if best else None


def _title_points(text: str, *, in_column: bool) -> int | None:
    """How much a title says of year and organ; None for one that names no report."""
    points = 2 * (year_in_title(text) is not None) + (title_organ(text) is not None)
    if is_report_title(text):
        return 2 * points
    judged = judge_title(text, in_column=True)
    bare = in_column and judged.kind == "report" and judged.year is not None and _ENDS_AS_REPORT.search(text)
    return 2 * points - 1 if bare else None


def _in_report_column(page: Page) -> bool:
    """Whether path or meta tags of a page say that it stands in a column of annual disclosure reports."""
    said = [value for label, value in page.meta if label.lower() in {"columnname", "columntype"}]
    return any(map(names_column, (*page.breadcrumb, *said)))


def _title_of_first_lines(page: Page) -> tuple[tuple[str, str], ...]:
    """The title of a document of its own (PDF, DOCX) where it is printed over several lines or on a cover."""
    if page.format in {"html", "text"}:
        return ()
    lines: list[str] = []
    for block in page.blocks[:16]:
        if block.kind == "table" or len(block.text) > 60 or _NUMBERED_LINE.match(block.text):
            break
        lines.append(block.text)
    span = find_title(lines)
    return (("".join(line.strip() for line in lines[span[0] : span[1]]), "first lines"),) if span else ()


def _is_the_articles(title: str, page: Page) -> bool:
    """Whether a title without year and organ is the article's and not its column's."""
    name = squash(title)
    columns = {squash(value) for label, value in page.meta if label.lower() == "columnname"}
    if name in columns or name in map(squash, page.breadcrumb):
        return False
    own = [value for label, value in page.meta if label.lower() == "articletitle"]
    own.extend(value for label, value in page.metadata_block if label == "标题")
    return name.endswith("报告") or name in map(squash, own)


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
    for source, name, words in _organ_names(title, lines, page, document):
        named = full_name(name, year, context, text, texts)
        evidence.append(Evidence("organ", source, words))
        return named.name, named.place
    return None, None


def _organ_names(title: str | None, lines: Sequence[str], page: Page, document: Document) -> list[tuple[str, str, str]]:
    """Names for the organ with their source, most trusted first."""
    names: list[tuple[str, str, str]] = []
    if title and (name := title_organ(title)):
        names.append(("title", name, title))
    head = "".join(lines[:8])[:3000]
    for pattern in (_OPENING, _OPENING_YEAR_FIRST, _COMPILED_BY):
        found = pattern.search(head)
        name = squash(next(filter(None, found.groups()))) if found else ""
        if found and (ORGAN.search(name) or _PLACE.search(name)) and not name.startswith(("我", "本", "全")):
            names.append(("text", name, found[0]))
    starts = [squash(line[:60]) for line in lines[:8]]
    openings = [found for start in starts if (found := _SUBJECT_OF.match(start) or _UNDER_THE_LAW.match(start))]
    names.extend(("text", found[1], found[0]) for found in openings if _is_reporter(found[1]))
    names.extend(("breadcrumb", step, step) for step in page.breadcrumb[::-1] if _is_reporter(step))
    if signature := _signature(lines):
        names.append(("signature", signature, signature))
    contact = _CONTACT.search(squash(head))
    if contact and _is_reporter(contact[1]):
        names.append(("text", contact[1], contact[0]))
    names.extend(
        ("metadata block", squash(value), f"{label}: {value}")
        for label, value in page.metadata_block
        if label in {"发布机构", "来源"} and _is_reporter(squash(value))
    )
    anchor = document.hints.anchor_text
    if anchor and (name := title_organ(anchor)):
        names.append(("anchor", name, anchor))
    return names


def _is_reporter(name: str) -> bool:
    """Whether a step or a value is the full name of an organ (政府办公室 alone names none)."""
    if not 5 <= len(name) <= 30 or _GENERIC.search(name):
        return False
    return ORGAN.search(name) is not None and _TERRITORY.search(name) is not None


def _signature(lines: Sequence[str]) -> str | None:
    """The organ above the date at the foot of the text."""
    foot = [squash(line) for line in lines[-8:]]
    for above, line in pairwise(foot):
        if _SIGNED_ON.match(line) and 4 <= len(above) <= 30 and ORGAN.search(above):
            return above
    return None


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
