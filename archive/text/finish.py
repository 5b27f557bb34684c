"""What pages of all formats have in common once they are read: radicals folded, metadata above the text set apart."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from archive.model import Block, Page, Removed
from archive.text.characters import has_radicals, whole_characters
from archive.text.metadata import Pair, first_values, pairs_of_table

# A table of metadata stands above the text: among the first blocks, before any long paragraph.
_HEAD = 6
_SHORT = 60


def finish(page: Page) -> Page:
    """``page`` with whole characters everywhere, and without the tables of labels and values above its text."""
    page = _whole(page)
    return page if page.format == "html" else _without_metadata_tables(page)  # HTML has more places for them


def _whole(page: Page) -> Page:
    texts = (block.text for block in page.blocks)  # a table's holds all of its cells
    said = (words for pair in (*page.titles, *page.metadata_block, *page.meta) for words in pair)
    if not any(map(has_radicals, chain(texts, said, page.breadcrumb))):
        return page
    return replace(
        page,
        titles=_pairs(page.titles),
        meta=_pairs(page.meta),
        metadata_block=_pairs(page.metadata_block),
        breadcrumb=tuple(map(whole_characters, page.breadcrumb)),
        blocks=tuple(map(_whole_block, page.blocks)),
    )


def _pairs(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    return tuple((whole_characters(first), whole_characters(second)) for first, second in pairs)


def _whole_block(block: Block) -> Block:
    grid = block.grid
    if grid is not None:
        grid = replace(grid, texts=tuple(map(whole_characters, grid.texts)))
    return replace(block, text=whole_characters(block.text), grid=grid)


def _without_metadata_tables(page: Page) -> Page:
    pairs: list[Pair] = []
    taken: list[int] = []
    for at, block in enumerate(page.blocks[:_HEAD]):
        if block.kind != "table" and len(block.text) > _SHORT:
            break
        if block.kind == "table":
            found = pairs_of_table(block.text)
            if found is None:
                break
            pairs.extend(found)
            taken.append(at)
    if not taken:
        return page
    cut = tuple(Removed(" ".join(page.blocks[at].text.split()), "metadata") for at in taken)
    return replace(
        page,
        metadata_block=first_values((*pairs, *page.metadata_block)),
        blocks=tuple(block for at, block in enumerate(page.blocks) if at not in taken),
        removed=(*page.removed, *cut),
    )
