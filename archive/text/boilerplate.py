"""What on a page is not the report, by lines: the head above the text and the foot below it.

A line is cut only at the edges: above the first line of the text, or below its last. Inside the text nothing is
ever cut, so that a sentence that speaks of a 公众号 or of 打印 stays. Each cut names its rule.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.model import Removed
from archive.text.metadata import (
    Pair,
    bare_label,
    is_metadata_line,
    is_value,
    is_value_row,
    read_block,
    read_pairs,
    value_lines,
)
from archive.text.titles import find_title, is_report_title, squash, year_in_title

# Foot lines that no report prints, first match names the rule.
_FOOT_RULES = (
    ("site_code", re.compile(r"网站标识码")),
    ("icp", re.compile(r"ICP备|ICP证|备案序号|备案号", re.I)),
    ("police_record", re.compile(r"公网安备|公安备案")),
    ("copyright", re.compile(r"版权所有|版权归|copyright|©|all rights reserved", re.I)),
    (
        "host",
        re.compile(
            r"^.{0,20}(?:主办|承办|协办|主管)单位|^(?:主办|承办|协办|主管)[:：]|技术支持|(?:运行|建设|网站)维护|运维单位"
        ),
    ),
    (
        "previous_next",
        re.compile(r"^[【\[<\s]*[上下](?:一篇|一条|一页|篇|条)|^[【\[]?返回(?:列表|顶部|首页|上一?[页级])?[】\]]?$"),
    ),
    (
        "tools",
        re.compile(
            r"^[【\[（(]?\s*(?!中[:：]\s*\d)(?:字体|字号|打印|关闭|收藏|分享|转发|纠错|大|中|小)"
            r"(?:[:：\s】\]）)【\[|/大中小]|打印|关闭|收藏|本页|窗口|此页|文章|页面|到|当前|$)"
            r"|分享到|关闭(?:窗口|本页|此页)|打印(?:本页|此页|文章)|下载Word|下载PDF|我要纠错|加入收藏|设为首页"
            r"|^文字版$|^全真版$|^(?:朗读|语音播报)"
        ),
    ),
    (
        "qr_code",
        re.compile(
            r"扫一扫|扫描二维码|手机(?:上)?(?:继续)?(?:查看|阅读|浏览)|^二维码|^(?:微信|微博)(?:公众号|客户端)?$"
            r"|^微信公众号|^政务(?:新媒体|微博|微信)$|^移动客户端$|^(?:手机版|小程序|电脑版|QQ空间|新浪微博)$"
        ),
    ),
    (
        "related",
        re.compile(
            r"^[【\[]?(?:相关(?:链接|阅读|文章|信息|文档|稿件|解读|推荐|政策|新闻|内容)|延伸阅读|推荐阅读|友情链接"
            r"|热点(?:推荐|信息|新闻)|猜你喜欢|最新(?:信息|文章))[:：】\]]?$"
        ),
    ),
    ("attachment_widget", re.compile(r"^[【\[]?(?:附件下载|相关附件|文件下载|附件列表)[:：】\]]?$")),
    ("graphic_link", re.compile(r"^[>＞》\s]*.{0,12}(?:图解(?:版|政策)?|一图读懂|图片解读|H5版?)\s*$", re.I)),
    (
        "site_links",
        re.compile(
            r"网站地图|网站导航|联系我们|关于我们|使用帮助|隐私(?:保护|声明)|无障碍|(?:网站|免责)声明|总?访问量|您是第"
        ),
    ),
    ("browser_hint", re.compile(r"浏览器|分辨率")),
    (
        "editor",
        re.compile(
            r"^[（(【\[]?(?:责任编辑|编辑|责编|作者|录入|录入者|审核|校对|初审|复审|终审|信息员|撰稿|供稿)[:：].{0,40}$"
        ),
    ),
    ("visits", re.compile(r"^(?:浏览|阅读|点击|访问)(?:次数|量|数)?[:：]")),
)
# Reports print sentences about scanning, sharing and printing, but none about these.
_EVEN_IN_SENTENCES = frozenset({"site_code", "icp", "police_record", "copyright", "host", "browser_hint"})
_CONTACT = re.compile(r"^(?:单位|办公|联系)?(?:地址|邮编|邮政编码|电话|联系电话|联系邮箱|邮箱|值班电话|传真)[:：]")
_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]+(?:部分|条|章))"
)
_END_OF_REPORT = re.compile(
    r"此件(?:主动|依申请)?公开|^附[件表注]|^[（(]?(?:以上|特此)|无其他|^无[。.]?$|(?:19|20)\d\d年\d{1,2}月\d{1,2}日[)）]?$"
)
_BREADCRUMB = re.compile(
    r"^(?:您|你)?(?:的|现在|当前|所在|现|在)*位置|^首页\s*(?:->|[>＞》›»/\\|·-])|"
    r"(?:[^>》＞]{2,30}\s*(?:->|>>|[>＞》›»])\s*){2,}"
)
_DOCUMENT_NUMBER = re.compile(r"^[^\d\s:：]{2,16}[〔\[【（(]\s*(?:19|20)\d\d\s*[〕\]】）)]\s*(?:第)?\d{1,5}号$")
_STEPS = re.compile(r"\s*(?:->|>>|[>＞›»|]|》(?!《))\s*")

# No furniture seen is longer than this in one line (characters, 2026).
_LONGEST_RULE = 300
# How far from either edge lines are looked at one by one: pages taken as text with all their menus have 150 lines of
# them above the title and below the text (2026).
_WINDOW = 400
_MENU_OF_YEARS = 3


@dataclass(frozen=True, slots=True)
class Trimmed:
    """The kept lines as a half-open span of the input with the head lines inside it that were cut.

    ``kept`` are indexes of the lines that stay; ``title`` the printed title, ``title_kept`` whether it stands in the
    text itself (else it is the portal's, above the metadata).
    """

    kept: tuple[int, ...]
    removed: tuple[Removed, ...]
    pairs: tuple[Pair, ...]
    breadcrumb: tuple[str, ...]
    title: str | None
    title_kept: bool


def rule_of(line: str) -> str | None:
    """The rule that takes ``line`` for page furniture, or None."""
    text = line.strip()
    return _rule_of_text(text) if 0 < len(text) <= _LONGEST_RULE else None


@lru_cache(maxsize=1 << 12)
def _rule_of_text(text: str) -> str | None:
    """A portal's furniture is the same on all of its pages."""
    sentence = len(text) > 30 and "。" in text and "，" in text
    for name, pattern in _FOOT_RULES:
        if pattern.search(text) and (not sentence or name in _EVEN_IN_SENTENCES):
            return name
    return None


def breadcrumb_steps(line: str) -> tuple[str, ...]:
    """The steps of a navigation path printed in one line."""
    text = re.sub(r"^.{0,6}位置\s*[:：]?", "", line.strip())
    return tuple(step for step in (s.strip(" \xa0\u3000:：") for s in _STEPS.split(text)) if step)


def is_breadcrumb(line: str) -> bool:
    """Whether ``line`` is a navigation path."""
    return len(line) <= 200 and "。" not in line and _BREADCRUMB.search(line.strip()) is not None


def trim(lines: Sequence[str]) -> Trimmed:
    """Cut head and foot of a text given as its lines (tables of a page come as one line each, never cut)."""
    foot, foot_removed = _trim_foot(lines)
    head = _trim_head(lines, foot)
    kept = tuple(i for i in range(foot) if i not in head.cut)
    removed = (*(Removed(lines[i].strip(), head.cut[i]) for i in sorted(head.cut)), *foot_removed)
    return Trimmed(kept, removed, tuple(head.pairs), head.breadcrumb, head.title, head.title_kept)


@dataclass(slots=True)
class _Head:
    cut: dict[int, str]
    pairs: list[Pair]
    breadcrumb: tuple[str, ...]
    title: str | None
    title_kept: bool


def _trim_head(lines: Sequence[str], end: int) -> _Head:
    start = _text_start(lines, end)
    values = value_lines(lines[:start])
    heads = _without_values(lines, start, values)
    listed = titles_by_year(heads)
    own = titled_of_list(lines, listed)
    span = find_title(heads) if own is None else (own, own + 1)
    head = _Head({}, [], (), None, span is not None)
    outer_title = _outer_title(lines[:start], heads, span) if span is not None else None
    if span is not None:
        head.title = "".join(line.strip() for line in lines[span[0] : span[1]])
        head.title_kept = outer_title != span
    label: str | None = None
    for i in (i for i in range(start) if lines[i].strip()):
        titled = _within(i, span)
        rule = _head_rule(lines[i], before_title=span is not None and i < span[0], in_title=titled)
        if _within(i, outer_title):
            rule = "page_title"
        elif i in listed and not titled:
            rule = "page_head"
        elif rule in {None, "page_head"} and not titled and (i in values or _is_values(label, lines[i])):
            rule = "metadata"
        label = bare_label(lines[i]) if rule == "metadata" else None
        if rule is not None:
            head.cut[i] = rule
    head.breadcrumb = _path([lines[i] for i, rule in head.cut.items() if rule == "breadcrumb"])
    head.pairs = read_block([lines[i].strip() for i, rule in sorted(head.cut.items()) if rule == "metadata"])
    head.title = head.title or _named_title(head.pairs)
    return head


def _without_values(lines: Sequence[str], start: int, values: Collection[int]) -> list[str]:
    """What is printed behind or below a label is its value, whatever it looks like (主题分类 | 政府信息公开年报)."""
    return ["" if i in values or _is_value(lines, i) else lines[i] for i in range(start)]


def _path(lines: Sequence[str]) -> tuple[str, ...]:
    return next(filter(None, map(breadcrumb_steps, lines)), ())


def _named_title(pairs: Sequence[Pair]) -> str | None:
    return next((value for label, value in pairs if label == "标题" and is_report_title(value)), None)


def _outer_title(lines: Sequence[str], heads: Sequence[str], span: tuple[int, int]) -> tuple[int, int] | None:
    """The title of the page, above metadata or tools, where the text has one of its own below: ``span`` itself where
    such lines stand below it."""
    if any(is_metadata_line(line) or rule_of(line) == "tools" for line in lines[span[1] :]):
        return span
    above = find_title(heads[: span[0]])
    between = lines[above[1] : span[0]] if above is not None else ()
    return above if any(map(is_metadata_line, between)) else None


def _is_values(label: str | None, line: str) -> bool:
    return label is not None and is_value(label, line)


def titles_by_year(lines: Sequence[str]) -> tuple[int, ...]:
    """Where ``lines`` list the reports of three years or more, as portals do beside each of them: their indexes."""
    # Every title has this sign; most lines of a menu have not.
    likely = [i for i, line in enumerate(lines) if "报" in line and 6 <= len(line) <= 120]
    titled = [i for i in likely if year_in_title(lines[i]) and is_report_title(lines[i])]
    return tuple(titled) if len({year_in_title(lines[i]) for i in titled}) >= _MENU_OF_YEARS else ()


def titled_of_list(lines: Sequence[str], listed: Sequence[int]) -> int | None:
    """The one among the reports in ``listed`` that metadata follow at once: the page's own."""
    return next((i for i in listed if any(map(is_metadata_line, lines[i + 1 : i + 2]))), None)


def _is_value(lines: Sequence[str], index: int) -> bool:
    if read_pairs(lines[index]):
        return True
    label = bare_label(lines[index - 1]) if index else None
    # A title with its year below a label without a value is the page's.
    return label is not None and is_value(label, lines[index]) and year_in_title(lines[index]) is None


def _within(index: int, span: tuple[int, int] | None) -> bool:
    return span is not None and span[0] <= index < span[1]


def _head_rule(line: str, *, before_title: bool, in_title: bool) -> str | None:
    text = line.strip()
    if in_title or (_DOCUMENT_NUMBER.match(text) and not is_metadata_line(text)):
        return None
    if is_breadcrumb(text):
        return "breadcrumb"
    if is_metadata_line(text):
        return "metadata"
    rule = rule_of(text)
    if rule is not None and len(text) <= 120:
        return rule
    # A short line above the title that is no part of it is the portal's.
    return "page_head" if before_title and text and len(text) <= 30 and not text.endswith("文件") else None


def _text_start(lines: Sequence[str], end: int) -> int:
    """The first line of the running text: prose, a numbered heading, or a table."""
    for i in range(min(end, _WINDOW)):
        text = lines[i].strip()
        if _HEADING.match(text):
            return i
        if ("\t" in text or "\n" in text) and not _is_head_row(lines, i):
            return i
        if len(text) >= 40 and ("。" in text or text.count("，") + text.count(",") >= 2) and not is_metadata_line(text):
            return i
    return _behind_title(lines, min(end, _WINDOW))


def _is_head_row(lines: Sequence[str], index: int) -> bool:
    """Whether a row with tabs is metadata or a path, no table of the report."""
    line = lines[index]
    if is_metadata_line(line.strip()) or is_breadcrumb(line.strip()):
        return True
    return index > 0 and is_value_row(lines[index - 1], line)


def _behind_title(lines: Sequence[str], end: int) -> int:
    """The first line below the title and its metadata on a page without running text (a file, an image)."""
    title = next((i for i in range(end) if year_in_title(lines[i]) and is_report_title(lines[i])), None)
    if title is None:
        return min(end, 12)
    start = title + 1
    while start < end and is_metadata_line(lines[start]):
        start += 1
    return start


def _trim_foot(lines: Sequence[str]) -> tuple[int, tuple[Removed, ...]]:
    """The end of the text, and what stands below it."""
    lower = max(0, len(lines) - _WINDOW)
    last = lower
    for i in range(len(lines) - 1, lower - 1, -1):
        if _is_text(lines[i]):
            last = i + 1
            break
    # Numbers that end a table; below the foot's first line they count visits.
    for i in range(last, len(lines)):
        if rule_of(lines[i]) is not None:
            break
        if lines[i].strip().replace(".", "").isdigit():
            last = i + 1
    cut = next((i for i in range(last, len(lines)) if rule_of(lines[i]) is not None), None)
    if cut is None:
        return _without_blanks(lines, len(lines)), ()
    while cut > last and _CONTACT.match(lines[cut - 1].strip()):
        cut -= 1
    removed = []
    rule = "foot"
    for line in lines[cut:]:
        rule = rule_of(line) or ("contact" if _CONTACT.match(line.strip()) else "foot")
        if line.strip():
            removed.append(Removed(line.strip(), rule))
    return _without_blanks(lines, cut), tuple(removed)


def _without_blanks(lines: Sequence[str], end: int) -> int:
    while end > 0 and not lines[end - 1].strip():
        end -= 1
    return end


def _is_text(line: str) -> bool:
    """Whether a line near the end surely is the report's: prose, heading, table, date of signature, annex."""
    text = line.strip()
    if not text or (rule_of(text) is not None and len(text) <= 120):
        return False
    if "\n" in text or "\t" in text or _HEADING.match(text) or _END_OF_REPORT.search(text):
        return True
    if len(text) > _LONGEST_RULE:
        return True
    squashed = squash(text)
    marks = sum(squashed.count(mark) for mark in "，,。;")
    return len(squashed) >= 20 and marks >= 2
