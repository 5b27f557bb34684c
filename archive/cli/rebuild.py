"""``python -m archive rebuild [PATH…]``."""

import argparse

from archive.cli.index import add_index_arguments, paths_or_default, readers_of, report_lines, show_progress, warc_root
from archive.index import indexed_elsewhere, rebuild_index


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_index_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Without paths: the archive's own WARC files, and those the present index read where they lie elsewhere."""
    root = warc_root(args.database)
    paths = paths_or_default(args.paths, root)
    if not args.paths:
        paths += indexed_elsewhere(args.database, root)
    with readers_of(args) as readers:
        report = rebuild_index(args.database, paths, root, show_progress, readers=readers)
    return report_lines(report, args.database)
