"""Leaves of a paged document -> ``Page``: what PDF, OFD and recognised images have in common."""

from collections.abc import Iterator, Sequence

from archive.model import Issue, Page
from archive.text.attachments.layout import Layout, read_leaves
from archive.text.attachments.leaves import Leaf
from archive.text.attachments.unruled import is_unread
from archive.text.shown import UNKNOWN


def page_of_leaves(format_: str, leaves: Sequence[Leaf], title: str | None) -> Page:
    """Lay the leaves out. ``title`` is the one that the file's own properties state."""
    layout = read_leaves(leaves)
    titles = [(text, "title lines") for text in layout.titles]
    if title:
        titles.append((title, f"{format_} title"))
    return Page(
        format=format_,
        charset=None,
        titles=tuple(titles),
        meta=((f"{format_}:title", title),) if title else (),
        breadcrumb=(),
        metadata_block=(),
        site_code=None,
        blocks=layout.blocks,
        links=(),
        removed=layout.removed,
        issues=tuple(_issues(leaves, layout)),
    )


def _issues(leaves: Sequence[Leaf], layout: Layout) -> Iterator[Issue]:
    unknown = sum(glyph.text == UNKNOWN for leaf in leaves for glyph in leaf.glyphs)
    if unknown:
        yield Issue("attachment", "unmapped_glyphs", f"{unknown} glyphs name no character; read as unknown")
    for leaf in leaves:
        if leaf.scanned and not leaf.glyphs:
            yield Issue("attachment", "scanned_page", f"page {leaf.number} is a picture without text")
    for block in layout.blocks:
        if is_unread(block):
            yield Issue(
                "tables", "unruled_table", f"{block.source}: a table without ruling lines; its cells are not told"
            )
    if not layout.blocks and not any(leaf.scanned for leaf in leaves):
        yield Issue("attachment", "no_text", "the document holds no text")
