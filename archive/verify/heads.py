"""The head of the chain in a small text file, for a witness to sign or to stamp.

Whoever holds a witnessed head can tell whether anything that was in the archive then has been changed since; a chain
alone could be rewritten from its first line by whoever owns the disk.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.errors import UsageError
from archive.verify.faults import Fault
from archive.warc.manifest import NAME as MANIFEST
from archive.warc.manifest import Head, chain_head
from archive.warc.paths import file_errors

SIGNED, STAMPED = "heads", "stamps"

_HEAD = re.compile(r"nianbao archive, manifest line (\d+), SHA-256 ([0-9a-f]{64})\n")


def head_text(head: Head) -> str:
    """The text that is signed, stamped, printed or cited."""
    return f"nianbao archive, manifest line {head.number}, SHA-256 {head.sha256}\n"


def write_head(root: Path, folder: str) -> Path:
    """Write the head of the chain to ``<root>/<folder>/<number>.txt``. Raises UsageError where there is none yet."""
    head = chain_head(root)
    if head is None:
        raise UsageError(f"{root}: there is no finished file to vouch for")
    path = root / folder / f"{head.number:06d}.txt"
    with file_errors(path):
        path.parent.mkdir(exist_ok=True)
        path.write_text(head_text(head), encoding="ascii")
    return path


def kept_heads(root: Path, folder: str, hashes: Sequence[str]) -> Iterator[Path | Fault]:
    """The texts of a folder whose head is that of the chain's line, of which ``hashes`` has the SHA-256; a Fault for
    every other."""
    for path in sorted((root / folder).glob("*.txt")):
        name = path.relative_to(root).as_posix()
        with file_errors(path):
            match = _HEAD.fullmatch(path.read_text(encoding="ascii", errors="replace"))
        if match is None:
            yield Fault(name, None, "bad_head", "not the text of a head")
        elif hashes[int(match[1]) - 1 : int(match[1])] != [match[2]]:
            detail = f"line {match[1]} of {MANIFEST} is not the one it was made from"
            yield Fault(name, None, "bad_head", detail, (MANIFEST,))
        else:
            yield path
