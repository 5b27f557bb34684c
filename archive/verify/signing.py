"""A signature of the chain's head by an ordinary tool: ``ssh-keygen -Y``."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.errors import ToolMissingError, WarcError
from archive.verify.faults import Fault
from archive.verify.heads import SIGNED, kept_heads, write_head
from archive.warc.paths import file_errors

NAMESPACE = "nianbao"


def sign_head(root: Path, key: Path) -> Path:
    """Write the head of the chain to ``<root>/heads/<number>.txt`` with its signature beside it (``.sig``).

    ``key`` is a private key of ssh. Raises UsageError where there is nothing to sign, ToolMissingError without
    ssh-keygen, WarcError where it refuses.
    """
    path = write_head(root, SIGNED)
    signature = path.with_name(path.name + ".sig")
    with file_errors(path):
        signature.unlink(missing_ok=True)
    _ssh_keygen(["-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(path)])
    return signature


def head_faults(root: Path, hashes: Sequence[str], signers: Path | None) -> Iterator[Fault]:
    """Each kept head must be that of the chain's line, of which ``hashes`` has the SHA-256; with ``signers`` (an
    ``allowed_signers`` file of ssh), each must be signed by one of them."""
    for kept in kept_heads(root, SIGNED, hashes):
        if isinstance(kept, Fault):
            yield kept
        elif signers is not None and (reason := _unsigned(kept, signers)):
            yield Fault(kept.relative_to(root).as_posix(), None, "bad_signature", reason)


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
