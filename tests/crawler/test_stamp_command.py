"""``scrapy stamp``: an authority that is not ours witnesses the head of the chain, and anybody can check it later."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.__main__ import main
from archive.errors import WarcError
from archive.verify.stamping import keep_stamp, stamp_query
from crawler.commands.stamp import post
from crawler.errors import CrawlerError
from tests.support.authority import Authority, authority, make_authority, openssl, reply
from tests.support.small_portal import scrapy
from tests.support.warcedit import build
from tests.support.warcs import exchange, warcs, writer

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


@pytest.fixture(scope="module")
def witness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with authority(tmp_path_factory.mktemp("authority")) as found:
        yield found


def stamp(archive: Path, witness: Authority) -> Path:
    """Have the head of an archive stamped; the token."""
    query = stamp_query(archive / "warc")
    keep_stamp(query, post(witness.url, query.request), archive / "warc")
    return query.text.with_name(query.text.name + ".tsr")


def check(archive: Path, *arguments: str | Path) -> int:
    return main(["verify", "--archive", str(archive), "--jobs", "1", *map(str, arguments)])


def test_the_command_keeps_a_stamp_that_a_stranger_can_check(
    tmp_path: Path, witness: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "data"
    build(archive / "warc")
    done = scrapy(tmp_path, "stamp", project="default", STAMP_AUTHORITY=witness.url)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("stamp: stamps/000002.txt.tsr: existed by 20")
    text = archive / "warc" / "stamps" / "000002.txt"
    said = openssl("ts", "-verify", "-in", f"{text}.tsr", "-data", text, "-CAfile", witness.roots)
    assert "OK" in said
    assert check(archive, "--roots", witness.roots) == 0
    out = capsys.readouterr().out
    assert "says CN=Test authority\n" in out
    assert check(archive) == 0
    assert "its signature was not checked" in capsys.readouterr().out


def test_a_longer_chain_still_holds_the_stamped_head(tmp_path: Path, witness: Authority) -> None:
    build(tmp_path / "warc")
    stamp(tmp_path, witness)
    with writer(tmp_path / "warc") as w:
        w.write_exchange(exchange("http://www.qingxi.test/later", seconds=500))
    assert check(tmp_path, "--roots", witness.roots) == 0


def test_an_authority_that_sends_its_certificate_alone(tmp_path: Path) -> None:
    build(tmp_path / "warc")
    with authority(tmp_path / "authority", whole_chain=False) as witness:
        stamp(tmp_path, witness)
    assert check(tmp_path, "--roots", witness.roots) == 0


def _last_file_gone(archive: Path) -> None:
    warcs(archive)[-1].unlink()
    sorted(archive.rglob("*.cdxj"))[-1].unlink()
    manifest = archive / "warc" / "manifest.jsonl"
    manifest.write_text("".join(manifest.read_text().splitlines(keepends=True)[:-1]))


def _other_head(archive: Path) -> None:
    text = archive / "warc" / "stamps" / "000002.txt"
    text.write_text(text.read_text().replace("line 2", "line 1"))


def _stamp_of_another(archive: Path) -> None:
    build(archive / "other" / "warc")
    token = archive / "warc" / "stamps" / "000002.txt.tsr"
    query = stamp_query(archive / "other" / "warc")
    token.write_bytes(reply(archive / "authority", query.request))


def _another_authority(archive: Path) -> None:
    make_authority(archive / "forger", name="Forger")
    query = stamp_query(archive / "warc")
    query.text.with_name(query.text.name + ".tsr").write_bytes(reply(archive / "forger", query.request))


def _changed_time(archive: Path) -> None:
    """The instant in the token is put back a year: what is signed no longer fits."""
    token = archive / "warc" / "stamps" / "000002.txt.tsr"
    data = token.read_bytes()
    at = data.index(b"\x18\x0f20") + 5
    token.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_last_file_gone, "bad_head"),
        (_other_head, "bad_head"),
        (_stamp_of_another, "bad_stamp"),
        (_another_authority, "bad_stamp"),
        (_changed_time, "bad_stamp"),
        (lambda archive: (archive / "warc" / "stamps" / "000002.txt.tsr").unlink(), "bad_stamp"),
        (lambda archive: (archive / "warc" / "stamps" / "000002.txt.tsr").write_bytes(b"x"), "bad_stamp"),
    ],
)
def test_what_was_changed_since_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: Callable[[Path], object], code: str
) -> None:
    build(tmp_path / "warc")
    roots = make_authority(tmp_path / "authority")
    query = stamp_query(tmp_path / "warc")
    keep_stamp(query, reply(tmp_path / "authority", query.request), tmp_path / "warc")
    assert check(tmp_path, "--roots", roots) == 0
    capsys.readouterr()
    change(tmp_path)
    assert check(tmp_path, "--roots", roots) == 1
    faults = [line for line in capsys.readouterr().out.splitlines()[:-1] if not line.startswith("stamp: ")]
    assert len(faults) == 1, faults
    assert f": {code}: " in faults[0]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("", "no authority is named; choose whom you trust"),
        ("ftp://x/", "'ftp://x/' is no http or https URL"),
        ("http://127.0.0.1:1/", "http://127.0.0.1:1/: [Errno 111] Connection refused"),
    ],
)
def test_what_cannot_be_asked_is_one_line(tmp_path: Path, url: str, message: str) -> None:
    build(tmp_path / "data" / "warc")
    done = scrapy(tmp_path, "stamp", project="default", STAMP_AUTHORITY=url)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert message in done.stderr


def test_an_answer_that_is_no_stamp_is_not_kept(tmp_path: Path, witness: Authority) -> None:
    root = tmp_path / "warc"
    build(root)
    query = stamp_query(root)
    with pytest.raises(CrawlerError, match="/refusing: Forbidden"):
        post(f"{witness.url}refusing", query.request)
    other = stamp_query(root)
    for answer, reason in (
        (post(f"{witness.url}broken", query.request), "no answer of a time-stamping authority"),
        (reply(witness.folder, b"\x30\x00"), "the authority refused"),
        (reply(witness.folder, other.request), "its nonce is not ours"),
    ):
        with pytest.raises(WarcError, match=reason):
            keep_stamp(query, answer, root)
    assert not list(root.rglob("*.tsr"))
