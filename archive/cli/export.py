"""``python -m archive export DIR``."""

import argparse
import sys
from pathlib import Path

from archive.cli.index import add_database_arguments, show_progress, warc_root
from archive.errors import UsageError

FORMATS = {"csv": ("csv",), "parquet": ("parquet",), "both": ("csv", "parquet")}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("directory", nargs="?", type=Path, metavar="DIR", help="the folder to write")
    add_database_arguments(parser)
    parser.add_argument("--format", choices=sorted(FORMATS), default="both", help="of the tables [%(default)s]")
    parser.add_argument("--bom", action="store_true", help="begin each CSV with a byte order mark, for Excel")
    parser.add_argument("--codebook", action="store_true", help="only print the codebook, which is docs/schema.md")


def run(args: argparse.Namespace) -> int:
    if args.codebook:
        from archive.index.codebook import markdown

        sys.stdout.write(markdown())
        return 0
    if args.directory is None:
        raise UsageError("export needs the folder to write: python -m archive export DIR")
    from archive.export import export

    root = warc_root(args.database)
    formats = FORMATS[args.format]
    report = export(args.database, args.directory, root, formats=formats, bom=args.bom, progress=show_progress)
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)
    for file, rows in report.files:
        print(f"{args.directory / file}: {rows} rows")
    print(f"{args.directory}: codebook.csv, codebook.md, keys.csv, datapackage.json, CITATION.cff")
    return 0
