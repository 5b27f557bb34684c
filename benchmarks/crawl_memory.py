"""Whether memory stays flat: crawls of 2,000 to 50,000 gzip'd pages of 4 KB, with and without archiving.

Small pages, so that it ends within minutes: what could grow with a crawl is what is remembered of each page, and that
does not depend on the page's size.
"""

import tempfile
from pathlib import Path

from benchmarks._page_server import page_server
from benchmarks.crawl_cost import Cost, child, measure

SIZES = (2_000, 10_000, 50_000)
PAGE_BYTES = 4 * 1024
MODES = {"plain Scrapy with our settings": "tuned", "nianbao, every byte kept": "archived"}


def run() -> str:
    """A Markdown table of peak memory in MiB; needs some minutes."""
    costs: dict[tuple[str, int], Cost] = {}
    with page_server(PAGE_BYTES, max(SIZES)) as server:
        for pages in SIZES:
            for mode in MODES.values():
                with tempfile.TemporaryDirectory() as folder:
                    costs[mode, pages] = measure(child(mode, server.port, Path(folder), pages=pages), Path(folder))
    lines = [
        f"| peak MiB after pages | {' | '.join(f'{pages:,}' for pages in SIZES)} |",
        f"|---|{'---|' * len(SIZES)}",
        *(
            f"| {name} | {' | '.join(f'{costs[mode, pages].memory:.1f}' for pages in SIZES)} |"
            for name, mode in MODES.items()
        ),
    ]
    ratios = [costs["archived", pages].memory / costs["tuned", pages].memory for pages in SIZES]
    lines.append(f"| × | {' | '.join(f'{ratio:.2f}' for ratio in ratios)} |")
    return "\n".join(lines)
