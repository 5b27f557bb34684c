"""A signed head tells whether the chain was rewritten, with ssh-keygen alone."""

import shutil
import subprocess
from pathlib import Path

import pytest

from archive.__main__ import main
from archive.warc.manifest import chain_head
from tests.support.warcedit import build
from tests.support.warcs import exchange, writer

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """A private key, and the file of allowed signers that names it."""
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "archivist", "-f", str(key)], check=True)
    signers = tmp_path / "signers"
    signers.write_text(f"archivist@qingxi.test {key.with_suffix('.pub').read_text()}")
    return key, signers


def _rewrite_chain(root: Path) -> None:
    """The same files in a chain of the other order, whole in itself."""
    before = chain_head(root)
    (root / "manifest.jsonl").unlink()
    for path in sorted(root.rglob("*.warc.gz"), reverse=True):
        path.rename(path.with_name(path.name + ".open"))
        writer(root).close()
    assert chain_head(root) != before


def test_signed_then_checked(tmp_path: Path, keys: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    key, signers = keys
    root = tmp_path / "warc"
    build(root)
    base = ["verify", "--archive", str(tmp_path), "--jobs", "1"]
    assert main([*base, "--sign", str(key)]) == 0
    assert "signed: " in capsys.readouterr().out
    with writer(root) as w:
        w.write_exchange(exchange("http://www.qingxi.test/later", seconds=500))
    assert main([*base, "--signers", str(signers)]) == 0, "a longer chain still holds the signed head"
    text = root / "heads" / "000002.txt"
    command = ["ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", "archivist@qingxi.test", "-n", "nianbao"]
    with text.open("rb") as stdin:
        subprocess.run([*command, "-s", f"{text}.sig"], stdin=stdin, check=True, capture_output=True)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_rewrite_chain, "bad_head"),
        (lambda root: (root / "heads" / "000002.txt").write_text("x"), "bad_head"),
        (lambda root: (root / "heads" / "000002.txt.sig").unlink(), "bad_signature"),
        (lambda root: (root / "heads" / "000002.txt.sig").write_text("x"), "bad_signature"),
    ],
)
def test_what_was_rewritten_shows(
    tmp_path: Path, keys: tuple[Path, Path], capsys: pytest.CaptureFixture[str], change: object, code: str
) -> None:
    key, signers = keys
    root = tmp_path / "warc"
    build(root)
    assert main(["verify", "--archive", str(tmp_path), "--jobs", "1", "--sign", str(key)]) == 0
    assert callable(change)
    change(root)
    assert main(["verify", "--archive", str(tmp_path), "--jobs", "1", "--signers", str(signers)]) == 1
    assert f": {code}: " in capsys.readouterr().out


def test_a_stranger_is_no_signer(tmp_path: Path, keys: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    key, signers = keys
    build(tmp_path / "warc")
    assert main(["verify", "--archive", str(tmp_path), "--jobs", "1", "--sign", str(key)]) == 0
    signers.write_text("")
    assert main(["verify", "--archive", str(tmp_path), "--jobs", "1", "--signers", str(signers)]) == 1
    assert "bad_signature" in capsys.readouterr().out


def test_nothing_to_sign(tmp_path: Path, keys: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "warc").mkdir()
    assert main(["verify", "--archive", str(tmp_path), "--sign", str(keys[0])]) == 2
    assert "there is no finished file to vouch for" in capsys.readouterr().err
