"""A listing or report page as the crawler sees it: links with the words around them. Pure over the page's HTML."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from lxml import etree, html

from crawler.discovery import Anchor, is_file, normalise

# A real listing has some 120 links (平潭, 2026); beyond this a page is an attack, and the rest of it is left alone.
MAX_LINKS = 20_000
_COLUMN_META = "//meta[@name='ColumnName' or @name='ColumnType']/@content"
_HEADINGS = "//h1|//h2|//*[contains(concat(' ',@class,' '),' on ') or contains(concat(' ',@class,' '),' cur ')]"
# The site's own furniture, as against W0202….png, /__local/…, /upload/…, …/202301/<hex>/images/<hex>.jpg.
_DECORATION = re.compile(
    r"^/(?:images?|img|styles?|static|templates?|skins?|css|assets|common|public|res|resources?|system)/"
    r"|(?:logo|icon|ico|banner|qrcode|ewm|erweima|weixin|wechat|share|print|arrow|blank|spacer|dzjg|jiucuo|beian)\w*\.\w+$"
    r"|\.(?:gif|svg)$",
    re.I,
)
_LINK_PLACES = (
    ("//a[@href]", "href"),
    ("//iframe[@src]", "src"),
    ("//embed[@src]", "src"),
    ("//object[@data]", "data"),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """A link or embedded document on a page: absolute URL and the words it shows."""

    url: str
    text: str
    title: str | None


@dataclass(frozen=True, slots=True)
class LinkPage:
    """A page's links in document order, and the words that say which column it is. ``images`` are those that can be
    content, by their address."""

    url: str
    source: str
    links: tuple[Frame, ...]
    context: tuple[str, ...]
    text: str
    images: tuple[Frame, ...] = ()

    def anchors(self, trail: tuple[str, ...]) -> tuple[Anchor, ...]:
        """The links with their context: the page's own words first, the links that led here last (nearest)."""
        context = (*self.context, *trail)
        return tuple(Anchor(link.url, link.text, link.title, context) for link in self.links)


def read_links(source: str, url: str) -> LinkPage:
    """The links of an HTML page; a page that is no HTML has none. URLs are absolute, without fragment."""
    tree = _parse(source)
    if tree is None:
        return LinkPage(url, source, (), (), "")
    base = next((urljoin(url, href.strip()) for href in tree.xpath("//base/@href")), url)
    for node in tree.xpath("//script|//style|//comment()"):
        node.drop_tree()
    links: list[Frame] = []
    for path, attribute in _LINK_PLACES:
        for node in tree.xpath(path)[: MAX_LINKS - len(links)]:
            target = _absolute(base, node.get(attribute))
            if target is not None:
                words = "".join(node.itertext()).strip()
                title = node.get("title") or node.get("download")
                links.append(Frame(_shown_file(target) or target, words, title))
    text = re.sub(r"\s+", " ", "".join(tree.itertext()))
    return LinkPage(url, source, tuple(links), _context(tree), text, _images(tree, base))


def _parse(source: str) -> html.HtmlElement | None:
    try:
        return html.document_fromstring(source.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _absolute(base: str, reference: str) -> str | None:
    reference = re.sub(r"[\t\r\n]", "", reference).strip()
    if not reference or reference.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return None
    try:
        target = urldefrag(urljoin(base, reference)).url
        parts = urlsplit(target)
        # reading the port raises for "http://host:port/" as some templates print it
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return target if usable else None


def _shown_file(url: str) -> str | None:
    """The file that a viewer page shows (``viewer.html?file=/upload/a.pdf``), so that the file itself is fetched."""
    for name, value in parse_qsl(urlsplit(url).query):
        if name.lower() in {"file", "fileurl"} and is_file(value, ""):
            return _absolute(url, value)
    return None


def _images(tree: html.HtmlElement, base: str) -> tuple[Frame, ...]:
    found = []
    for node in tree.xpath("//body//img[@src]")[:MAX_LINKS]:
        target = _absolute(base, node.get("src"))
        if target is not None and not _DECORATION.search(urlsplit(target).path):
            found.append(Frame(target, node.get("alt") or "", node.get("title")))
    return tuple(dict.fromkeys(found))


def _context(tree: html.HtmlElement) -> tuple[str, ...]:
    words = [*tree.xpath("//head/title//text()"), *tree.xpath(_COLUMN_META)]
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
