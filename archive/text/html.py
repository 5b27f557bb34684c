"""HTML pages: from bytes to a ``Page``."""

import re
from itertools import pairwise
from urllib.parse import unquote

from lxml import etree
from lxml.etree import HTMLParser, _Element

from archive.errors import DocumentError
from archive.model import Document, Issue, Link, Page
from archive.text.body import find_body
from archive.text.boilerplate import Trimmed, trim
from archive.text.controls import show_controls
from archive.text.decode import Decoded
from archive.text.dom import attribute, drop_furniture
from archive.text.flow import Flow, absolute, is_attachment, names_files
from archive.text.grids import DATA_LABELS
from archive.text.look import PLAIN, STYLED_ELSEWHERE
from archive.text.metadata import Pair, first_values, read_block
from archive.text.stylesheets import StyleSheets
from archive.text.surroundings import Surroundings, find_breadcrumb, look_around, printed_title
from archive.text.titles import without_site
from archive.text.unseen import drop_hidden_tables

_SITE_CODE = re.compile(r"网站标识码\s*[:：]?\s*(\d{10})")
_SITE_CODE_ATTRIBUTE = re.compile(rb"site[cC]ode\s*=\s*[\"'](\d{10})[\"']")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
# A viewer in a frame: ``/web/viewer.html?file=/P020230119.pdf``.
# Start tags of this length (bytes) are embedded images, or an attack by as many attributes as that.
_MONSTER = re.compile(rb"<([a-zA-Z]+)[^<>]{8000,}")
_MANY = 500
_LARGE = 100_000
_VIEWED = re.compile(r"[?&](?:file|url|src)=([^&]+)")


def read_html(document: Document, decoded: Decoded) -> Page:
    """The page that ``decoded`` holds; raises ``DocumentError`` where there is no markup to read."""
    issues = list(decoded.issues)
    source = decoded.utf8
    root = _parse(source, issues)
    if _is_cut(source):
        issues.append(Issue("page", "cut_short", "neither </body> nor </html> at its end; it may have been cut off"))
        _drop_torn_row(root, source)
    meta = _meta(root)
    frames = _frames(root, document.url)
    site_code = next((value for name, value in meta if name.lower() == "siteidcode" and value), None)
    if site_code is None and (found := _SITE_CODE_ATTRIBUTE.search(source)):
        site_code = found[1].decode("ascii")
    title = next((element.text for element in root.iter("title")), None) or ""
    sheets = StyleSheets(root)
    elsewhere = any("stylesheet" in attribute(link, "rel").lower() for link in root.iter("link"))
    show_controls(root)
    drop_furniture(root)
    container = find_body(root)
    sheets.apply(container, issues)
    hidden = drop_hidden_tables(container, DATA_LABELS)
    flow = Flow(document.url, STYLED_ELSEWHERE if elsewhere else PLAIN)
    flow.add(container)
    pairs = flow.take_metadata_tables()
    around = look_around(container, document.url, files=names_files(source))
    lines = [block.text if block.kind != "image" else "image" for block in flow.blocks]
    trimmed = trim(lines)
    blocks = tuple(flow.blocks[i] for i in trimmed.kept)
    return Page(
        format="html",
        charset=decoded.charset,
        titles=_titles(title, meta, trimmed, around),
        meta=meta,
        breadcrumb=find_breadcrumb(around.before) or trimmed.breadcrumb,
        metadata_block=first_values([*pairs, *_metadata(trimmed, around)]),
        site_code=site_code or _printed_site_code(around),
        blocks=blocks,
        links=_unique([*flow.links, *frames, *around.links]),
        removed=(*around.removed, *hidden, *flow.removed, *trimmed.removed),
        issues=tuple(issues),
    )


def _is_cut(source: bytes) -> bool:
    """Whether a page was cut off while it was fetched: it began as a whole one and has no end."""
    return b"<html" in source[:2048].lower() and not any(
        end in source[-4096:].lower() for end in (b"</html", b"</body")
    )


def _drop_torn_row(root: _Element, source: bytes) -> None:
    """Take out the row of a table in which a cut page ends: cells of it are missing, and its last number may go on."""
    markup = source.lower()
    rows = list(root.iter("tr"))
    if rows and markup.rfind(b"<table") > markup.rfind(b"</table") and (parent := rows[-1].getparent()) is not None:
        parent.remove(rows[-1])


def _tame(tag: re.Match[bytes]) -> bytes:
    """A start tag that no editor writes: the time to parse it goes with the square of its attributes."""
    return tag[0] if tag[0].count(b"=") < _MANY else b"<" + tag[1]


def _parse(source: bytes, issues: list[Issue]) -> _Element:
    if len(source) > _LARGE and (mended := _MONSTER.sub(_tame, source)) != source:
        issues.append(Issue("page", "too_many_attributes", "a tag of thousands of attributes was read without them"))
        source = mended
    parser = HTMLParser(
        encoding="utf-8", recover=True, huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        raise DocumentError(f"document: markup that cannot be read ({error}); look at it by hand") from error
    if root is None:
        raise DocumentError("document: no markup in it; look at it by hand")
    last_error = parser.error_log.last_error
    if last_error is not None and "depth" in last_error.message:  # libxml2 stops at 2,048 levels
        issues.append(Issue("page", "nested_too_deep", "markup nested deeper than 2,048 levels; the rest is not read"))
    return root


def _meta(root: _Element) -> tuple[Pair, ...]:
    pairs = []
    for element in root.iter("meta"):
        name, content = attribute(element, "name"), attribute(element, "content")
        if name and content:
            pairs.append((name.strip(), " ".join(content.split())))
    return tuple(pairs)


def _frames(root: _Element, base: str | None) -> list[Link]:
    """Files shown in a frame or embedded: a viewer's address may carry the file's as its query."""
    links = []
    for element in root.iter("iframe", "embed", "object"):
        source = attribute(element, "src") or attribute(element, "data")
        if inner := _VIEWED.search(source):
            source = unquote(inner[1])
        link = Link(absolute(base, source), attribute(element, "title"))
        if source and is_attachment(link):
            links.append(link)
    return links


def _titles(title: str, meta: tuple[Pair, ...], trimmed: Trimmed, around: Surroundings) -> tuple[Pair, ...]:
    """Candidates for the title, most trusted first: the heading printed in the text itself comes first."""
    candidates = [
        (trimmed.title if trimmed.title_kept else None, "heading"),
        (trimmed.title, "page title"),
        (printed_title(around.before), "page title"),
        (around.heading, "h1"),
        (next((value for name, value in meta if name.lower() == "articletitle"), None), "meta ArticleTitle"),
        (without_site(title), "title"),
    ]
    seen: dict[str, str] = {}
    for text, source in candidates:
        cleaned = " ".join(_INVISIBLE.sub("", text or "").split())
        if cleaned and cleaned not in seen:
            seen[cleaned] = source
    return tuple(seen.items())


def _metadata(trimmed: Trimmed, around: Surroundings) -> tuple[Pair, ...]:
    """Labels nearest to the text first: in its head, just above it, just below it."""
    above, below = read_block(around.before[-200:]), read_block(around.after[:30], stamps=False)
    return first_values([*trimmed.pairs, *above, *below])


def _printed_site_code(around: Surroundings) -> str | None:
    for piece, following in pairwise([*around.after, ""]):
        if "网站标识码" in piece and (found := _SITE_CODE.search(piece + following)):
            return found[1]
    return None


def _unique(links: list[Link]) -> tuple[Link, ...]:
    return tuple(dict.fromkeys(links))
