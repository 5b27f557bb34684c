"""``python -m archive verify [PATH…]``."""

import argparse
import os
import sys
from pathlib import Path

from archive.errors import WarcError
from archive.verify import Witnesses, verify
from archive.verify.signing import sign_head
from archive.warc.manifest import Head, chain_head
from archive.warc.paths import OPEN_SUFFIX
from archive.warc.repair import repair_folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="WARC or WACZ files, or folders of them [the whole archive]"
    )
    parser.add_argument("--archive", type=Path, default=Path("data"), metavar="DIR", help="the archive [%(default)s]")
    parser.add_argument(
        "--jobs",
        type=int,
        default=os.cpu_count() or 1,
        metavar="N",
        help="processes that share the files [%(default)s]",
    )
    parser.add_argument("--sign", type=Path, metavar="KEY", help="sign the chain's head with a private key of ssh")
    parser.add_argument("--signers", type=Path, metavar="FILE", help="check signatures against ssh's allowed_signers")
    parser.add_argument("--roots", type=Path, metavar="PEM", help="check time stamps against these certificates")
    parser.add_argument(
        "--head",
        action="append",
        default=[],
        metavar="HASH",
        help="a head of the chain that was noted, in print or in a citation: a line of the manifest must have it",
    )
    parser.add_argument("--repair", action="store_true", help="first finish the files that a dead process left open")


def run(args: argparse.Namespace) -> int:
    """Prints one line a fault; exit status 1 where there is any."""
    root: Path = args.archive / "warc"
    if args.repair:
        _repair(root)
    witnesses = Witnesses(tuple(args.head), args.signers, args.roots)
    result = verify(args.paths, root, jobs=args.jobs, witnesses=witnesses)
    faults = result.faults
    for fault in faults:
        print(fault.line())
    for stamp in result.stamps:
        print(f"stamp: {stamp.line()}")
    for warning in result.warnings:
        print(f"warning: {warning.line()}")
    print(
        f"{result.files} files, {result.records} records, {result.size} bytes: "
        f"{len(faults) or 'no'} fault{'' if len(faults) == 1 else 's'}{_chain(root)}"
    )
    if result.files == 0 and not faults and not args.sign:
        print(f"error: there is nothing to verify in {args.paths[0] if args.paths else root}", file=sys.stderr)
        return 1
    if args.sign and not faults:
        print(f"signed: {sign_head(root, args.sign)}")
    return 1 if faults else 0


def _chain(root: Path) -> str:
    try:
        head: Head | None = chain_head(root)
    except WarcError:
        return ""
    return f"; chain of {head.number} files ends in {head.sha256}" if head else ""


def _repair(root: Path) -> None:
    for folder in sorted({path.parent for path in root.rglob(f"*{OPEN_SUFFIX}")}):
        for done in repair_folder(folder, root):
            what = f"finished as {done.path.name}" if done.path else "removed, it held no whole record"
            print(f"{done.left_over}: {what}; {done.cut} bytes that were never acknowledged cut")
