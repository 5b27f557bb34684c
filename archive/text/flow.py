"""An element as blocks in reading order: paragraphs, headings, tables, images, and the links among them."""

import re
from functools import lru_cache
from urllib.parse import urljoin

from lxml.etree import _Element

from archive.model import Block, Link, Removed
from archive.text.dom import BLOCK_TAGS, MAX_DEPTH, attribute, names_of, one_line, text_of
from archive.text.grids import build_grid, is_layout, read_table, table_text
from archive.text.look import PLAIN, Look, look_of
from archive.text.metadata import Pair, pairs_of_table
from archive.text.shown import HIDDEN, NOTE_MARK, PERHAPS_PAPER, is_mark

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Metadata tables stand among the first blocks.
_HEAD = 8
# What is none the less read where it is not cut.
_KEPT = frozenset({HIDDEN, NOTE_MARK})
# Blanks that a browser collapses; NBSP stays, in flattened tables it is an empty cell.
_BLANKS = re.compile(r"[ \t\r\n\f\u2000-\u200b\u202f\u205f\ufeff]+")
_JUNK = re.compile(
    r"(?:^|[\s_-])(?:bd)?(?:share|jiathis|print|qrcode|ewm|breadcrumb|crumbs?|fontsize|toolbar|pagination|"
    r"prevnext|prev|next|related|xglj|relat\w*|function_icon|recommend|comment|bshare\w*|ewmbox|erweima|"
    r"article_qrcode|news_page|page_turn|share-box|wechat)(?=$|[\s_-]|box|con|list|bar|btn)",
    re.I,
)
# Attachments by what the link's address or text ends in, or by the download script of VSB sites.
_ATTACHMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|rtf|ods|odt|zip|rar)(?:$|[?#&\s)）】\]])|DownloadAttachUrl|/download\.jsp|"
    r"downloadfile|/attachment/download",
    re.I,
)


# A pattern that begins with a letter of its own is looked for by that letter.
_FILE_ENDING = re.compile(r"\.(?:pdf|doc|xls|wps|et|ofd|rtf|od[st]|zip|rar)", re.I)
# The same on the bytes of a whole page, where folding case would cost more than all the rest.
_MAY_NAME_FILES = re.compile(
    rb"\.(?:[pP][dD][fF]|[dD][oO][cC]|[xX][lL][sS]|[wW][pP][sS]|et\b|ET\b|[oO][fF][dD]|[rR][tT][fF]|ods|odt|[zZ][iI][pP]|"
    rb"[rR][aA][rR])"
)
_MAY_DOWNLOAD = re.compile(rb"ownload")  # a pattern finds it in two thirds of the time of ``in``


def is_attachment(link: Link) -> bool:
    """Whether a link leads to a file rather than a page."""
    return names_file(link.url) or names_file(link.text)


def names_file(text: str) -> bool:
    """Whether an address or the text of a link names a file."""
    return may_name_file(text) and _ATTACHMENT.search(text) is not None


def may_name_file(text: str) -> bool:
    """False only where nothing in ``text`` names a file: in a fraction of the time, however long it is."""
    return _FILE_ENDING.search(text) is not None or "ownload" in text


def names_files(source: bytes) -> bool:
    """Whether a page's source may name a file by its ending or a download script."""
    return _MAY_NAME_FILES.search(source) is not None or _MAY_DOWNLOAD.search(source) is not None


def clean(text: str) -> str:
    """``text`` as a browser shows it in one line: blanks collapsed, NBSP kept."""
    text = _BLANKS.sub(" ", text).strip(" \u3000")
    if "\xa0" in text and text.strip("\xa0 \u3000"):
        return text.strip("\xa0 \u3000")
    return "\xa0" if "\xa0" in text else text


@lru_cache(maxsize=4096)
def is_junk_name(name: str) -> bool:
    """Whether a class or id names a widget (share, print, QR code, neighbours, related links)."""
    return _JUNK.search(name) is not None


class Flow:
    """Collects the blocks of one element. ``base`` is the page's URL, for absolute links; ``look`` that of the page."""

    def __init__(self, base: str | None, look: Look = PLAIN) -> None:
        self.base = base
        self._look = look
        self._length = 0  # of all text, in letters
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self.removed: list[Removed] = []
        self._buffer: list[str] = []
        self._kind: str = "paragraph"

    def add(self, element: _Element) -> None:
        """Append the blocks of ``element``."""
        self._length = len(one_line(element))
        self._walk(element, self._look, 0)
        self._flush()

    def take_metadata_tables(self) -> list[Pair]:
        """Take the tables of labels and values above the text (索引号, 发布机构, …) out of the blocks."""
        pairs: list[Pair] = []
        for block in self.blocks[:_HEAD]:
            if block.kind != "table":
                continue
            found = pairs_of_table(block.text)
            if found is None:
                break
            pairs.extend(found)
            self.blocks.remove(block)
            self.removed.append(Removed(" ".join(block.text.split()), "metadata"))
        return pairs

    def _flush(self) -> None:
        if not self._buffer:
            return
        text = "".join(self._buffer)
        self._buffer.clear()
        if text.isspace() and "\xa0" not in text:
            return
        if text := clean(text):
            self.blocks.append(Block("heading" if self._kind == "heading" else "paragraph", text))

    def _walk(self, element: _Element, look: Look, depth: int) -> None:
        if element.text:
            self._add(element.text, look)
        for child in element:
            tag = child.tag
            if tag == "br":
                self._flush()
            elif tag == "img":
                self._image(child)
            else:
                own = look_of(child, look)
                if tag in BLOCK_TAGS:
                    self._flush()
                    self._block(child, own, look, depth)
                    self._flush()
                elif not self._cut(child, own):
                    self._inline(child, look if own.cut in _KEPT else own, depth)
            if child.tail:
                self._add(child.tail, look)

    def _add(self, text: str, look: Look) -> None:
        if look.rule is None or look.rule == PERHAPS_PAPER:
            self._buffer.append(text)
        elif cut := " ".join(text.split()):
            self.removed.append(Removed(cut[:200], look.rule))

    def _inline(self, element: _Element, look: Look, depth: int) -> None:
        if len(element) == 0:
            if element.text:
                self._add(element.text, look)
        elif depth >= MAX_DEPTH:
            self._add(text_of(element), look)
        else:
            self._walk(element, look, depth + 1)
        if element.tag == "a":
            self._link(element)

    def _block(self, element: _Element, own: Look, above: Look, depth: int) -> None:
        if self._cut(element, own):
            return
        look = above if own.cut in _KEPT else own
        tag = element.tag
        if tag == "table":
            self._table(element, look, depth)
        elif depth >= MAX_DEPTH:
            self._add(text_of(element), look)
        elif tag in _HEADINGS:
            self._kind = "heading"
            self._walk(element, look, depth + 1)
            self._flush()
            self._kind = "paragraph"
        else:
            self._walk(element, look, depth + 1)

    def _cut(self, element: _Element, look: Look) -> bool:
        """Cut a widget (named as one, short, and without a table) and what does not show. What is hidden and holds a
        table or most of the text is shown by a script."""
        name = names_of(element)
        if look.cut is not None:
            rule = look.cut
        elif name and is_junk_name(name):
            rule = "widget"
        else:
            return False
        text = one_line(element)
        if rule == NOTE_MARK and not is_mark(text, "".join(self._buffer[-1:])):
            return False
        if rule == "widget" and (len(text) > 200 or "。" in text):
            return False
        if next(element.iter("table"), None) is not None or (rule == HIDDEN and 2 * len(text) > self._length):
            return False
        for anchor in element.iter("a"):
            self._link(anchor)
        if text:
            self.removed.append(Removed(text, rule))
        return True

    def _link(self, anchor: _Element) -> None:
        href = attribute(anchor, "href")
        if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
            return
        text = clean(text_of(anchor)) or attribute(anchor, "title")
        self.links.append(Link(absolute(self.base, href), text.strip("\xa0")))

    def _image(self, element: _Element) -> None:
        source = attribute(element, "src")
        # Icons beside attachments and inline data say nothing.
        if not source or source.startswith("data:") or "icon" in source.lower():
            return
        self._flush()
        self.blocks.append(Block("image", clean(attribute(element, "alt")), source=absolute(self.base, source)))

    def _table(self, table: _Element, look: Look, depth: int) -> None:
        nested = next(table.iterdescendants("table"), None) is not None
        # Sizes and colours of what stands around are those of other files' rules as often as not.
        raw = None if nested else read_table(table, self._look._replace(rule=look.cut, cut=look.cut), self.removed)
        grid = build_grid(raw) if raw is not None and not is_layout(raw) else None
        if grid is not None:
            self.blocks.append(Block("table", table_text(grid), grid))
            for anchor in table.iter("a"):
                self._link(anchor)
        elif depth >= MAX_DEPTH:
            self._add(text_of(table), look)
        else:
            self._walk(table, look, depth + 1)


def absolute(base: str | None, href: str) -> str:
    """``href`` resolved against the page's URL; as printed where that is unknown or the address is malformed."""
    if base is None:
        return href.strip()
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return href.strip()
