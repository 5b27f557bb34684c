"""How promising a link is: by its words, its address, its place on the page. Pure.

Observed words and stems: ../docs/families.md, "Ways and columns". A link is a column (it should list annual reports), a
way (it should lead to columns), unknown, or nothing to follow.
"""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from crawler.discovery import ListingLink, NotAReport, ReportLink, is_article, is_file, normalise, title_year
from crawler.reading.links import Link

Tier = Literal["column", "way", "unknown", "never"]

_COLUMN_WORDS = re.compile(r"年报|年度报告|公开.{0,6}报告|公开.{0,4}年度|annual\s*report", re.I)
_OTHER_COLUMN = re.compile(
    r"财务|统计|决算|预算|法治|依法行政|环境|质量|社会责任|企业|公司|审计|经济|就业|信用|工作要点|安全|年鉴|公报|政府工作报告|述职|自查|解读|图解|公示|纳税|评估|党务|网站"
)
_COLUMN_STEM = re.compile(
    r"(?:gk|xxgk|zwgk|zfxxgk|gongkai)?_?(?:nb|ndbg|ndgzbg|gzndbg|nianbao|niandubaogao)(?=$|[^a-z])|(?:gknb|gkndbg|xxgknb|ndbg|nianbao|gkndgzbg|gkgzndbg)"
    r"|annual_?reports?|gkbg(?=$|[^a-z])",
    re.I,
)
_COLUMN_QUERY = re.compile(r"(?:^|&)type=3(?:&|$)|(?:^|&)(?:tab|frame|q)=(?:gk)?nb(?:&|$)", re.I)
_WAY_WORDS = re.compile(
    r"信息公开|政务公开|政府公开|公开平台|公开专栏|公开目录|公开专区|主动公开|公开年|^公\s*开$|信息公示|^政务$|^政府信息$|公开信息|^信息$|透明"
)
_DIRECTORY_WORDS = re.compile(
    r"(?:政府|市直|县直|区直|州直|省直|直属|组成|委办|垂管|派出)?(?:部门|机构|单位|乡镇|镇街|街镇|街道|镇办|区县|县区|县市|县（?市|旗县|园区|开发区|功能区|委办局|市州|地市|盟市|各地)"
    r"(?:信息公开|公开|网站|子站|导航|年报|平台|目录|频道|街道|（.{1,6}）)*$|站群|网站导航|部门网站|网站群|公开单位|公开机构|下属|本级政府"
)
_HIDDEN_WAY = re.compile(
    r"指南|制度|申请|规定|条例|意见箱|投诉|信箱|咨询|解读|新闻|动态|要闻|通知|公告|政策|文件|规划|预算|决算|采购|招标|人事|回应|调查|征集|标准|法规"
)
_WAY_STEM = re.compile(r"(?:^|[/_.-])(?:zf)?(?:xxgk|zwgk|gongkai|openness|xxgkml|xxgkpt|xxgkzl|public)\w*", re.I)
_ORGAN = re.compile(
    r"^[\u4e00-\u9fff（）()·]{0,20}(?:局|委|办|厅|处|队|所|站|中心|镇|乡|街道|街道办|办事处|管委会|委员会|办公室|人民政府|政府|区|县|市|州|盟|旗|新区|开发区|园区|社|馆|院|行|公司|联|会|团)$"
)
_NEVER = re.compile(
    r"登录|注册|搜索|检索|打印|收藏|设为首页|RSS|手机版|无障碍|繁體|English|关闭|返回顶部|分享|微信|微博|客户端|下载专区|隐私|免责|版权",
    re.I,
)
_NEVER_PATH = re.compile(
    r"/(?:search|login|logout|register|rss|print|calendar)\b|\.(?:css|js|png|jpe?g|gif|ico|svg|mp4|mp3|avi|apk|exe|xml|swf)$",
    re.I,
)
_GROUP = re.compile(
    r"^(?:各|全|本|市|县|区|州|省|旗|直|级|属|部门|乡镇?|镇|街道?|机关|单位|政府|及|和|、|（|）|办|所|园区|开发区|功能区|机构|组成|派出|直属|下属|20\d\d年?度?)+$"
)
_ASIDE = re.compile(r"visit|count|login|share|foot|weather|tianqi|map|search|banner|player|head(?:er)?\b|top\.", re.I)
_COUNTED = re.compile(r"(?<=[\u4e00-\u9fff])[（\[](\d{1,3})[）\]]$")
_SHORT = 30
_NEAR = 40
_TELLING = 20


@dataclass(frozen=True, slots=True)
class Lead:
    """What a link may lead to. ``score`` orders leads of one kind, higher first; ``named`` tells that words speak for
    it,
    not an address or a place alone; ``promised`` that a page without reports behind it is a loss: a column, a year of
    one, an organ; ``organ`` that it bears the name of an organ."""

    tier: Tier
    score: float
    named: bool = False
    promised: bool = False
    organ: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a link stands: on a page of a report column, in an area of disclosure, in a block of organs' names or of
    years, at the foot of the site; ``home`` that it leads to the home page of the site it stands on,
    ``below`` that its address lies in the page's own folder."""

    in_column: bool
    in_disclosure: bool
    organs: bool
    years: bool
    foot: bool
    home: bool
    below: bool


NOTHING = Lead("never", 0.0)


def rate(link: Link, decision: ReportLink | ListingLink | NotAReport, place: Place) -> Lead:
    """How promising a link is; reports themselves are not rated here."""
    words = best_words(link)
    parts = urlsplit(link.url)
    if is_file(link.url, link.text) or _NEVER_PATH.search(parts.path) or (_NEVER.search(words) and len(words) < 12):
        return NOTHING
    article = is_article(link.url)
    short = len(words) <= _SHORT
    # 往年年报 alone may be any column's; what it is shows on its page.
    refused = isinstance(decision, NotAReport) and bool(decision.word)
    cut = words.endswith(("…", "..."))
    column_words = (
        short and not refused and not cut and bool(_COLUMN_WORDS.search(words)) and not _OTHER_COLUMN.search(words)
    )
    stem = bool(_COLUMN_STEM.search(parts.path) or _COLUMN_QUERY.search(parts.query))
    organ = is_organ_name(words)
    if column_words and (isinstance(decision, ListingLink) or not article or title_year(words) is None):
        return Lead("column", 10.0 + (2.0 if stem else 0.0), named=True, promised=True)
    if place.in_column and not article and not place.foot:
        inside = None if refused else _inside(words, decision, place, organ=organ, home=parts.path in {"", "/"})
        if inside is not None:
            return inside
        if refused and place.below and short and not re.search(r"20\d\d", words):
            # 辽宁 calls the folder of its cities' reports 市政府工作报告.
            return Lead("column", 6.0)
    if stem and not article and short and not _OTHER_COLUMN.search(words):
        return Lead("column", 8.0, promised=organ, organ=organ)
    return _way(link, words, decision, place, organ=organ)


def _inside(
    words: str, decision: ReportLink | ListingLink | NotAReport, place: Place, *, organ: bool, home: bool
) -> Lead | None:
    """A link on a page of a report column: a year, a group of organs, an organ (but not to the organ's own host)."""
    if title_year(words) is not None and len(words) <= 12:
        return Lead("column", 9.0, named=True, promised=True)
    if isinstance(decision, ListingLink) or is_group(words):
        return Lead("column", 8.5, named=True, promised=True)
    if organ and place.organs and not home:
        return Lead("column", 7.0, named=True, promised=True, organ=True)
    beside = place.organs and not home and len(words) <= _SHORT and not _HIDDEN_WAY.search(words)
    if beside or (place.below and len(words) <= _SHORT):
        # An entry among organs leads to some of them, whatever it is called: 国有企业, 更多.
        return Lead("column", 6.0, promised=beside)
    return None


def _way(link: Link, words: str, decision: ReportLink | ListingLink | NotAReport, place: Place, *, organ: bool) -> Lead:
    if is_article(link.url):
        refused = isinstance(decision, NotAReport) and decision.reason != "not_about_disclosure"
        return NOTHING if refused else Lead("unknown", 0.1)
    hidden = bool(_HIDDEN_WAY.search(words))
    telling = len(words) <= _TELLING and not hidden
    if telling and _WAY_WORDS.search(words):
        return Lead("way", 6.0 if "信息公开" in words else 5.0, named=True)
    if telling and _DIRECTORY_WORDS.search(words):
        return Lead("way", 5.5 if place.in_disclosure else 4.0, named=True)
    if organ and place.organs and not place.home:
        return Lead("way", 4.5 if place.in_disclosure else 3.5, named=True, promised=place.in_disclosure, organ=True)
    return Lead("unknown", _worth(link, words, place, hidden=hidden))


def _worth(link: Link, words: str, place: Place, *, hidden: bool) -> float:
    """How soon a link that nothing speaks for is tried."""
    if _WAY_WORDS.search(words):
        return 2.5
    if _WAY_STEM.search(urlsplit(link.url).path):
        return 1.0 if hidden else 2.0
    return 1.0 if place.in_disclosure else 0.5


def best_words(link: Link) -> str:
    """What a link calls itself, in one line: its words, or its tooltip where these are cut, or none of its own; the
    number of entries that a menu puts behind a name is no part of it."""
    own = link.words == link.text
    text, title = normalise(link.words if own else link.words[:_NEAR]), normalise(link.title or "")
    best = title if title and (not own or not text or text.endswith(("…", "..."))) else text
    return _COUNTED.sub("", best)


def stated_count(link: Link) -> int | None:
    """The number of entries that a menu puts behind a name: 教育局（5）."""
    found = _COUNTED.search(normalise(link.text))
    return int(found[1]) if found else None


def is_organ_name(words: str) -> bool:
    """Whether words are the name of an organ, a town or a zone, and nothing more."""
    return 2 <= len(words) <= 24 and bool(_ORGAN.match(words)) and not _HIDDEN_WAY.search(words)


def is_group(words: str) -> bool:
    """Whether words name a group of organs: 市直部门, 各乡镇, 开发区."""
    return len(words) <= _SHORT and bool(_GROUP.match(words))


def is_aside(link: Link) -> bool:
    """Whether a frame is furniture: a counter, a log-in, a weather report."""
    return bool(_ASIDE.search(link.url))


def says_column(words: str) -> bool:
    """Whether words name a column of annual disclosure reports."""
    return bool(_COLUMN_WORDS.search(words)) and not _OTHER_COLUMN.search(words)


def says_disclosure(words: str) -> bool:
    """Whether words name an area of information disclosure."""
    return bool(_WAY_WORDS.search(words)) or says_column(words)
