"""Small HTML pages with a style sheet, and what one cell of theirs says."""

from archive.model import Document, Page
from archive.text import read_page


def page_of(body: str, rules: str, head: str = "") -> Page:
    """The page that shows ``body`` under the style sheet ``rules``; ``head`` is more of the head's markup."""
    sheet = f"<style>{rules}</style>" if rules else ""
    markup = f'<html><head>{head}{sheet}</head><body><div class="TRS_Editor">{body}</div></body></html>'
    return read_page(Document(markup.encode(), None, "text/html; charset=utf-8"))


def cell_of(markup: str, rules: str, head: str = "") -> str:
    """What the cell ``<td`` + ``markup`` says, in a table that is data."""
    table = (
        f'<table class="t"><tr><td>信息内容</td><td>数量</td></tr><tr><td>行政许可</td><td {markup}</td></tr></table>'
    )
    page = page_of(f"<p>一、主动公开，情况如下。</p>{table}<p>二、其他，没有。</p>", rules, head)
    (grid,) = [block.grid for block in page.blocks if block.grid is not None]
    return grid.texts[-1]
