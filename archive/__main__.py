"""``python -m archive COMMAND``: each command is one module of ``archive.cli``."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from typing import Protocol, cast

from archive.errors import ArchiveError, UsageError

COMMANDS = {
    "extract": "read one document and print what it says, as JSON",
    "import": "keep local files as resource records of a WARC",
    "verify": "check WARC files: digests, pairing, whole members, revisit targets",
    "wacz": "package WARC files as WACZ",
    "index": "read WARC files into the index, only what is new",
    "rebuild": "make the index again from the WARC files alone",
    "export": "write the panel as CSV and Parquet with a codebook",
    "status": "say how the archive stands: disk, files, runs, what is due, what is unindexed",
    "browse": "serve the index with Datasette on 127.0.0.1",
}
EXAMPLES = {
    "extract": "report.html --url http://www.example.gov.cn/2024.html",
    "import": "report.pdf --url http://www.example.gov.cn/2024.pdf",
    "verify": "data/warc/shenyang",
    "wacz": "shenyang.wacz data/warc/shenyang",
    "index": "--archive data",
    "rebuild": "--archive data",
    "export": "export --archive data --format csv",
    "status": "--archive data",
    "browse": "data/demo --port auto",
}


class Command(Protocol):
    """What a module of ``archive.cli`` offers; ``run`` returns the exit status."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, args: argparse.Namespace) -> int: ...


def _load(name: str) -> Command:
    module = "import_" if name == "import" else name
    return cast(Command, importlib.import_module(f"archive.cli.{module}"))


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; errors that a user can act on are one line on stderr and exit status 1, or 2 where the command
    was called wrongly, as argparse says it."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(
        prog="python -m archive", description="The nianbao archive: captures in, rows out."
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, summary in COMMANDS.items():
        subparser = subparsers.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            epilog=f"example: python -m archive {name} {EXAMPLES[name]}",
        )
        if name in arguments[:1]:
            _load(name).add_arguments(subparser)
    args = parser.parse_args(arguments)
    try:
        return _load(args.command).run(args)
    except ArchiveError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1
    except BrokenPipeError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
