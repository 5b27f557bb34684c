"""Who can say what the chain was: heads that somebody noted, signatures, time stamps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from archive.verify.faults import Fault
from archive.verify.heads import STAMPED
from archive.verify.signing import head_faults
from archive.warc.manifest import NAME as MANIFEST

if TYPE_CHECKING:
    from archive.verify.stamping import Stamp


@dataclass(frozen=True, slots=True)
class Witnesses:
    """``heads`` are SHA-256 in hex, ``signers`` is a file of ssh's allowed signers, ``roots`` one of certificates (PEM)
    that vouch for time-stamping authorities."""

    heads: tuple[str, ...] = ()
    signers: Path | None = None
    roots: Path | None = None


def ask(witnesses: Witnesses, root: Path, hashes: Sequence[str]) -> "Iterator[Fault | Stamp]":
    """What speaks against the chain, of whose lines ``hashes`` has the SHA-256, and the stamps that speak for it."""
    for head in witnesses.heads:
        if head.lower() not in hashes:
            detail = f"no line has the SHA-256 {head}: lines were changed or taken away since it was noted"
            yield Fault(MANIFEST, None, "bad_head", detail, (MANIFEST,))
    yield from head_faults(root, hashes, witnesses.signers)
    if (root / STAMPED).is_dir():
        from archive.verify.stamping import (
            check_stamps,  # its libraries take longer to load than a small archive to check
        )

        yield from check_stamps(root, hashes, witnesses.roots)
