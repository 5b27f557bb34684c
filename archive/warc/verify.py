"""Everything that can be checked of an archive: each file, the targets of revisits, the chain, what lies about."""

import fcntl
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from archive.errors import UsageError, WarcError
from archive.warc.cdxj import REVISIT_MIME
from archive.warc.external import is_external
from archive.warc.faults import Fault
from archive.warc.filecheck import FileReport, Revisit, check_file
from archive.warc.known import KnownCaptures
from archive.warc.lookup import load_folder
from archive.warc.manifest import GENESIS, ManifestEntry, line_hash, read_manifest
from archive.warc.paths import OPEN_SUFFIX, WARC_SUFFIXES, is_taken, location_name, warc_files
from archive.warc.reader import read_record
from archive.warc.record import normal_digest


@dataclass(frozen=True, slots=True)
class Verification:
    """The whole: faults in order of file, and how much was looked at."""

    faults: tuple[Fault, ...]
    files: int
    records: int
    size: int


def verify(paths: Sequence[Path], root: Path, *, jobs: int = 1) -> Verification:
    """Check the files among and under ``paths``; all of ``root``, with its chain, where there are none.

    ``root`` is the archive's ``warc`` folder. ``jobs`` processes share the files. Raises UsageError for a path that
    does not exist; everything else that is wrong is a fault.
    """
    files = _expand(paths or [root])
    faults: list[Fault] = []
    reports: list[FileReport] = []
    for folder, members in groupby(files, key=lambda path: path.parent):
        checked = list(_check(list(members), root, jobs))
        reports += checked
        faults += [fault for report in checked for fault in report.faults]
        faults += _revisit_faults([revisit for report in checked for revisit in report.revisits], folder, root)
    whole = not paths
    faults += _chain_faults(reports, root, whole=whole)
    if whole:
        faults += _left_over_faults(root)
    return Verification(
        tuple(faults), len(reports), sum(report.records for report in reports), sum(report.size for report in reports)
    )


def _expand(paths: Iterable[Path]) -> list[Path]:
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(warc_files(path)))
        elif path.exists():
            found[path] = None
        else:
            raise UsageError(f"{path}: there is no such file or folder")
    return sorted(found)


def _is_ours(path: Path, root: Path) -> bool:
    return path.absolute().is_relative_to(root.absolute()) and not is_external(path, root)


def _check(files: list[Path], root: Path, jobs: int) -> Iterator[FileReport]:
    names = [location_name(path, root) for path in files]
    ours = [_is_ours(path, root) for path in files]
    if jobs <= 1 or len(files) == 1:
        yield from map(_check_one, files, names, ours)
        return
    from concurrent.futures import ProcessPoolExecutor  # a tenth of the start, and needed here only

    with ProcessPoolExecutor(min(jobs, len(files))) as pool:
        yield from pool.map(_check_one, files, names, ours)


def _check_one(path: Path, name: str, ours: bool) -> FileReport:
    return check_file(path, name, ours=ours)


# --- revisits ---------------------------------------------------------------------------------


def _revisit_faults(revisits: list[Revisit], folder: Path, root: Path) -> Iterator[Fault]:
    """The target of each revisit must lie in the folder, and hold the payload that the revisit speaks of."""
    if not revisits:
        return
    name = location_name(folder, root)
    known = KnownCaptures()
    try:
        load_folder(folder, "" if name == "." else name, known)
        for revisit in revisits:
            detail = _wrong_target(revisit, known, folder, root)
            if detail:
                yield Fault(revisit.file, revisit.offset, "revisit_target", detail)
    finally:
        known.close()


def _wrong_target(revisit: Revisit, known: KnownCaptures, folder: Path, root: Path) -> str | None:
    candidates = [entry for entry in known.captures(revisit.target_uri) if entry.mime != REVISIT_MIME]
    wanted = revisit.target_id
    found = [e for e in candidates if (e.record_id == wanted if wanted else e.date == revisit.target_date)]
    if not found:
        return f"refers to {wanted or revisit.target_date} of {revisit.target_uri}, which is not in this folder"
    entry = found[0]
    if revisit.target_date is not None and entry.date != revisit.target_date:
        return f"WARC-Refers-To-Date is {revisit.target_date}, its target's date {entry.date}"
    if revisit.payload_digest and normal_digest(revisit.payload_digest) != entry.digest:
        return f"its payload digest is not that of its target at {entry.location.offset} of {entry.location.file}"
    base = root if _under(folder, root) else folder
    try:
        record = read_record(entry.location, base)
    except WarcError as error:
        return f"its target cannot be read: {error}"
    return (
        None if record.id == entry.record_id else f"another record lies where the CDXJ says its target is: {record.id}"
    )


def _under(folder: Path, root: Path) -> bool:
    return folder.absolute().is_relative_to(root.absolute())


# --- the chain --------------------------------------------------------------------------------


def _chain_faults(reports: list[FileReport], root: Path, *, whole: bool) -> Iterator[Fault]:
    """The manifest's lines hold each other, and each file is what its line says; with ``whole``, none is missing and
    none is there that the chain does not know."""
    entries: dict[str, ManifestEntry] = {}
    name, previous, number = "manifest.jsonl", GENESIS, 0
    try:
        for number, (line, entry) in enumerate(read_manifest(root), start=1):
            if entry.previous != previous or entry.number != number:
                yield Fault(name, None, "broken_chain", f"line {number} does not follow from the line before it")
            if entry.file in entries:
                yield Fault(name, None, "broken_chain", f"line {number} enters {entry.file} a second time")
            entries[entry.file] = entry
            previous = line_hash(line)
    except WarcError as error:
        yield Fault(name, None, "broken_chain", f"line {number + 1}: {error}")
    for report in reports:
        path = root / report.name
        if report.name in entries:
            yield from _changed(report, entries.pop(report.name))
        elif _is_ours(path, root) and path.is_file():
            yield Fault(report.name, None, "not_in_chain", "the manifest has no line for this file")
    if whole:
        for file, entry in entries.items():
            if not (root / (file + OPEN_SUFFIX)).exists():
                yield Fault(
                    file, None, "missing_file", f"line {entry.number} of the manifest enters it, and it is gone"
                )


def _changed(report: FileReport, entry: ManifestEntry) -> Iterator[Fault]:
    contents = entry.contents
    if report.size != contents.size:
        yield Fault(report.name, None, "changed", f"{report.size} bytes; {contents.size} when it was finished")
    elif report.sha256 != contents.sha256:
        yield Fault(report.name, None, "changed", f"SHA-256 {report.sha256}; {contents.sha256} when it was finished")


# --- what lies about --------------------------------------------------------------------------


def _left_over_faults(root: Path) -> Iterator[Fault]:
    for path in sorted(root.rglob(f"*{OPEN_SUFFIX}")):
        if not _in_use(path):
            detail = "left behind by a process that died; the next crawl or verify --repair finishes it"
            yield Fault(path.relative_to(root).as_posix(), None, "left_over", detail)
    for path in sorted(root.rglob("*.cdxj")):
        stem = path.name.removesuffix(".cdxj")
        if not any(is_taken(path.with_name(stem + suffix)) for suffix in WARC_SUFFIXES):
            yield Fault(path.relative_to(root).as_posix(), None, "orphan_cdxj", "there is no WARC file to this CDXJ")


def _in_use(path: Path) -> bool:
    """Whether a living process writes the file: it then holds its lock."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False
