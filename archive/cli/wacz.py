"""``python -m archive wacz FILE.wacz [PATH…]``."""

import argparse
import sys
from pathlib import Path

from archive.errors import DocumentError, ToolMissingError, UsageError
from archive.model import Capture, Document
from archive.text import read_page
from archive.warc.paths import is_warc, warc_files
from archive.warc.wacz import PageText, write_wacz

_PAGE_TYPES = ("text/html", "application/xhtml+xml")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", type=Path, metavar="FILE", help="the WACZ to write, its name ending in .wacz")
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="WARC files, or folders of them [the whole archive]"
    )
    parser.add_argument("--archive", type=Path, default=Path("data"), metavar="DIR", help="the archive [%(default)s]")
    parser.add_argument("--title", default="", help="what a player shows as the package's name [FILE's name]")


def run(args: argparse.Namespace) -> int:
    """Prints one line on what was packaged."""
    if args.target.suffix != ".wacz":
        raise UsageError(f"{args.target}: the first argument is the file to write, and its name ends in .wacz")
    root: Path = args.archive / "warc"
    package = write_wacz(args.target, _files(args.paths or [root]), root, describe, title=args.title)
    print(f"{package.path}: {package.captures} captures, {package.pages} pages with text, {package.size} bytes")
    return 0


def _files(paths: list[Path]) -> list[Path]:
    files: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: there is no such file or folder")
        files.update(dict.fromkeys([path] if is_warc(path) else warc_files(path)))
    fit = [path for path in files if path.name.endswith((".warc.gz", ".warc"))]
    for path in sorted(files.keys() - set(fit)):
        print(f"warning: {path}: left out, a WACZ holds .warc.gz and .warc only", file=sys.stderr)
    return fit


def describe(capture: Capture) -> PageText | None:
    """Title and text of an HTML page; None for anything else, and for what cannot be read as a page."""
    declared = (capture.declared_type or "").partition(";")[0].strip().lower()
    if declared not in _PAGE_TYPES or not capture.body:
        return None
    try:
        page = read_page(Document(capture.body, url=capture.url, declared_type=capture.declared_type))
    except (DocumentError, ToolMissingError):
        return PageText("", "")
    title = page.titles[0][0] if page.titles else ""
    return PageText(title, "\n".join(block.text for block in page.blocks))
