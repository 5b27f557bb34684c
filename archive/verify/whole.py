"""Everything that can be checked of an archive: each file, the targets of revisits, the chain, what lies about."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from archive.errors import UsageError, WarcError
from archive.verify.chain import Chain, entry_faults, read_chain
from archive.verify.faults import Fault, explain
from archive.verify.files import MARK, FileReport, Revisit, check_file
from archive.verify.heads import SIGNED, STAMPED
from archive.verify.witnesses import Witnesses, ask
from archive.warc.cdxj import REVISIT_MIME, CdxjEntry
from archive.warc.external import FOLDER as EXTERNAL
from archive.warc.external import is_external
from archive.warc.known import KnownCaptures
from archive.warc.lookup import load_folder
from archive.warc.manifest import NAME as MANIFEST
from archive.warc.members import read_at
from archive.warc.openfile import LEFT_OVER, in_use, left_over
from archive.warc.paths import OPEN_SUFFIX, WARC_SUFFIXES, is_taken, is_warc, location_name, size_of, warc_files
from archive.warc.record import normal_digest
from archive.warc.source import opened

if TYPE_CHECKING:
    from archive.verify.stamping import Stamp


_NOBODY = Witnesses()


@dataclass(frozen=True, slots=True)
class Verification:
    """The whole: faults in order of file, what is odd but no fault, what authorities say, how much was looked at."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    stamps: tuple["Stamp", ...]
    files: int
    records: int
    size: int


def verify(paths: Sequence[Path], root: Path, *, jobs: int = 1, witnesses: Witnesses = _NOBODY) -> Verification:
    """Check the files among and under ``paths``; all of ``root``, with its chain, where there are none.

    ``root`` is the archive's ``warc`` folder. ``jobs`` processes share the files. Raises UsageError for a path that
    does not exist; everything else that is wrong is a fault.
    """
    reports: list[FileReport] = []
    faults: list[Fault] = []
    finished, unfinished = _expand(paths or [root])
    for folder, members in groupby(finished, key=lambda path: path.parent):
        checked = list(_check(list(members), root, jobs))
        reports += checked
        faults += [fault for report in checked for fault in report.faults]
        faults += _revisit_faults(checked, folder, root)
    own = [
        report for report in reports if size_of(root / report.name) is not None and _is_ours(root / report.name, root)
    ]
    faults += _shared_ids(own)
    chain = read_chain(root)
    said = list(ask(witnesses, root, chain.hashes))
    faults += _chain_faults(own, chain, root, whole=not paths)
    faults += [each for each in said if isinstance(each, Fault)]
    stamps = tuple(each for each in said if not isinstance(each, Fault))
    faults += [Fault(location_name(path, root) + OPEN_SUFFIX, None, "left_over", LEFT_OVER) for path in unfinished]
    if not paths:
        faults += _orphans(root)
    records, size = (sum(getattr(r.contents, name) for r in reports) for name in ("records", "size"))
    warnings = tuple(() if paths else _foreign(root))
    return Verification(explain(faults), warnings, stamps, len(reports), records, size)


def _expand(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The finished files among and under the paths, and those that a process left open when it died."""
    found: dict[Path, None] = {}
    unfinished: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(warc_files(path)))
            unfinished.update(dict.fromkeys(left_over(path)))
        elif size_of(path) is None:
            raise UsageError(f"{path}: there is no such file or folder")
        elif path.suffix != OPEN_SUFFIX:
            found[path] = None
        elif not in_use(path):
            unfinished[path] = None
    return sorted(found), sorted(unfinished)


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


# --- what records say of each other -----------------------------------------------------------


def _revisit_faults(reports: list[FileReport], folder: Path, root: Path) -> Iterator[Fault]:
    """The target of each revisit must lie in the folder, and hold the payload that the revisit speaks of. Other tools'
    revisits may refer to what is not at hand."""
    if not any(report.revisits for report in reports):
        return
    # What a CDXJ says is trusted where it was compared with its file just now, or where its file was not asked for.
    faulty = {report.name for report in reports if report.faults}
    compared = {report.name for report in reports} - faulty
    ours = _is_ours(folder, root) and folder.name != EXTERNAL
    name = location_name(folder, root)
    known = KnownCaptures()
    try:
        load_folder(folder, "" if name == "." else name, known, untrusted=faulty)
        for revisit in (revisit for report in reports for revisit in report.revisits):
            entries = [entry for entry in known.captures(revisit.target_uri) if entry.mime != REVISIT_MIME]
            found = [entry for entry in entries if _is_target(entry, revisit)]
            if found or ours:
                yield from _wrong_target(revisit, found, folder, compared)
    finally:
        known.close()


def _is_target(entry: CdxjEntry, revisit: Revisit) -> bool:
    return entry.record_id == revisit.target_id if revisit.target_id else entry.date == revisit.target_date


def _wrong_target(revisit: Revisit, found: list[CdxjEntry], folder: Path, compared: set[str]) -> Iterator[Fault]:
    """What is wrong with what a revisit refers to. Without an id, several captures of one second may be meant."""
    date, digest = revisit.target_date, normal_digest(revisit.payload_digest or "")
    fit = [entry for entry in found if not digest or entry.digest == digest]
    detail = None
    if not found:
        detail = f"refers to {revisit.target_id or date} of {revisit.target_uri}, which is not in this folder"
    elif date is not None and all(entry.date != date for entry in found):
        detail = f"WARC-Refers-To-Date is {date}, its target's date {found[0].date}"
    elif not fit:
        place = found[0].location
        detail = f"its payload digest is not that of its target at {place.offset} of {place.file}"
    elif all(entry.location.file not in compared for entry in fit) and (reason := _unread(fit[0], folder)):
        yield Fault(fit[0].location.file, None, "stale_cdxj", f"its CDXJ leads to no {fit[0].record_id}: {reason}")
    if detail is not None:
        files = tuple(dict.fromkeys(entry.location.file for entry in found))
        yield Fault(revisit.file, revisit.offset, "revisit_target", detail, files)


def _unread(entry: CdxjEntry, folder: Path) -> str | None:
    """Why the record is not where a CDXJ says that it is; None where it is."""
    place = entry.location
    try:
        with opened(folder / Path(place.file).name) as source:
            record = read_at(source, place.offset, place.length)
    except WarcError as error:
        return str(error)
    return None if record.id == entry.record_id else f"{record.id} lies there"


def _shared_ids(reports: list[FileReport]) -> Iterator[Fault]:
    """An id names one record of all; other tools' files may be linked in twice, in a WACZ and by themselves."""
    shared: Counter[tuple[int, int]] = Counter()
    for (mark, file), (next_mark, next_file) in pairwise(merge(*(_marks(r, n) for n, r in enumerate(reports)))):
        if mark == next_mark:
            shared[file, next_file] += 1
    for (file, other), count in sorted(shared.items()):
        detail = f"{count} records have the ids of records in {reports[file].name}"
        yield Fault(reports[other].name, None, "duplicate_id", detail, (reports[file].name,))


def _marks(report: FileReport, number: int) -> Iterator[tuple[bytes, int]]:
    return ((report.ids[at : at + MARK], number) for at in range(0, len(report.ids), MARK))


# --- the chain and what lies about ------------------------------------------------------------


def _chain_faults(reports: list[FileReport], chain: Chain, root: Path, *, whole: bool) -> Iterator[Fault]:
    yield from chain.faults
    found = {report.name: report.contents for report in reports}
    for path in (root / name for name in found):
        if path.is_symlink():
            detail = f"a link to {path.resolve()}; the archive's own files lie in it"
            yield Fault(location_name(path, root), None, "linked", detail)
    if found and not chain.entries:
        yield Fault(MANIFEST, None, "broken_chain", "it has no line at all, and there are finished files")
    yield from entry_faults(chain, found, root, whole=whole)


def _orphans(root: Path) -> Iterator[Fault]:
    """Links that lead nowhere, and indexes without their files."""
    for path in sorted(root.rglob("*")):
        if path.is_symlink() and is_warc(path) and not path.exists():
            name = path.relative_to(root).as_posix()
            yield Fault(name, None, "missing_file", f"a link to {path.readlink()}, which is gone")
    for path in sorted(root.rglob("*.cdxj")):
        names = [path.with_name(path.name.removesuffix(".cdxj") + suffix) for suffix in WARC_SUFFIXES]
        if not any(map(is_taken, names)):
            files = tuple(name.relative_to(root).as_posix() for name in names)
            detail = "there is no WARC file to this CDXJ"
            yield Fault(path.relative_to(root).as_posix(), None, "orphan_cdxj", detail, files)


def _foreign(root: Path) -> Iterator[Fault]:
    """Files in the folders of portals that nothing of the archive reads."""
    for path in sorted(root.glob("*/**/*")):
        name = path.relative_to(root)
        known = is_warc(path) or path.suffix in (".cdxj", OPEN_SUFFIX) or path.name == ".lock"
        if path.is_file() and not known and name.parts[0] not in (SIGNED, STAMPED):
            yield Fault(name.as_posix(), None, "foreign_file", "not one of the archive's; nothing reads it")
