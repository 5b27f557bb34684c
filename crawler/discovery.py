"""What a link is, from its words and its URL alone: a report, a listing of reports, or neither, and why.

Pure: no page markup is looked at, so a redesign of a portal does not silence it. Whether words name a report is decided
by ``archive.text.title_grammar``, as for documents; here are the URLs (some 6,000 of columns and 160 of reports were
looked at, 2008–2026) and what the two together say.
"""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from archive.model import LinkKind
from archive.text.title_grammar import TitleJudgement, judge_title, names_column, title_year
from archive.text.title_words import Reason

__all__ = [
    "Anchor", "Decision", "ListingLink", "NotAReport", "Reason", "ReportLink", "classify", "in_report_column",
    "is_article", "is_file", "normalise", "title_year",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link as a page shows it. ``context`` are the words around it that say what column this is: the page's title,
    its breadcrumb or heading, and the texts of the links that led here."""

    url: str
    text: str
    title: str | None = None
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportLink:
    """A link to one report. ``certain`` is False where the URL does not look like an article's, so that the page may
    turn out to be a listing (``2020年政府信息公开年报`` over a folder)."""

    url: str
    kind: LinkKind
    expected_year: int | None
    title: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class ListingLink:
    """A link to a further listing: a year (``2020年``) or a group of organs (``各区县市…年度报告``)."""

    url: str
    title: str
    year: int | None


@dataclass(frozen=True, slots=True)
class NotAReport:
    """Neither; ``word`` is the one that says so, "" where nothing was found that would name a report."""

    reason: Reason
    word: str = ""


Decision = ReportLink | ListingLink | NotAReport

FILE_EXTENSIONS = ("pdf", "doc", "docx", "wps", "xls", "xlsx", "et", "ofd", "zip", "rar", "7z", "ods", "odt")
_FILE_PATH = re.compile(rf"\.({'|'.join(FILE_EXTENSIONS)})$", re.I)
_FILE_TEXT = re.compile(rf"\.({'|'.join(FILE_EXTENSIONS)})\W*$", re.I)
# VSB serves files from /system/_content/download.jsp, without an extension in the URL.
_FILE_SERVLET = re.compile(r"/download(?:file)?\.(?:jsp|do|action|aspx)$|/downloadfile$", re.I)

# How articles look over the platform families (facts of 2026: 160 report URLs, 5,742 column URLs).
_ARTICLE = re.compile(
    r"""
      /t\d{6,8}(?:_\d+)?(?:\.s?html?)?$                                # TRS; Guangxi without a date
    | /(?:info|html)/\d+/\d+\.html?$                                   # VSB; bespoke html/<column>/<id>
    | [/_](?:m?post|art|article|content|doc|c01|i\d)[_-]?[\w-]*\d[\w-]*\.s?html?$
    | /(?:[0-9a-f]{32}|[0-9a-f]{24}|\d{15,})(?:/index)?\.s?html?$      # UCAP, web-idx, Mongo and snowflake ids
    | /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.html?$
    | /(?:show|detail|content|Item|single/\d+)/[0-9a-f]+(?:\.\w+)?$
    | /\d{4}/?\d{2}-?\d{2}/[\w-]*\d+\.s?html?$                         # a date folder and an id
    | pnidpv\d+\w*\.html$
    """,
    re.X | re.I,
)
_ARTICLE_QUERY = re.compile(r"(?:^|&)(?:id|articleid|newsid|wbnewsid|infoid|fbtime)=", re.I)

# Stems of column names in URLs.
_COLUMN = re.compile(r"gknb|gkndbg|gkndgzbg|ndbg|nianbao|AnnualReport", re.I)


def normalise(text: str) -> str:
    """A title as it is compared: full-width forms folded, blanks, bullets and list dates removed."""
    folded = unicodedata.normalize("NFKC", text).replace("(", "（").replace(")", "）")
    joined = re.sub(r"\s+", "", folded)
    joined = re.sub(r"^[·•●■◆▪>»\-\[\]*.、]+|^\d{1,3}[.、．](?!\d)", "", joined)
    return re.sub(r"(?:[\[（]?20\d\d[-/.]\d{1,2}[-/.]\d{1,2}[\]）]?)$", "", joined)


def is_file(url: str, text: str) -> bool:
    """Whether a link leads to a file to download; the extension may stand in the link's text only."""
    path = unquote(urlsplit(url).path)
    return bool(_FILE_PATH.search(path) or _FILE_SERVLET.search(path) or _FILE_TEXT.search(text.strip()))


def is_article(url: str) -> bool:
    """Whether a URL has the shape of an article on some known platform."""
    parts = urlsplit(url)
    return bool(_ARTICLE.search(parts.path) or _ARTICLE_QUERY.search(parts.query))


def best_title(anchor: Anchor) -> str:
    """The fuller of the link's text and its title attribute: listings cut long texts with an ellipsis."""
    text, title = normalise(anchor.text), normalise(anchor.title or "")
    cut = text.rstrip(".…")
    longer = text != cut and title.startswith(cut)
    if title and (not text or longer or (judge_title(title).kind == "report" and judge_title(text).kind != "report")):
        return title
    return text


def in_report_column(anchor: Anchor) -> bool:
    """Whether the words around the link, or its URL, say that this is a column of annual disclosure reports."""
    path = urlsplit(anchor.url).path
    return any(map(names_column, anchor.context)) or names_column(path) or _COLUMN.search(path) is not None


def classify(anchor: Anchor) -> Decision:
    """What a link leads to. The year comes from the title, else from the nearest context that names one."""
    title = best_title(anchor)
    here = in_report_column(anchor)
    judged = judge_title(title, in_column=here)
    if judged.kind == "other":
        return NotAReport(judged.reason or "not_about_disclosure", judged.word)
    file = is_file(anchor.url, anchor.text)
    article = file or is_article(anchor.url)
    if not article and _leads_on(judged, here=here):
        return ListingLink(anchor.url, title, judged.year)
    year = judged.year
    if year is None:
        year = next((found for words in reversed(anchor.context) if (found := title_year(words))), None)
    certain = article and judged.certain and judged.kind == "report"
    return ReportLink(anchor.url, "attachment" if file else "report", year, title, certain=certain)


def _leads_on(judged: TitleJudgement, *, here: bool) -> bool:
    """Whether a folder of this title is a list: of a group, of all years, or of all organs in one."""
    return judged.kind == "listing" or judged.year is None or (here and not judged.organ)
