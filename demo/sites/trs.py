"""Lists as TRS WCM writes them: ``index.htm``, ``index_1.htm`` …, the number of pages only in ``createPageHTML``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from demo.model import PortalWorld
from demo.resource import Resource, static
from demo.sites.common import Entry, Shell, pages_of, relative, stub

_SCRIPT = """<script>
function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt) {
  for (var i = 0; i < _nPageCount; i++) {
    var name = _sPageName + (i ? "_" + i : "") + "." + _sPageExt;
    document.write(i == _nCurrIndex ? "<span>" + (i + 1) + "</span>" : "<a href='" + name + "'>" + (i + 1) + "</a>");
  }
}
createPageHTML(%d, %d, "index", "%s");
</script>"""


@dataclass(frozen=True, slots=True)
class Listing:
    """A column: its folder, the extension of its pages, its name, its breadcrumb and what stands beside the list."""

    folder: str
    extension: str
    name: str
    path: str
    beside: str


def list_pages(
    shell: Shell, listing: Listing, entries: Sequence[Entry], rows: int, modified: datetime
) -> dict[str, Resource]:
    """The column's pages, its folder, and the stub that the platform leaves one page past the end."""
    pages = pages_of(entries, rows)
    found: dict[str, Resource] = {}
    for number, page in enumerate(pages):
        name = f"index_{number}" if number else "index"

        def text(page: Sequence[Entry] = page, number: int = number) -> str:
            return _list_page(shell, listing, page, number, len(pages))

        found[f"{listing.folder}/{name}.{listing.extension}"] = static("list", text, modified, shell.charset)
    found[f"{listing.folder}/"] = found[f"{listing.folder}/index.{listing.extension}"]
    found[f"{listing.folder}/index_{len(pages)}.{listing.extension}"] = static("stub", lambda: stub(shell), modified)
    return found


def _list_page(shell: Shell, listing: Listing, entries: Sequence[Entry], number: int, count: int) -> str:
    items = "\n".join(
        f'<li><a href="{escape(relative(entry.url, listing.folder))}" title="{escape(entry.text)}" target="_blank">'
        f"{escape(_cut(entry.text))}</a><span>{entry.day:%Y-%m-%d}</span></li>"
        for entry in entries
    )
    content = f"""<div class="position">当前位置：{listing.path}</div>
<div class="left-menu"><h3>政府信息公开</h3>{listing.beside}</div>
<div class="right-list"><h2>{escape(listing.name)}</h2>
<ul class="list">
{items}
</ul>
<div class="page">{_SCRIPT % (count, number, listing.extension)}</div></div>"""
    return shell.page(f"{listing.name}-{shell.site_name}", content)


def _cut(text: str) -> str:
    """Long titles are cut in lists; the title attribute has them whole."""
    return text if len(text) <= 36 else f"{text[:34]}..."


def home(shell: Shell, portal: PortalWorld) -> str:
    """The inside of a portal's home page."""
    news = "\n".join(f"<li><a href='/zwgk/tzgg/'>{escape(title)}</a></li>" for title in _NEWS)
    columns = " ".join(f'<a href="{escape(url)}">{escape(text)}</a>' for text, url in shell.menu)
    return (
        f'<div class="news"><h2>{escape(portal.organ)}要闻</h2><ul>{news}</ul></div>'
        f'<div class="columns">{columns}</div>'
    )


_NEWS = (
    "政府常务会议研究部署春耕备耕和安全生产工作",
    "重点项目集中开工活动举行",
    "便民服务热线全年受理诉求情况公布",
)
