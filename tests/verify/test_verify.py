"""verify finds every planted fault, says where, and finds nothing in clean files."""

import gzip
import json
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.__main__ import main
from archive.verify import Witnesses, verify
from archive.warc.external import adopt
from archive.warc.manifest import chain_head
from archive.warc.record import WarcRecord, compress, encode
from tests.support.foreign import heritrix
from tests.support.warcedit import (
    Plant,
    build,
    data_of,
    members,
    page,
    raw_member,
    records,
    rewrite,
    splice,
    with_field,
)
from tests.support.warcs import ROOT, exchange, warcs, writer


def _set(name: str, value: str | None) -> Callable[[WarcRecord], list[WarcRecord]]:
    return lambda record: [with_field(record, name, value)]


def _gone(record: WarcRecord) -> list[WarcRecord]:
    return []


def _twice(record: WarcRecord) -> list[WarcRecord]:
    return [record, record]


def _other_block(record: WarcRecord) -> list[WarcRecord]:
    return [WarcRecord(record.fields, record.block.replace(b"html", b"HTML"))]


def _file(root: Path) -> Path:
    return warcs(root)[0]


def _swap_first(root: Path) -> None:
    rewrite(_file(root), lambda found: [found[1], found[0], *found[2:]])


def _flip(place: Callable[[Path], int]) -> Callable[[Path], None]:
    def plant(root: Path) -> None:
        path = _file(root)
        at = place(path)
        splice(path, at, 1, bytes([path.read_bytes()[at] ^ 0xFF]))

    return plant


def _in_member(index: int, share: float) -> Callable[[Path], int]:
    return lambda path: members(path)[index].offset + int(members(path)[index].length * share)


def _bad_ending(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return lambda root: raw_member(_file(root), 3, change)


def _repeat(path: Path, at: int, size: int) -> None:
    splice(path, at, 0, path.read_bytes()[at : at + size])


def _merge(root: Path) -> None:
    path = _file(root)
    second, third = members(path)[1:3]
    splice(
        path, second.offset, second.length + third.length, gzip.compress(data_of(path, second) + data_of(path, third))
    )


def _cdxj(change: Callable[[list[str]], list[str]]) -> Callable[[Path], None]:
    def plant(root: Path) -> None:
        path = sorted(root.rglob("*.cdxj"))[0]
        path.write_text("".join(change(path.read_text("utf-8").splitlines(keepends=True))), "utf-8")

    return plant


def _manifest(change: Callable[[list[str]], list[str]]) -> Callable[[Path], None]:
    def plant(root: Path) -> None:
        path = root / "manifest.jsonl"
        path.write_text("".join(change(path.read_text().splitlines(keepends=True))))

    return plant


def _inserted(root: Path) -> None:
    path = _file(root)
    shutil.copy(path, path.with_name("qingxi-20240101T000000Z-00000-host-1.warc.gz"))


def _target_gone(root: Path) -> None:
    rewrite(_file(root), lambda found: [r for r in found if r.target_uri != "http://www.qingxi.test/1"])


def _renamed(root: Path) -> None:
    path = _file(root)
    path.rename(path.with_name("renamed.warc.gz"))


def _manifest_entry(number: int, key: str, value: object) -> Callable[[Path], None]:
    """A value of one line of the chain changed, the lines behind it left as they are."""

    def change(lines: list[str]) -> list[str]:
        lines[number] = json.dumps({**json.loads(lines[number]), key: value}, ensure_ascii=False) + "\n"
        return lines

    return _manifest(change)


def _linked(root: Path) -> None:
    path = _file(root)
    path.rename(root.parent / path.name)
    path.symlink_to(root.parent / path.name)


def _last_gone(root: Path) -> None:
    """The last file with its CDXJ and its line: the chain that is left is whole in itself."""
    path = warcs(root)[-1]
    path.unlink()
    path.with_suffix("").with_suffix(".cdxj").unlink()
    _manifest(lambda lines: lines[:-1])(root)


def _swapped(root: Path) -> None:
    """Two records of one file change places, members and all."""
    rewrite(_file(root), lambda found: [*found[:3], *found[6:9], *found[3:6], *found[9:]])


def _append(file: int, data: Callable[[Path], bytes]) -> Callable[[Path], None]:
    def plant(root: Path) -> None:
        path = warcs(root)[file]
        path.write_bytes(path.read_bytes() + data(root))

    return plant


def _again(root: Path, number: int, name: str, value: str) -> bytes:
    """A record of the first file once more, with one other value."""
    return compress(encode(with_field(records(_file(root))[number], name, f"<{value}>")))


def _whole_copy(root: Path) -> None:
    """A file of another archive, whole in itself, with its CDXJ."""
    build(root.parent / "other")
    for path in sorted((root.parent / "other").rglob("qingxi-*"))[:2]:
        shutil.copy(path, root / "qingxi" / path.name.replace("qingxi-2", "qingxi-1"))


# What is planted, and the code of the one line that tells of it.
FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a byte of a member": (_flip(_in_member(2, 0.6)), "damaged"),
    "a member's check sum": (_flip(lambda p: members(p)[3].offset + members(p)[3].length - 6), "damaged"),
    "a member's signature": (_flip(lambda p: members(p)[4].offset), "damaged"),
    "an answer's member": (_flip(_in_member(3, 0.5)), "damaged"),
    "the warcinfo's member": (_flip(_in_member(0, 0.5)), "damaged"),
    "the last member of all": (_flip(_in_member(-1, 0.5)), "damaged"),
    "the tail cut": (lambda root: splice(_file(root), _in_member(-1, 0.5)(_file(root)), 10_000, b""), "cut_short"),
    "the tail cut between records": (
        lambda root: splice(_file(root), members(_file(root))[-4].offset, 10_000, b""),
        "changed",
    ),
    "garbage at the start": (lambda root: splice(_file(root), 0, 0, b"garbage"), "damaged"),
    "garbage at the end": (lambda root: splice(_file(root), _file(root).stat().st_size, 0, b"\0" * 9), "damaged"),
    "garbage in the middle": (lambda root: splice(_file(root), members(_file(root))[2].offset, 0, b"xx"), "damaged"),
    "half a member in the middle": (
        lambda root: splice(_file(root), members(_file(root))[6].offset, 0, b"\x1f\x8b\x08\0\0"),
        "damaged",
    ),
    "a stretch that stands twice": (
        lambda root: _repeat(_file(root), _in_member(4, 0.5)(_file(root)), 3000),
        "damaged",
    ),
    "an empty file": (lambda root: _file(root).write_bytes(b""), "empty_file"),
    "no gzip at all": (lambda root: _file(root).write_bytes(b"<html></html>"), "damaged"),
    "a member with something else in it": (_append(0, lambda root: gzip.compress(b"<html>" * 9)), "no_record"),
    "a block changed": (Plant("response", _other_block), "block_digest"),
    "a block of a resource changed": (
        Plant("resource", lambda r: [WarcRecord(r.fields, b"%PDF-1.8")], 1),
        "block_digest",
    ),
    "the head of a revisit changed": (
        Plant("revisit", lambda r: [WarcRecord(r.fields, r.block + b" ")], 1),
        "block_digest",
    ),
    "a request changed": (Plant("request", lambda r: [WarcRecord(r.fields, r.block + b" ")]), "block_digest"),
    "metadata changed": (Plant("metadata", lambda r: [WarcRecord(r.fields, r.block + b"x: y\r\n")]), "block_digest"),
    "a payload digest changed": (
        Plant("response", _set("WARC-Payload-Digest", "sha256:" + "0" * 64)),
        "payload_digest",
    ),
    "a block digest taken away": (Plant("request", _set("WARC-Block-Digest", None)), "missing_field"),
    "a payload digest taken away": (Plant("response", _set("WARC-Payload-Digest", None)), "missing_field"),
    "a request taken away": (Plant("request", _gone), "unpaired"),
    "an answer taken away": (Plant("response", _gone), "unpaired"),
    "a resource taken away": (Plant("resource", _gone, 1), "unpaired"),
    "metadata taken away": (Plant("metadata", _gone), "changed"),
    "metadata about nothing": (Plant("metadata", _set("WARC-Concurrent-To", "<urn:uuid:0>")), "unpaired"),
    "records that changed places": (_swapped, "changed"),
    "the warcinfo taken away": (Plant("warcinfo", _gone), "no_warcinfo_first"),
    "the warcinfo second": (_swap_first, "no_warcinfo_first"),
    "a warcinfo twice": (Plant("warcinfo", _twice), "duplicate_id"),
    "a second warcinfo": (_append(0, lambda root: _again(root, 0, "WARC-Record-ID", "urn:uuid:1")), "second_warcinfo"),
    "another id of the warcinfo": (Plant("warcinfo", _set("WARC-Record-ID", "<urn:uuid:0>")), "wrong_warcinfo"),
    "another file's warcinfo": (Plant("response", _set("WARC-Warcinfo-ID", "<urn:uuid:0>")), "wrong_warcinfo"),
    "a record twice": (Plant("response", _twice), "duplicate_id"),
    "a record of the other file": (
        _append(1, lambda root: _again(root, 3, "WARC-Warcinfo-ID", records(warcs(root)[1])[0].id)),
        "unpaired",
    ),
    "an id of the other file": (
        lambda root: Plant("metadata", _set("WARC-Record-ID", f"<{records(_file(root))[1].id}>"), 1)(root),
        "changed",
    ),
    "a type that is none": (Plant("response", _set("WARC-Type", "respons")), "unpaired"),
    "a date that is none": (Plant("request", _set("WARC-Date", "2024-13-01T00:00:00Z")), "bad_date"),
    "another date": (Plant("response", _set("WARC-Date", "2024-03-02T00:00:00Z"), 0), "changed"),
    "another target": (Plant("response", _set("WARC-Target-URI", "http://www.qingxi.test/9"), 0), "changed"),
    "no date": (Plant("request", _set("WARC-Date", None)), "missing_field"),
    "no id": (Plant("request", _set("WARC-Record-ID", None)), "missing_field"),
    "no target": (Plant("response", _set("WARC-Target-URI", None)), "missing_field"),
    "a length too great": (
        _bad_ending(lambda data: data.replace(b"Content-Length: ", b"Content-Length: 9")),
        "bad_ending",
    ),
    "a length too small": (
        _bad_ending(lambda data: re.sub(rb"\r\nContent-Length: \d", b"\r\nContent-Length: ", data, count=1)),
        "bad_ending",
    ),
    "no length": (_bad_ending(lambda data: data.replace(b"Content-Length: ", b"X: ")), "no_record"),
    "no empty lines at the end": (_bad_ending(lambda data: data[:-4]), "bad_ending"),
    "two records in a member": (_merge, "shared_member"),
    "a revisit's target gone": (_target_gone, "changed"),
    "a revisit's date changed": (
        Plant("revisit", _set("WARC-Refers-To-Date", "2001-01-01T00:00:00Z"), 1),
        "revisit_target",
    ),
    "a revisit of nothing": (Plant("revisit", _set("WARC-Refers-To", "<urn:uuid:0>"), 1), "revisit_target"),
    "a revisit that does not say of what": (Plant("revisit", _set("WARC-Refers-To", None), 1), "missing_field"),
    "a revisit of another payload": (
        Plant("revisit", _set("WARC-Payload-Digest", "sha256:" + "0" * 64), 1),
        "revisit_target",
    ),
    "the CDXJ gone": (lambda root: sorted(root.rglob("*.cdxj"))[0].unlink(), "no_cdxj"),
    "the CDXJ emptied": (_cdxj(lambda lines: []), "stale_cdxj"),
    "the CDXJ no CDXJ": (_cdxj(lambda lines: ["x\n"]), "stale_cdxj"),
    "a line of the CDXJ gone": (_cdxj(lambda lines: lines[1:]), "stale_cdxj"),
    "a line of the CDXJ twice": (_cdxj(lambda lines: [lines[0], *lines]), "stale_cdxj"),
    "lines of the CDXJ out of order": (_cdxj(lambda lines: lines[::-1]), "stale_cdxj"),
    "offsets of the CDXJ shifted": (
        _cdxj(lambda lines: [line.replace('"offset": "', '"offset": "1') for line in lines]),
        "stale_cdxj",
    ),
    "ids of the CDXJ changed": (
        _cdxj(lambda lines: [line.replace("urn:uuid:", "urn:uuid:0") for line in lines]),
        "stale_cdxj",
    ),
    "a CDXJ without its file": (lambda root: _file(root).with_name("x.cdxj").touch(), "orphan_cdxj"),
    "a file left open": (lambda root: _file(root).with_name("x.warc.gz.open").touch(), "left_over"),
    "a file gone": (lambda root: _file(root).unlink(), "missing_file"),
    "a file slipped in": (_inserted, "not_in_chain"),
    "another archive's file slipped in": (_whole_copy, "not_in_chain"),
    "another tool's file slipped in": (
        lambda root: (root / "qingxi" / "WEB.warc.gz").write_bytes(heritrix()),
        "not_in_chain",
    ),
    "a file renamed": (_renamed, "renamed"),
    "a file grown": (
        lambda root: splice(_file(root), 0, 0, _file(root).read_bytes()[: members(_file(root))[0].length]),
        "duplicate_id",
    ),
    "a file that is a link": (_linked, "linked"),
    "a line of the manifest changed": (
        _manifest(lambda lines: [lines[0].replace("1", "2"), *lines[1:]]),
        "broken_chain",
    ),
    "a line of the manifest gone": (_manifest(lambda lines: lines[1:]), "broken_chain"),
    "lines of the manifest changed places": (_manifest(lambda lines: lines[::-1]), "broken_chain"),
    "a line of the manifest twice": (_manifest(lambda lines: [*lines, lines[-1]]), "broken_chain"),
    "the last line of the manifest gone": (_manifest(lambda lines: lines[:-1]), "not_in_chain"),
    "the manifest gone": (lambda root: (root / "manifest.jsonl").unlink(), "broken_chain"),
    "the manifest no JSON": (_manifest(lambda lines: ["{\n", *lines]), "broken_chain"),
    "a line of the manifest torn by line ends": (
        _manifest(lambda lines: [lines[0].replace('"', '\n"'), *lines[1:]]),
        "broken_chain",
    ),
    "the last line of the manifest spelled otherwise": (
        _manifest(lambda lines: [*lines[:-1], lines[-1].replace('"size": ', '"size": 0, "size": ')]),
        "broken_chain",
    ),
    "the second half of the manifest gone": (_manifest(lambda lines: lines[:1]), "not_in_chain"),
    "a name in the manifest": (_manifest_entry(1, "file", "qingxi/x.warc.gz"), "broken_chain"),
    "a date in the manifest": (_manifest_entry(0, "first_date", "2020-01-01T00:00:00Z"), "broken_chain"),
    "a date in the last line": (_manifest_entry(-1, "last_date", "2020-01-01T00:00:00Z"), "wrong_entry"),
    "an id in the last line": (_manifest_entry(-1, "first_id", "urn:uuid:0"), "wrong_entry"),
    "a count in the last line": (_manifest_entry(-1, "records", 3), "wrong_entry"),
    "a size in the last line": (_manifest_entry(-1, "size", 3), "changed"),
    "a digest in the last line": (_manifest_entry(-1, "sha256", "0" * 64), "changed"),
    "a name in the last line": (_manifest_entry(-1, "file", "qingxi/x.warc.gz"), "wrong_entry"),
    "a number in the last line": (_manifest_entry(-1, "number", 7), "broken_chain"),
    "the last file gone with its line": (_last_gone, "bad_head"),
}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("clean") / "warc"
    build(root)
    with writer(root) as w:
        for number in range(5):
            w.write_exchange(exchange(f"http://www.qingxi.test/{number}", page(number), seconds=200 + number))
    return root


def test_clean_files_have_no_fault(clean: Path) -> None:
    result = verify([], clean)
    assert (result.faults, result.warnings, result.files, result.records) == ((), (), 3, 37)


@pytest.mark.parametrize("name", FAULTS)
def test_planted_fault_is_found_and_is_one_line(name: str, clean: Path, tmp_path: Path) -> None:
    plant, code = FAULTS[name]
    root = tmp_path / "warc"
    shutil.copytree(clean, root)
    head = chain_head(clean)
    plant(root)
    assert head is not None
    heads = (head.sha256,) if code == "bad_head" else ()
    result = verify([], root, witnesses=Witnesses(heads))
    assert [fault.code for fault in result.faults] == [code], [fault.line() for fault in result.faults]
    assert result.faults[0].line().startswith(("qingxi/", "manifest.jsonl"))


@pytest.mark.parametrize("seed", range(40))
def test_random_damage_is_found_and_is_one_line(seed: int, clean: Path, tmp_path: Path) -> None:
    """Of 2,100 of them all were (2026-12)."""
    root, chance = tmp_path / "warc", random.Random(seed)
    shutil.copytree(clean, root)
    files = sorted(path for path in root.rglob("*") if path.is_file() and path.name != ".lock")
    path = chance.choice(files)
    data = path.read_bytes()
    at, size = chance.randrange(len(data)), chance.randint(1, 3000)
    damaged = {
        "flipped": data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :],
        "cut": data[:at],
        "added": data[:at] + chance.randbytes(size) + data[at:],
        "lost": data[:at] + data[at + size :],
        "twice": data[: at + size] + data[at:],
    }
    path.write_bytes(chance.choice(list(damaged.values())))
    faults = [fault.line() for fault in verify([], root).faults]
    assert len(faults) == 1, faults


def test_faults_that_were_planted_apart_are_told_apart(clean: Path, tmp_path: Path) -> None:
    root = tmp_path / "warc"
    shutil.copytree(clean, root)
    _cdxj(lambda lines: lines[1:])(root)
    for plant in ("a revisit's date changed", "a block of a resource changed", "a count in the last line"):
        FAULTS[plant][0](root)
    (root / "qingxi" / "x.warc.gz.open").touch()
    found = sorted(fault.code for fault in verify([], root).faults)
    assert found == ["block_digest", "left_over", "revisit_target", "stale_cdxj", "wrong_entry"]


def test_a_record_fault_names_its_offset(clean: Path, tmp_path: Path) -> None:
    root = tmp_path / "warc"
    shutil.copytree(clean, root)
    Plant("response", _other_block)(root)
    path = warcs(root)[0]
    (offset,) = [m.offset for m in members(path) if b"HTML" in m.record.block]
    (fault,) = [f for f in verify([], root).faults if f.code == "block_digest"]
    assert fault.line().startswith(f"qingxi/{path.name} at {offset}: block_digest: ")


def test_command_prints_faults_and_fails(clean: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(clean, tmp_path / "warc")
    assert main(["verify", "--archive", str(tmp_path)]) == 0
    summary = capsys.readouterr().out
    assert summary.startswith("3 files, 37 records, ")
    assert "no faults; chain of 3 files ends in " in summary
    warcs(tmp_path)[0].with_suffix("").with_suffix(".cdxj").unlink()
    assert main(["verify", "--archive", str(tmp_path), "--jobs", "2"]) == 1
    out = capsys.readouterr().out.splitlines()
    assert [line for line in out if "no_cdxj" in line]
    assert "1 fault;" in out[-1]
    assert main(["verify", str(tmp_path / "nowhere")]) == 2
    assert "there is no such file or folder" in capsys.readouterr().err


def test_a_head_that_was_noted_is_asked_for(clean: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(clean, tmp_path / "warc")
    head = chain_head(clean)
    assert head is not None
    assert main(["verify", "--archive", str(tmp_path), "--head", head.sha256.upper()]) == 0
    _last_gone(tmp_path / "warc")
    assert main(["verify", "--archive", str(tmp_path)]) == 0, "the chain that is left is whole in itself"
    assert main(["verify", "--archive", str(tmp_path), "--head", head.sha256]) == 1
    assert f"manifest.jsonl: bad_head: no line has the SHA-256 {head.sha256}" in capsys.readouterr().out


def test_what_nothing_reads_is_a_warning(clean: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(clean, tmp_path / "warc")
    (tmp_path / "warc" / "qingxi" / "notes.txt").touch()
    assert main(["verify", "--archive", str(tmp_path)]) == 0
    assert "warning: qingxi/notes.txt: foreign_file: " in capsys.readouterr().out


def test_a_file_linked_in_that_is_gone_is_one_line(clean: Path, tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "warc", tmp_path / "elsewhere.warc.gz"
    shutil.copytree(clean, root)
    elsewhere.write_bytes(heritrix())
    adopt(elsewhere, root)
    assert verify([], root).faults == ()
    elsewhere.unlink()
    (fault,) = verify([], root).faults
    assert (fault.file, fault.code) == ("external/elsewhere.warc.gz", "missing_file")


def test_a_file_being_written_is_no_fault(tmp_path: Path) -> None:
    root = tmp_path / "warc"
    build(root)
    with writer(root) as w:
        w.write_exchange(exchange())
        assert verify([], root).faults == ()


@pytest.mark.parametrize("size", [0, 5, 14, 17, 38, 44, 45])
def test_an_answer_cut_anywhere_is_no_fault(tmp_path: Path, size: int) -> None:
    root = tmp_path / "warc"
    with writer(root) as w:
        cut = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>"[:size]
        w.write_exchange(exchange(response=cut, truncated="disconnect"))
    assert verify([], root).faults == ()


def test_other_tools_files_need_less(tmp_path: Path) -> None:
    elsewhere, root = tmp_path / "elsewhere", tmp_path / "warc"
    build(elsewhere)
    path = warcs(elsewhere)[0]
    rewrite(path, lambda found: [with_field(r, "WARC-Block-Digest", None) for r in found if r.type == "response"])
    adopt(path, root)
    assert verify([], root).faults == ()
    rewrite(path, lambda found: [WarcRecord(r.fields, r.block + b"!") for r in found])
    assert {fault.code for fault in verify([], root).faults} == {"payload_digest"}


def test_fastwarc_agrees(clean: Path) -> None:
    """Of payload digests it does not know those of revisits (their payload lies elsewhere) and resources."""
    for path in warcs(clean):
        check = [sys.executable, "-m", "fastwarc.cli", "check", "-q"]
        assert subprocess.run([*check, str(path)], cwd=ROOT, check=False).returncode == 0
        report = path.with_suffix(".check")
        subprocess.run([*check, "-p", "-o", str(report), str(path)], cwd=ROOT, check=False)
        unknown = {record.id for record in records(path) if record.type in ("revisit", "resource")}
        lines = report.read_text().splitlines()
        assert len(lines) == len(members(path))
        failed = {line.split(": ")[0].strip("<>") for line in lines if "PAYLOAD_FAIL" in line}
        assert failed == unknown
        report.unlink()
