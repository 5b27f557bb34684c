"""A page as the crawler sees it: its links, block by block, with the words around them. Pure over the page's source."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from types import MappingProxyType
from typing import Literal
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml import etree, html

from crawler.discovery import Anchor, is_file, normalise
from crawler.reading.addresses import absolute, squeeze
from crawler.reading.attributes import read_attributes
from crawler.reading.forms import Form, form_words, read_forms, submitted
from crawler.reading.functions import bound_elements, opened_by
from crawler.reading.labels import Label, read_labels
from crawler.reading.moves import moved_to
from crawler.reading.pictures import is_decoration, shown_pictures
from crawler.reading.program import Program
from crawler.reading.scripts import MOVE, read_program
from crawler.reading.totals import NOTHING_STATED, Totals, read_totals

# A real listing has some 120 links (平潭, 2026); beyond this a page is an attack, and the rest of it is left alone.
MAX_LINKS = 20_000
# A block is the smallest element with so many different links: two stand in one entry of a list (title and "more").
_BLOCK_LINKS = 3
# An entry of a list has its title, "more", a picture and a file; what holds more links is no entry.
_ENTRY_LINKS = 4
_HEADINGS = "//h1|//h2|//*[contains(concat(' ',@class,' '),' on ') or contains(concat(' ',@class,' '),' cur ')]"
_LIBRARY = re.compile(
    r"jquery|bootstrap|swiper|layui|layer|vue|angular|react|echarts|axios|lodash|moment|polyfill|video|player|share|tongji"
    r"|baidu|hm\.js|analytics|counter|calendar|datepicker|slide|banner|qrcode|accessib|wza|gotopage|conac|jiucuo",
    re.I,
)
LinkKind = Literal["anchor", "frame", "option", "script", "data"]
_LINK_PLACES: tuple[tuple[str, str, LinkKind], ...] = (
    ("//a[@href]", "href", "anchor"),
    ("//area[@href]", "href", "anchor"),
    ("//svg//a[@*[name()='xlink:href']]", "xlink:href", "anchor"),
    ("//link[@rel='next'][@href]", "href", "anchor"),
    ("//iframe[@src]", "src", "frame"),
    ("//frame[@src]", "src", "frame"),
    ("//embed[@src]", "src", "frame"),
    ("//object[@data]", "data", "frame"),
    ("//option[@value]", "value", "option"),
    ("//*[@onclick]", "onclick", "script"),
    ("//a[starts-with(normalize-space(@href), 'javascript:')]", "href", "script"),
    ("//*[@data-href or @data-url or @data-link]", "data-href|data-url|data-link", "anchor"),
)
_CALLED = re.compile(r"[\"']((?:https?:/)?/[^\"'\s<>]+|[\w./-]+\.\w{2,5}(?:\?[^\"'\s<>]*)?)[\"']")
_LOOKS_LIKE_A_URL = re.compile(r"^(?:https?:)?//|^[./?]|^[\w-]+/|\.\w{2,5}(?:\?|$)")
_ENTRIES = frozenset({"li", "tr", "td", "dd", "dt", "p", "span", "b", "strong", "font", "em"})
_ROWS = frozenset({"li", "tr", "dd", "article"})
_TURNS = re.compile(r"odd|even|first|last|^on$|active|^cur|hover|\d", re.I)
# Words of a link that say nothing of what it leads to: 查看详情, 2023-01-20.
_MUTE = re.compile(
    r"^\W*(?:(?:请?点击|点此|我要|在线|立即)?(?:查看|浏览|阅读|打开|进入|查阅)?(?:详情|详细|全文|原文|更多|此处|这里)?|more|details?"
    r"|(?:(?:20)?\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?)\W*$",
    re.I,
)
_NEXT_CLASS = re.compile(r"(?:^|[\s_-])next(?:[_-]?page)?(?=$|\s)|\bpage[_-]?next\b", re.I)
_NOT_PLAIN = frozenset({"script", "style", "a", "option", "noscript", "title"})


@dataclass(frozen=True, slots=True)
class Link:
    """A link or embedded document: absolute URL, the words it shows, its tooltip; ``block`` numbers the block of the
    page that it stands in (links of one list share it), ``near`` are the words beside it within its entry, ``path`` the
    elements that it stands in: the entries of one list have the same on all its pages; ``leads_on`` that its markup
    calls it the next page."""

    url: str
    text: str
    title: str | None = None
    block: int = 0
    kind: LinkKind = "anchor"
    near: str = ""
    path: str = ""
    leads_on: bool = False

    @property
    def words(self) -> str:
        """What the link is called: its text, or what stands beside it where that only says to click, or when."""
        if self.text and not _MUTE.match(self.text):
            return self.text
        return squeeze(self.near.replace(self.text, " ", 1)) or self.text


@dataclass(frozen=True, slots=True)
class LinkPage:
    """A page's links in document order, and the words that say which page it is.

    ``context`` are title, column meta tags, breadcrumb and headings; ``text`` all visible text, ``plain`` that outside
    of links; ``titles`` what the page calls itself (h1, ArticleTitle, title); ``meta`` its standard meta tags, names
    in lower case; ``images`` those that can be content; ``moved`` where a stub sends the browser; ``scripts`` the
    addresses of its script files, well-known libraries left out, ``code`` what those say that were fetched; ``labels``
    names that lead nowhere; ``is_data`` marks an answer that is data as a whole, ``size`` and ``served`` are then the
    entries a page and the page it says it is, ``cursor`` what it gives to go on with.
    """

    url: str
    source: str
    links: tuple[Link, ...]
    context: tuple[str, ...]
    text: str
    images: tuple[Link, ...] = ()
    plain: str = ""
    titles: tuple[str, ...] = ()
    meta: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    forms: tuple[Form, ...] = ()
    moved: str | None = None
    scripts: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()
    code: str = ""
    charset: str = "utf-8"
    is_data: bool = False
    totals: Totals = NOTHING_STATED
    size: int | None = None
    served: int | None = None
    cursor: str = ""

    @property
    def scripted(self) -> str:
        """The page as if its script files stood in it."""
        return f"{self.source}{self.code}"

    def anchors(self, trail: tuple[str, ...]) -> tuple[Anchor, ...]:
        """The links with their context: the page's own words first, the links that led here last (nearest)."""
        context = (*self.context, *trail)
        return tuple(Anchor(link.url, link.words, link.title, context) for link in self.links)


def read_links(source: str, url: str, charset: str = "utf-8") -> LinkPage:
    """The links of an HTML page; a page that is no HTML has none. URLs are absolute, without fragment, as a browser
    resolves them: backslashes are slashes, blanks are escaped, a query is encoded in the page's ``charset``."""
    tree = parse(source)
    if tree is None:
        return LinkPage(url, source, (), (), "")
    base = next((urljoin(url, href.strip()) for href in tree.xpath("//base/@href")), url)
    scripts = [one for src in tree.xpath("//script/@src") if (one := absolute(base, src, charset))]
    for node in tree.xpath("//script|//style|//comment()"):
        node.drop_tree()
    text = squeeze("".join(tree.itertext()))
    found = _links(tree, base, charset, _program(source, base, tree))
    return LinkPage(
        url,
        source,
        _in_blocks(found),
        _context(tree),
        text,
        _images(tree, base, charset),
        plain=squeeze("".join(_plain(tree))),
        titles=_titles(tree),
        meta=_meta(tree),
        forms=read_forms(tree, base, charset),
        moved=moved_to(source, text, url, len({link.url for _, link in found})),
        scripts=tuple(one for one in dict.fromkeys(scripts) if not _LIBRARY.search(urlsplit(one).path)),
        totals=read_totals(source),
        labels=read_labels(tree, {node: link.words for node, link in found}),
        charset=charset,
    )


def read_fragment(markup: str, url: str, charset: str = "utf-8") -> tuple[Link, ...]:
    """The links of a piece of HTML, as it comes inside JSON, XML or a script."""
    tree = parse(f"<div>{markup}</div>")
    return () if tree is None else _in_blocks(_links(tree, url, charset))


def parse(source: str) -> html.HtmlElement | None:
    """The tree of a page; None where it has none."""
    try:
        return html.document_fromstring(source.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _links(
    tree: html.HtmlElement, base: str, charset: str, program: Program | None = None
) -> list[tuple[html.HtmlElement, Link]]:
    """The elements that are links, in document order."""
    found: list[tuple[html.HtmlElement, Link]] = []
    for path, attributes, kind in _LINK_PLACES:
        for node in tree.xpath(path)[: MAX_LINKS - len(found)]:
            value = next((v for name in attributes.split("|") if (v := node.get(name))), "")
            target = _target(value, base, charset, kind)
            if kind == "script":
                target = _opened(value, node, program, base, charset) or (None if MOVE.search(value) else target)
            if target is not None:
                found.append((node, _link(node, target, kind)))
    for form in tree.xpath("//form[@action][.//button or .//input[@type='submit' or @type='image']]")[:MAX_LINKS]:
        target = submitted(form, base, charset)
        if target is not None:
            found.append((form, _link(form, target, "script")))
    linked = {node for node, _ in found}
    for node, address, kind in bound_elements(program) if program is not None else ():
        if node not in linked and (target := absolute(base, address, charset)) is not None:
            linked.add(node)
            found.append((node, _link(node, target, kind)))
    linked = {node for node, _ in found}
    for node, address in read_attributes(tree, linked):
        if (target := absolute(base, address, charset)) is not None:
            found.append((node, _link(node, target, "anchor")))
    order = {node: place for place, node in enumerate(tree.iter())}
    return sorted(found, key=lambda item: order.get(item[0], 0))


def _program(source: str, url: str, tree: html.HtmlElement) -> Program | None:
    """The page's scripts, where they open anything."""
    opens = "location" in source or "window.open" in source or ".load(" in source
    return read_program(source, url, tree=tree) if opens else None


def _opened(code: str, node: html.HtmlElement, program: Program | None, base: str, charset: str) -> str | None:
    target = opened_by(code, node, program) if program is not None else None
    return None if target is None else absolute(base, target, charset)


def _link(node: html.HtmlElement, target: str, kind: LinkKind) -> Link:
    title = node.get("title") or node.get("alt") or node.get("download") or _inner_title(node)
    text = form_words(node) if node.tag == "form" else squeeze("".join(node.itertext()))
    text = text or (node.get("value") or "" if node.tag == "input" else "")
    return Link(_shown_file(target) or target, text, title, 0, kind, leads_on=_leads_on(node))


def _target(value: str, base: str, charset: str, kind: LinkKind) -> str | None:
    if kind == "script":
        called = _CALLED.search(value)
        return absolute(base, called[1], charset) if called else None
    if kind == "option" and not _LOOKS_LIKE_A_URL.search(value.strip()):
        return None
    return absolute(base, value, charset)


def _leads_on(node: html.HtmlElement) -> bool:
    return "next" in (node.get("rel") or "").split() or bool(_NEXT_CLASS.search(node.get("class") or ""))


def _inner_title(node: html.HtmlElement) -> str | None:
    """The tooltip or alternative text of what stands inside a link that has no words of its own."""
    if "".join(node.itertext()).strip():
        return None
    inside = node.xpath(".//@title|.//@alt")
    return str(inside[0]) if inside else None


def _in_blocks(found: list[tuple[html.HtmlElement, Link]]) -> tuple[Link, ...]:
    """The links, each with the number of its block and the words of its entry."""
    reached: dict[html.HtmlElement, set[str]] = {}
    inside: Counter[html.HtmlElement] = Counter()
    for node, link in found:
        for element in (node, *node.iterancestors()):
            reached.setdefault(element, set()).add(link.url)
            inside[element] += 1
    paths: dict[html.HtmlElement, str] = {}
    numbers: dict[html.HtmlElement, int] = {}
    links = []
    for node, link in found:
        entry, block = node, None
        for element in node.iterancestors():
            if len(reached[element]) >= _BLOCK_LINKS:
                block = element
                break
            if inside[element] <= _ENTRY_LINKS and entry.tag not in _ROWS:
                entry = element
        number = 0 if block is None else numbers.setdefault(block, len(numbers) + 1)
        words = squeeze("".join(entry.itertext()))[:200] if entry is not node else ""
        links.append(replace(link, block=number, near=words, path=_path(node, paths)))
    return tuple(links)


def _path(node: html.HtmlElement, known: dict[html.HtmlElement, str]) -> str:
    """The elements that a link stands in. Classes count but on the entries of lists, whose rows take turns in them."""
    element = node.getparent()
    if element is None:
        return ""
    if element not in known:
        words = [] if element.tag in _ENTRIES else (element.get("class") or "").split()
        own = ".".join((str(element.tag), *(word for word in words if not _TURNS.search(word))))
        known[element] = f"{_path(element, known)}>{own}"
    return known[element]


def _shown_file(url: str) -> str | None:
    """The file that a viewer page shows (``viewer.html?file=/upload/a.pdf``), so that the file itself is fetched."""
    for name, value in parse_qsl(urlsplit(url).query):
        if name.lower() in {"file", "fileurl"} and is_file(value, ""):
            return absolute(url, value)
    return None


def _images(tree: html.HtmlElement, base: str, charset: str) -> tuple[Link, ...]:
    found = []
    for node, address in islice(shown_pictures(tree), MAX_LINKS):
        target = absolute(base, address, charset)
        if target is not None and not is_decoration(urlsplit(target).path):
            found.append(Link(target, node.get("alt") or "", node.get("title")))
    return tuple(dict.fromkeys(found))


def _plain(tree: html.HtmlElement) -> list[str]:
    """The visible text outside of links."""
    parts: list[str] = []
    waiting: list[tuple[html.HtmlElement, bool]] = [(tree, True)]
    while waiting:
        element, opening = waiting.pop()
        if not opening:
            parts.append(element.tail or "")
            continue
        waiting.append((element, False))
        if isinstance(element.tag, str) and element.tag not in _NOT_PLAIN:
            parts.append(element.text or "")
            waiting.extend((child, True) for child in reversed(element))
    return parts


def _titles(tree: html.HtmlElement) -> tuple[str, ...]:
    meta = tree.xpath("//meta[translate(@name,'ARTICLETITLE','articletitle')='articletitle']/@content")
    heads = ["".join(node.itertext()) for node in tree.xpath("//h1|//h2|//h3|//ucaptitle")[:10]]
    words = [*meta, *heads, *tree.xpath("//head/title//text()")]
    return tuple(dict.fromkeys(word for raw in words if (word := normalise(str(raw))[:160])))


def _meta(tree: html.HtmlElement) -> Mapping[str, str]:
    pairs = ((node.get("name") or "", node.get("content") or "") for node in tree.xpath("//meta[@name and @content]"))
    return MappingProxyType({name.strip().lower(): content.strip() for name, content in pairs})


def _context(tree: html.HtmlElement) -> tuple[str, ...]:
    meta = _meta(tree)
    words = [*tree.xpath("//head/title//text()"), meta.get("columnname", ""), meta.get("columntype", "")]
    words.extend(_breadcrumb(tree))
    words.extend("".join(node.itertext()) for node in tree.xpath(_HEADINGS)[:20])
    found = (normalise(str(word))[:120] for word in words)
    return tuple(dict.fromkeys(word for word in found if word))


def _breadcrumb(tree: html.HtmlElement) -> list[str]:
    """The navigation path: the smallest element that holds 位置 and some words after it."""
    for node in tree.xpath("//body//*[contains(text(), '位置')]")[:5]:
        for element in (node, node.getparent(), node.getparent().getparent()):
            words = "" if element is None else re.sub(r"\s+", "", "".join(element.itertext()))
            if 10 < len(words) < 150:
                return [words]
    return []
