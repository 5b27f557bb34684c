"""Killed processes, full disks, writes that fail half way: what was acknowledged stays, the rest is cut."""

import errno
import json
import os
import resource
from pathlib import Path

import pytest

from archive.__main__ import main
from archive.errors import WarcError
from archive.model import Location
from archive.verify import verify
from archive.warc import openfile
from archive.warc.reader import read_capture
from archive.warc.repair import repair_folder
from benchmarks.kills import crawling, kill_once, restart
from tests.support.warcedit import FOUND, members
from tests.support.warcs import captures, exchange, warcs, writer


@pytest.mark.parametrize("seed", range(50))
def test_killed_at_a_random_moment(tmp_path: Path, seed: int) -> None:
    ending = kill_once(tmp_path, seed)
    assert (ending.lost, ending.faults, ending.complete) == (0, 0, True)


@pytest.mark.parametrize("limit", [0, 200, 5_000, 17_321, 39_000])
def test_disk_full(tmp_path: Path, limit: int) -> None:
    """The kernel refuses to let a file grow beyond the limit, in the middle of a record."""

    def prepare() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    with crawling(tmp_path / "qingxi", prepare) as (_, output):
        rows = [json.loads(line) for line in output]
    number, message = rows[-1]
    assert number == -1
    assert "\n" not in message
    assert "cannot write" in message
    assert "loses nothing that was kept" in message
    ending = restart(tmp_path, rows)
    assert (ending.acknowledged, ending.lost, ending.faults, ending.complete) == (len(rows) - 1, 0, 0, True)


@pytest.mark.parametrize("fail_at", [1, 700, 1500, 2900, 4200])
def test_write_that_fails_half_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fail_at: int) -> None:
    written = 0
    real = os.write

    def failing(fd: int, data: bytes) -> int:
        nonlocal written
        room = fail_at - written
        if len(data) > room:
            real(fd, data[:room])
            raise OSError(errno.EIO, "Input/output error")
        written += len(data)
        return real(fd, data)

    acknowledged: list[Location] = []

    def write_until_it_fails() -> None:
        with writer(tmp_path) as w:
            for number in range(100):
                answer = exchange(f"http://a.test/{number}", b"HTTP/1.1 200 OK\r\n\r\n")
                acknowledged.append(w.write_exchange(answer))

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", failing)
        with pytest.raises(WarcError, match=r"cannot write \(Input/output error\)"):
            write_until_it_fails()
    with writer(tmp_path) as w:
        w.write_exchange(exchange())
    assert [read_capture(place, tmp_path).url for place in acknowledged] == [
        f"http://a.test/{number}" for number in range(len(acknowledged))
    ]
    assert verify([], tmp_path).faults == ()
    assert len(captures(tmp_path)) == len(acknowledged) + 1


def test_after_a_failed_write_nothing_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    w = writer(tmp_path)
    w.write_exchange(exchange())
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda fd, data: (_ for _ in ()).throw(OSError(errno.ENOSPC, "No space")))
        with pytest.raises(WarcError, match="No space"):
            w.write_exchange(exchange())
    with pytest.raises(WarcError, match="an earlier write failed"):
        w.write_exchange(exchange())
    w.close()
    assert warcs(tmp_path) == []
    assert len(repair_folder(tmp_path / "qingxi", tmp_path)) == 1
    assert len(captures(tmp_path)) == 1


def _leave_open(root: Path) -> Path:
    """A finished file put back as its writer's death would have left it: open, in no manifest."""
    with writer(root) as w:
        for number in range(3):
            w.write_exchange(exchange(f"http://a.test/{number}", b"HTTP/1.1 200 OK\r\n\r\n%d" % number), FOUND)
    (path,) = warcs(root)
    left_over = path.with_name(path.name + ".open")
    path.rename(left_over)
    path.with_suffix("").with_suffix(".cdxj").unlink()
    (root / "manifest.jsonl").unlink()
    return left_over


def test_cut_at_any_byte(tmp_path: Path) -> None:
    """Whatever the tail, the repaired file is the groups that were whole, each up to its answer, and nothing else."""
    source = tmp_path / "source"
    left_over = _leave_open(source)
    data = left_over.read_bytes()
    ends = [m.offset + m.length for m in members(left_over) if m.record.type == "response"]
    for size in [*range(0, len(data), 41), *ends, *(end - 1 for end in ends), len(data)]:
        root = tmp_path / str(size)
        folder = root / "qingxi"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / left_over.name).write_bytes(data[:size])
        (done,) = repair_folder(folder, root)
        whole = [end for end in ends if end <= size]
        assert [c.body for c in captures(root)] == [b"0", b"1", b"2"][: len(whole)]
        assert verify([], root).faults == ()
        if whole and done.path is not None:
            assert done.path.read_bytes() == data[: whole[-1]]
            assert done.cut == size - whole[-1]


@pytest.mark.parametrize("garbage", [b"", b"\x1f", b"not gzip", b"\0" * 4096])
def test_a_file_without_a_whole_record_goes(tmp_path: Path, garbage: bytes) -> None:
    folder = tmp_path / "qingxi"
    folder.mkdir()
    (folder / "x.warc.gz.open").write_bytes(garbage)
    (done,) = repair_folder(folder, tmp_path)
    assert (done.path, done.cut) == (None, len(garbage))
    assert list(folder.glob("x*")) == []


def test_verify_repairs_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left_over = _leave_open(tmp_path / "warc")
    assert main(["verify", "--archive", str(tmp_path)]) == 1
    assert f"qingxi/{left_over.name}: left_over: " in capsys.readouterr().out
    assert main(["verify", "--archive", str(tmp_path), "--repair"]) == 0
    assert f"finished as {left_over.stem}; 0 bytes" in capsys.readouterr().out


@pytest.mark.parametrize("step", ["write_cdxj", "append_entry", "rename"])
def test_death_between_the_steps_of_finishing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Each step of finishing fails once; the next start does all of them."""

    def die(*args: object) -> None:
        raise WarcError("died here")

    w = writer(tmp_path)
    w.write_exchange(exchange())
    with monkeypatch.context() as patch:
        patch.setattr(Path if step == "rename" else openfile, step, die)
        with pytest.raises(WarcError, match="died here"):
            w.close()
    writer(tmp_path).close()
    assert verify([], tmp_path).faults == ()
    assert len(captures(tmp_path)) == 1
    assert len((tmp_path / "manifest.jsonl").read_text().splitlines()) == 1


@pytest.mark.parametrize("step", ["cdxj", "manifest"])
def test_disk_full_while_finishing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """One line says which file; nothing half written stays, and the next start finishes what is left open."""
    full = OSError(errno.ENOSPC, "No space left on device")
    real = os.write

    def no_room(fd: int, data: bytes) -> int:
        real(fd, data[:9])
        raise full

    w = writer(tmp_path)
    w.write_exchange(exchange())
    w.sync()
    with monkeypatch.context() as patch:
        if step == "cdxj":
            patch.setattr(os, "fsync", lambda fd: (_ for _ in ()).throw(full))
        else:
            patch.setattr(os, "write", no_room)
        with pytest.raises(WarcError, match=rf"{step}\S*: No space left on device$"):
            w.close()
    assert list(tmp_path.rglob("*.part")) == []
    assert [fault.code for fault in verify([], tmp_path).faults] == ["left_over"]
    writer(tmp_path).close()
    assert verify([], tmp_path).faults == ()
    assert len(captures(tmp_path)) == 1


def test_the_disk_has_all_but_the_last_hundred_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By their count alone, however fast they come."""
    monkeypatch.setattr(openfile, "SYNC_SECONDS", 1e9)
    synced: list[int] = []
    ends: list[int] = []
    w = writer(tmp_path)
    w.write_exchange(exchange())
    (path,) = tmp_path.rglob("*.open")
    monkeypatch.setattr(os, "fsync", lambda fd: synced.append(os.fstat(fd).st_size))
    for number in range(200):
        w.write_exchange(exchange(f"http://a.test/{number}", b"HTTP/1.1 200 OK\r\n\r\n"))
        ends.append(path.stat().st_size)  # two records more
        assert 2 * len([end for end in ends if end > max(synced, default=0)]) <= 100
    monkeypatch.undo()
    w.close()


def test_two_writers_leave_each_other_alone(tmp_path: Path) -> None:
    with writer(tmp_path) as one:
        one.write_exchange(exchange())
        with writer(tmp_path) as two:
            two.write_exchange(exchange(seconds=1))
            one.write_exchange(exchange(seconds=2))
    assert len(warcs(tmp_path)) == 2
    assert verify([], tmp_path).faults == ()
