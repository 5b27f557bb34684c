"""``Page`` as JSON and back: what crosses the pipe from the sandboxed reader."""

import json
from typing import Any

from archive.model import Block, Grid, Issue, Layout, Link, Page, Removed


def encode_page(page: Page) -> bytes:
    """The page as UTF-8 JSON; each cell once, with its place."""
    return json.dumps(
        {
            "format": page.format,
            "charset": page.charset,
            "titles": page.titles,
            "meta": page.meta,
            "breadcrumb": page.breadcrumb,
            "metadata_block": page.metadata_block,
            "site_code": page.site_code,
            "blocks": [(b.kind, b.text, _encode_grid(b.grid), b.source) for b in page.blocks],
            "links": [(link.url, link.text) for link in page.links],
            "removed": [(cut.text, cut.rule) for cut in page.removed],
            "issues": [(issue.stage, issue.code, issue.detail) for issue in page.issues],
        },
        ensure_ascii=True,
    ).encode("ascii")


def _encode_grid(grid: Grid | None) -> Any:
    return None if grid is None else (grid.page, grid.texts, grid.layout.places, grid.layout.rows)


def decode_page(data: bytes) -> Page:
    """The page that ``encode_page`` wrote."""
    raw = json.loads(data)
    return Page(
        format=raw["format"],
        charset=raw["charset"],
        titles=tuple((text, where) for text, where in raw["titles"]),
        meta=tuple((name, content) for name, content in raw["meta"]),
        breadcrumb=tuple(raw["breadcrumb"]),
        metadata_block=tuple((label, value) for label, value in raw["metadata_block"]),
        site_code=raw["site_code"],
        blocks=tuple(Block(kind, text, _decode_grid(grid), source) for kind, text, grid, source in raw["blocks"]),
        links=tuple(Link(*link) for link in raw["links"]),
        removed=tuple(Removed(*cut) for cut in raw["removed"]),
        issues=tuple(Issue(*issue) for issue in raw["issues"]),
    )


def _decode_grid(raw: Any) -> Grid | None:
    if raw is None:
        return None
    page, texts, places, rows = raw
    return Grid(Layout(tuple(map(tuple, places)), tuple(map(tuple, rows))), tuple(texts), page)
