"""What holds the text of an article that does not show it itself. Pure.

The page of a report may have no more than its title and a paragraph that announces it: the report is then in pictures
that load late, in a frame, behind a request of the page's own script, in a file that a viewer opens or a link without
an ending leads to, or on the pages of its chapters.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from lxml import html

from archive.text.title_grammar import judge_title
from crawler.discovery import FILE_EXTENSIONS, is_file, normalise
from crawler.reading.addresses import absolute
from crawler.reading.links import Link, LinkPage, parse
from crawler.reading.pictures import drawn_pictures, is_decoration
from crawler.reading.scripts import read_requests

_ENDINGS = "|".join(FILE_EXTENSIONS)
_FILE_WORDS = re.compile(
    r"^\W*(?:附件|附表)|(?:附件|点击|点此|全文|文件|此处)下载|下载(?:附件|全文|文件|此)|^\W*下载\W*$"
    r"|^\W*(?:请?点此|点击|此处|这里|点我|查看|浏览|阅读|打开|预览|下载|全文|原文|在线|详见|正文|年度报告|年报|报告|[:：]){1,4}\W*$"
    rf"|全文\W*$|\.(?:{_ENDINGS})\W*$",
    re.I,
)
_FILE_PATH = re.compile(r"download|/documents/|attach|[?&]file_?id=|/file/", re.I)
_QUOTED_FILE = re.compile(rf"[\"']([^\"'\s<>]{{2,300}}\.(?:{_ENDINGS})(?:\?[^\"'\s<>]*)?)[\"']", re.I)
_SCRIPTS = re.compile(r"<script\b(?![^>]*\bsrc\s*=)[^>]*>(.*?)</script>", re.S | re.I)
_HELD = re.compile(
    r"^data-(?!original|lazy|echo)[\w-]*(?:src|url|file|path|href|link|pdf)$|^(?:file|pdf)-?(?:url|path|src)$", re.I
)
_ADDRESS = re.compile(r"^(?:https?:)?/{1,2}[^\s'\"<>]+$|^[\w./-]+\.\w{2,5}(?:\?\S*)?$")
# A call with an argument: the function may stand in a script file.
_CALL = re.compile(r"(?:onclick\s*=\s*[\"']|href\s*=\s*[\"']javascript:)[^\"']*?[\w$.]+\s*\(\s*['\"&\w]", re.I)
# The parts of a report as links of its cover name them.
_CHAPTER = re.compile(
    r"^(?:第?[一二三四五六七八\d]{1,2}(?:[、.．章部]|部分)?)?(?:总体情况|概述|基本情况|主动公开|收到和处理|依申请公开|行政复议|政府信息公开行政复议"
    r"|存在的?(?:主要)?问题|其他(?:需要报告的)?事项)"
)
_ENOUGH_CHAPTERS = 3
_MOST = 12


@dataclass(frozen=True, slots=True)
class Carrier:
    """What may hold the text: ``is_page`` where it is read as a part of the article, ``sure`` where a reader is told
    that it is there; ``form`` and ``body`` make it a POST, ``ajax`` a request of a script."""

    url: str
    words: str = ""
    is_page: bool = False
    sure: bool = False
    form: tuple[tuple[str, str], ...] = ()
    body: str = ""
    ajax: bool = False


def may_be_file(link: Link) -> bool:
    """Whether a link on a report's page without a text of its own may lead to its file, whatever its ending."""
    parts = urlsplit(link.url)
    return bool(_FILE_WORDS.search(link.text or link.near) or _FILE_PATH.search(f"{parts.path}?{parts.query}"))


def read_carriers(page: LinkPage) -> tuple[Carrier, ...]:
    """All that may hold the text of an article without one, the surest first."""
    tree = parse(page.source)
    if tree is None:
        return ()
    found: dict[tuple[str, str, str], Carrier] = {}
    for one in _carriers(page, tree):
        if one.url.partition("#")[0] != page.url.partition("#")[0] or one.form or one.body:
            found.setdefault((one.url, str(one.form), one.body), one)
    return tuple(found.values())


def may_call(page: LinkPage) -> bool:
    """Whether something on a page calls a function that may stand in its script files."""
    return bool(page.scripts) and _CALL.search(page.source) is not None


def _carriers(page: LinkPage, tree: html.HtmlElement) -> Iterator[Carrier]:
    yield from (Carrier(one.url, one.text, sure=True) for one in page.images)
    yield from (Carrier(one.url, one.text, is_page=True, sure=True) for one in _chapters(page))
    yield from (Carrier(one.url, one.words) for one in page.links if one.kind != "frame" and _may_hold(one, page))
    yield from (
        Carrier(one.url, is_page=True) for one in page.links if one.kind == "frame" and not is_file(one.url, "")
    )
    code = "\n".join(_SCRIPTS.findall(page.source))
    yield from _files(_QUOTED_FILE.findall(unescape(code).replace("\\/", "/")), page)
    yield from _held(tree, page)
    drawn = [one for one in drawn_pictures(tree, code) if not is_decoration(one)]
    yield from _files(drawn, page, sure=True)
    yield from _requests(page)
    for form in page.forms:
        if form.method == "post" and form.action and any(_FILE_WORDS.search(word) for word in form.buttons):
            yield Carrier(form.action, form=form.fields)


def _may_hold(link: Link, page: LinkPage) -> bool:
    if is_file(link.url, link.text):
        return False  # a file by its name is asked for in any case
    judged = judge_title(link.text)
    same = judged.kind == "report" and judged.year is not None and normalise(link.text) in {*page.titles}
    return same or may_be_file(link)


def _chapters(page: LinkPage) -> list[Link]:
    found = [link for link in page.links if len(link.text) < 30 and _CHAPTER.match(normalise(link.text))]
    return found if len({link.url for link in found}) >= _ENOUGH_CHAPTERS else []


def _files(addresses: Iterable[str], page: LinkPage, *, sure: bool = False) -> Iterator[Carrier]:
    for address in list(addresses)[: _MOST * 4]:
        if (target := absolute(page.url, address)) is not None:
            yield Carrier(target, sure=sure)


def _held(tree: html.HtmlElement, page: LinkPage) -> Iterator[Carrier]:
    """Addresses in attributes that a script opens: of an element that names a file, of a frame or viewer."""
    for node in tree.xpath("//body//*[not(self::img or self::source or self::a[@href] or self::script)]"):
        for name, value in node.attrib.items():
            if not _HELD.match(name) or not _ADDRESS.match(value.strip()):
                continue
            words = normalise("".join(node.itertext()))
            frame = node.tag in {"iframe", "embed", "object"}
            target = absolute(page.url, value)
            if target and (frame or is_file(target, words) or _FILE_WORDS.search(words)):
                yield Carrier(target, words[:80], is_page=frame and not is_file(target, ""))


def _requests(page: LinkPage) -> Iterator[Carrier]:
    """What the page's own scripts ask for: the text itself, or the list of its files."""
    asked = [one for one in read_requests(page.source, page.url) if not one.moves and not one.paged]
    for one in [one for one in asked if not one.beside][:4]:
        yield Carrier(one.url, is_page=True, form=one.form, body=one.body, ajax=True)
