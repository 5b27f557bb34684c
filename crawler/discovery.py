"""What a link is, from its words and its URL alone: a report, a listing of reports, or neither, and why.

Pure: no page markup is looked at, so a redesign of a portal does not silence it. Observed on some 6,000 column URLs and
160 report titles of 2008–2026: titles come without 年度, in odd order (``关于漳平市2017年政府信息公开工作的报告``), for
departments, townships and zones; a third of the items in an annual-report column are notices, self-checks, graphics
or letters.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from archive.model import LinkKind

Reason = Literal[
    "notice", "self_check", "infographic", "guide", "work_summary", "letter", "other_report", "not_about_disclosure"
]


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
    reason: Reason


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

_YEAR_DIGITS = str.maketrans("〇○零О0一二三四五六七八九", "00000123456789")
_HAN_YEAR = re.compile(r"[二2][〇○零О0][〇○零О0-9一二三四五六七八九]{2}(?=年)")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?=年度)|(?<!\d)(20\d{2})(?=年(?!\d))|(?<![\d.-])(20\d{2})(?![\d.-])")

_TOPIC = r"(?:政府|政务)?信息公开|政务公开|政府公开|(?<=年)公开|(?<=年度)公开"
_MIDDLE = (
    r"(?:工作|情况|实施|执行|贯彻|落实|推进|开展|信息|统计|《?条例》?"
    r"|年度|全年|总结|年终|20\d\d|年|的|和|及|[-—()（）、 ])*?"
)
# 总结 alone is a work summary; before 报告 (工作总结报告) it is one as well, so it is refused again below.
_REPORT = re.compile(rf"(?:{_TOPIC}){_MIDDLE}(?:年度报告|报告书|报告|年报)")
_BARE_REPORT = re.compile(r"(?:年度(?:工作)?报告|年报)")
_TAIL = re.compile(
    r"""^(?:[\s.。:：;；_-]|全文|正文|公开稿|终稿|定稿|附件\d*|附表|及附表|和?统计表|文字版|word版|pdf版|下载|new
        |20\d\d年?度?|\d{4}-\d\d-\d\d|[（(【\[][^）)】\]]*[）)】\]])*
        (?:\.\w{2,4})?\W*$""",
    re.X | re.I,
)
_COLUMN = re.compile(
    r"信息公开(?:工作)?(?:年度)?(?:工作)?(?:年报|报告)|年度报告|年报|gknb|gkndbg|gkndgzbg|ndbg|nianbao|AnnualReport",
    re.I,
)

# A list of organs rather than an organ: 各区县市, 市直部门, 乡镇（街道）…
_GROUP = re.compile(
    r"""^(?:各|全|本|省|市|州|盟|区|县|旗|镇|乡)*
        (?:区县市?|县市区|县区|区市县|市县区?|旗县区?|盟市|市州|部门|直属|直单位|直|属|单位|机构|乡镇|镇街|街镇|街道|乡镇街道|园区|开发区
          |功能区|管委会|机关|委办局|垂直|双管|级|政府|办公[厅室]|组成|派出|企事业|公共|中省|和|及|与|[、()（）/])+
        (?:(?:政府)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:年报|报告)|年报|年度报告)?$""",
    re.X,
)
_COLUMN_NAME = re.compile(
    r"^(?:历年|往年|历史|本级|上一?年度?)?(?:政府|政务)?(?:信息)?公开(?:工作)?(?:年度)?(?:工作)?(?:年报|报告)"
    r"(?:专栏|栏目|列表|汇总|公示)?$|^(?:历年|往年|历史)?(?:年报|年度报告)$"
)
_YEAR_FOLDER = re.compile(
    r"\W{0,2}20\d\d(?:年度?)?(?:各.{2,12})?(?:政府信息公开)?(?:工作)?(?:年度?报告?|年度报告)?\W{0,2}"
)

_REFUSALS: tuple[tuple[Reason, re.Pattern[str]], ...] = (
    ("infographic", re.compile(r"图解|一图|图读|图说|图文|解读|漫画|视频|动漫|音频|H5|长图|数说|速览|要点摘编", re.I)),
    ("self_check", re.compile(r"自查|自评|整改|检查(?!院)|督查情况|评估|考核|测评|核查")),
    ("guide", re.compile(r"指南|目录|申请表|流程|填报说明|模板|格式|样本")),
    ("notice", re.compile(r"通知|通告|公告|通报|提醒|培训|部署|会议|座谈|的函|批复|意见$|方案|办法|规定$|细则")),
    ("letter", re.compile(r"信箱|来信|致.{0,10}信|咨询|答复|回复|留言|投诉")),
    ("work_summary", re.compile(r"总结|要点|工作计划|安排$|汇报|述职|小结|打算")),
)
# What comes before 信息公开 and turns it into somebody else's duty, or another subject.
_FOREIGN_TOPIC = re.compile(
    r"(?:企业|环境|环评|财政|预算|决算|预决算|校务|村务|厂务|院务|警务|党务|企事业单位|上市公司|基金|药品|价格|价费|征地|招标|审计|监管|学年度?|高校)$"
)
_GRAPHIC_HEAD = re.compile(r"^\W?(?:图解|一图|图读|图说|解读|视频|长图)|[【\[（](?:图解|一图读懂|解读|视频)", re.I)
_PREFIX_NOTICE = re.compile(
    r"^关于(?:认真|切实|进一步|扎实|全面|尽快|规范|统一)*(?:做好|开展|报送|编制|编写|编撰|印发|填报|上报|加强|召开|举办|组织|督促|撰写|征集|提交|转发|公开发布|推进)"
    r"|^(?:做好|报送|编制|填报|召开|举办|转发|请)"
)
_OTHER_SUBJECT = re.compile(
    r"财务|统计年报|决算|预算|法治|依法行政|行政执法|环境|气象|质量|社会责任|纳税|企业|公司|审计|国民经济|就业|卫生健康事业|执法|信用|水资源|知识产权|安全生产|教育|工商|银行"
)


def normalise(text: str) -> str:
    """A title as it is compared: full-width forms folded, blanks, bullets and list dates removed."""
    folded = unicodedata.normalize("NFKC", text).replace("(", "（").replace(")", "）")
    joined = re.sub(r"\s+", "", folded)
    joined = re.sub(r"^[·•●■◆▪>»\-\[\]*.、]+|^\d{1,3}[.、．](?!\d)", "", joined)
    return re.sub(r"(?:[\[（]?20\d\d[-/.]\d{1,2}[-/.]\d{1,2}[\]）]?)$", "", joined)


def title_year(title: str) -> int | None:
    """The report year that a title names (``2019年度``, ``二〇一九年``, ``2019``); a 年度 wins over a plain year."""
    text = _HAN_YEAR.sub(lambda match: match[0].translate(_YEAR_DIGITS), normalise(title))
    found = [(match.lastindex, int(match[match.lastindex or 0])) for match in _YEAR.finditer(text)]
    return min(found, key=lambda item: item[0] or 0)[1] if found else None


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
    if title and (not text or longer or (_REPORT.search(title) and not _REPORT.search(text))):
        return title
    return text


def in_report_column(anchor: Anchor) -> bool:
    """Whether the words around the link, or its URL, say that this is a column of annual disclosure reports."""
    return any(_COLUMN.search(words) for words in (*anchor.context, urlsplit(anchor.url).path))


def classify(anchor: Anchor) -> Decision:
    """What a link leads to. The year comes from the title, else from the nearest context that names one."""
    title = best_title(anchor)
    year = title_year(title)
    here = in_report_column(anchor)
    file = is_file(anchor.url, anchor.text)
    article = file or is_article(anchor.url)
    if not article and (here or "公开" in title) and _is_listing(title, here=here):
        return ListingLink(anchor.url, title, year)
    reason = _refusal(title, in_column=here)
    if reason is not None:
        return NotAReport(reason)
    if year is None and not article:
        return ListingLink(anchor.url, title, None)
    if year is None:
        year = next((found for words in reversed(anchor.context) if (found := title_year(words))), None)
    return ReportLink(anchor.url, "attachment" if file else "report", year, title, certain=article)


def _is_listing(title: str, *, here: bool) -> bool:
    if _YEAR_FOLDER.fullmatch(title):
        return here
    if _COLUMN_NAME.match(title):
        return True
    plain = re.sub(r"^20\d\d年度?", "", title)
    return here and bool(_GROUP.match(plain))


def _refusal(title: str, *, in_column: bool) -> Reason | None:
    """Why a title names no annual report, or None where it names one."""
    if _GRAPHIC_HEAD.search(title):
        return "infographic"
    match = _REPORT.search(title)
    if match is None:
        return _refusal_without_topic(title, in_column=in_column)
    before, core, after = title[: match.start()], match[0], title[match.end() :]
    reason: Reason | None = None
    if _FOREIGN_TOPIC.search(before):
        reason = "not_about_disclosure"
    elif _PREFIX_NOTICE.search(before):
        reason = "notice"
    elif "总结" in core:
        reason = "work_summary"
    else:
        reason = _first_refusal(after) or (None if _TAIL.match(after) else "other_report")
    return reason


def _refusal_without_topic(title: str, *, in_column: bool) -> Reason | None:
    reason = _first_refusal(title)
    if reason is not None:
        return reason
    bare = _BARE_REPORT.search(title)
    if bare is not None and in_column and not _OTHER_SUBJECT.search(title) and _TAIL.match(title[bare.end() :]):
        return None
    return "other_report" if re.search(r"报告|年报", title) else "not_about_disclosure"


def _first_refusal(words: str) -> Reason | None:
    return next((reason for reason, pattern in _REFUSALS if pattern.search(words)), None)
