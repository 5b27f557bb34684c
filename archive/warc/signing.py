"""The head of the chain in a small text file, and a signature of it by an ordinary tool: ``ssh-keygen -Y``.

Whoever holds a signed head can tell whether anything that was in the archive then has been changed since; a chain alone
could be rewritten from its first line by whoever owns the disk.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.errors import ToolMissingError, UsageError, WarcError
from archive.warc.faults import MANIFEST, Fault
from archive.warc.manifest import Head, chain_head
from archive.warc.paths import file_errors

FOLDER = "heads"
NAMESPACE = "nianbao"

_HEAD = re.compile(r"nianbao archive, manifest line (\d+), SHA-256 ([0-9a-f]{64})\n")


def head_text(head: Head) -> str:
    """The text that is signed, printed or cited."""
    return f"nianbao archive, manifest line {head.number}, SHA-256 {head.sha256}\n"


def sign_head(root: Path, key: Path) -> Path:
    """Write the head of the chain to ``<root>/heads/<number>.txt`` with its signature beside it (``.sig``).

    ``key`` is a private key of ssh. Raises UsageError where there is nothing to sign, ToolMissingError without
    ssh-keygen, WarcError where it refuses.
    """
    head = chain_head(root)
    if head is None:
        raise UsageError(f"{root}: there is no finished file to sign for")
    path = root / FOLDER / f"{head.number:06d}.txt"
    signature = path.with_name(path.name + ".sig")
    with file_errors(path):
        path.parent.mkdir(exist_ok=True)
        path.write_text(head_text(head), encoding="ascii")
        signature.unlink(missing_ok=True)
    _ssh_keygen(["-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(path)])
    return signature


def head_faults(root: Path, hashes: Sequence[str], signers: Path | None) -> Iterator[Fault]:
    """Each kept head must be that of the chain's line, of which ``hashes`` has the SHA-256; with ``signers`` (an
    ``allowed_signers`` file of ssh), each must be signed by one of them."""
    for path in sorted((root / FOLDER).glob("*.txt")):
        name = path.relative_to(root).as_posix()
        with file_errors(path):
            match = _HEAD.fullmatch(path.read_text(encoding="ascii", errors="replace"))
        if match is None:
            yield Fault(name, None, "bad_head", "not the text of a head")
        elif hashes[int(match[1]) - 1 : int(match[1])] != [match[2]]:
            detail = f"line {match[1]} of {MANIFEST} is not the one it was made from"
            yield Fault(name, None, "bad_head", detail, (MANIFEST,))
        elif signers is not None and (reason := _unsigned(path, signers)):
            yield Fault(name, None, "bad_signature", reason)


def _unsigned(path: Path, signers: Path) -> str | None:
    """None where one of the signers signed the file, else why not."""
    signature = path.with_name(path.name + ".sig")
    if not signature.exists():
        return f"{signature.name} is missing"
    try:
        found = _ssh_keygen(["-Y", "find-principals", "-s", str(signature), "-f", str(signers)])
        for principal in found.splitlines():
            options = ["-f", str(signers), "-I", principal, "-n", NAMESPACE, "-s", str(signature)]
            _ssh_keygen(["-Y", "verify", *options], path.read_bytes())
    except WarcError as error:
        return str(error)
    return None


def _ssh_keygen(arguments: list[str], stdin: bytes = b"") -> str:
    tool = shutil.which("ssh-keygen")
    if tool is None:
        raise ToolMissingError("ssh-keygen is not installed (Debian: openssh-client); signatures need it")
    done = subprocess.run([tool, *arguments], input=stdin, capture_output=True, check=False)
    if done.returncode != 0:
        said = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
        raise WarcError(f"ssh-keygen: {said[-1] if said else 'failed'}")
    return done.stdout.decode("utf-8", "replace")
