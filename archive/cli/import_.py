"""``python -m archive import FILE… --url URL``: keep local files; link in WARC files of others."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from archive.errors import UsageError, WarcError
from archive.warc.external import adopt
from archive.warc.local import Kept, LocalFile, check_url, keep, parse_instant, read_folder, read_list
from archive.warc.paths import is_warc


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="a saved page or document, a folder of them that mirrors a site, a WARC, ARC or WACZ",
    )
    parser.add_argument(
        "--url",
        action="append",
        default=[],
        help="where FILE was saved from (of a folder: its base, ending in /); once per FILE, in order",
    )
    parser.add_argument("--list", type=Path, metavar="TSV", help="lines of FILE<tab>URL[<tab>TYPE[<tab>INSTANT]]")
    parser.add_argument("--declared-type", metavar="TYPE", help="the Content-Type, where FILE's name does not tell")
    parser.add_argument("--captured-at", default="", metavar="INSTANT", help="when FILE was saved (ISO 8601; now)")
    parser.add_argument("--archive", type=Path, default=Path("data"), metavar="DIR", help="the archive (data)")


def run(args: argparse.Namespace) -> int:
    """Prints one line a file; exit status 1 where one of them could not be kept."""
    root: Path = args.archive / "warc"
    others = [path for path in args.files if is_warc(path)]
    files = _local_files(args, [path for path in args.files if not is_warc(path)])
    failed = sum(not _adopt(path, root) for path in others)
    for result in keep(files, root) if files else ():
        if isinstance(result, WarcError):
            failed += 1
            print(f"error: {result}", file=sys.stderr)
        else:
            print(_line(result))
    return 1 if failed else 0


def _local_files(args: argparse.Namespace, paths: list[Path]) -> list[LocalFile]:
    listed = read_list(args.list) if args.list else []
    if len(args.url) > len(paths) < len(args.files):
        container = next(path for path in args.files if is_warc(path))
        raise UsageError(f"{container}: holds captures, which have URLs of their own; leave --url away")
    if len(args.url) != len(paths):
        raise UsageError(f"{len(paths)} files and {len(args.url)} --url: each file needs the URL it was saved from")
    if not listed and not args.files:
        raise UsageError("nothing to import: name a FILE with its --url, a WARC, or a --list")
    instant = parse_instant(args.captured_at)
    named: list[LocalFile] = []
    for path, url in zip(paths, args.url, strict=True):
        if path.is_dir():
            named += [replace(file, captured_at=instant) for file in read_folder(path, url)]
        else:
            named.append(LocalFile(path, check_url(url), args.declared_type, instant))
    return [*named, *listed]


def _adopt(path: Path, root: Path) -> bool:
    try:
        link = adopt(path, root)
    except WarcError as error:
        print(f"error: {error}", file=sys.stderr)
        return False
    print(f"linked {path} as {link}")
    return True


def _line(kept: Kept) -> str:
    what = f"{kept.file.path} as {kept.file.url} ({kept.content_type}, {kept.size} bytes)"
    return f"had {what} already" if kept.location is None else f"kept {what} in {kept.location.file}"
