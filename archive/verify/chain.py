"""The chain checked: its lines hold each other, and each file is what its line says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from archive.errors import WarcError
from archive.verify.faults import Fault
from archive.warc.manifest import GENESIS, Contents, ManifestEntry, line_hash, parse_entry, read_lines
from archive.warc.manifest import NAME as MANIFEST
from archive.warc.paths import OPEN_SUFFIX


@dataclass(frozen=True, slots=True)
class Chain:
    """The entries by file, the SHA-256 of each line in order, and what is wrong with the lines themselves."""

    entries: Mapping[str, ManifestEntry]
    hashes: Sequence[str]
    faults: tuple[Fault, ...]


def read_chain(root: Path) -> Chain:
    """Never raises: what is wrong with the lines, or with the file of them, is a fault."""
    entries: dict[str, ManifestEntry] = {}
    hashes: list[str] = []
    faults: list[Fault] = []
    before: ManifestEntry | None = None
    readable = True
    try:
        lines = read_lines(root)
    except WarcError as error:
        return Chain({}, [], (Fault(MANIFEST, None, "broken_chain", str(error)),))
    for number, line in enumerate(lines, start=1):
        try:
            entry = parse_entry(line)
        except WarcError as error:
            if readable:  # one that was torn apart is told once
                faults.append(Fault(MANIFEST, None, "broken_chain", f"line {number}: {error}"))
            before, readable = None, False
        else:
            follows = entry.previous == (hashes[-1] if hashes else GENESIS)
            if (not hashes and not follows) or (before and not (follows and entry.number == before.number + 1)):
                concerns = (entry.file,) if before is None else (before.file, entry.file)
                detail = f"line {number} does not follow from the line before it"
                faults.append(Fault(MANIFEST, None, "broken_chain", detail, concerns))
            elif entry.file in entries and not faults:  # bytes that stand there twice repeat whole lines
                faults.append(Fault(MANIFEST, None, "broken_chain", f"line {number} enters {entry.file} a second time"))
            entries.setdefault(entry.file, entry)
            before, readable = entry, True
        hashes.append(line_hash(line))
    return Chain(entries, hashes, tuple(faults))


def entry_faults(chain: Chain, found: Mapping[str, Contents], root: Path, *, whole: bool) -> Iterator[Fault]:
    """The files that are not what their lines say; with ``whole``, the lines whose files are gone as well. A file that
    was entered just before its writer died is still open."""
    gone = {
        entry.contents.sha256: entry
        for name, entry in chain.entries.items()
        if name not in found and not (root / name).exists() and not (root / (name + OPEN_SUFFIX)).exists()
    }
    unknown = []
    for name, contents in found.items():
        entry = chain.entries.get(name) or gone.pop(contents.sha256, None)
        if entry is None:
            unknown.append(name)
        elif contents.size != entry.contents.size:
            yield Fault(name, None, "changed", f"{contents.size} bytes; {entry.contents.size} when it was finished")
        elif contents.sha256 != entry.contents.sha256:
            detail = f"SHA-256 {contents.sha256}; {entry.contents.sha256} when it was finished"
            yield Fault(name, None, "changed", detail)
        elif (wrong := _differences(entry, name, contents)) is not None:
            yield Fault(name, None, "wrong_entry", f"line {entry.number} of {MANIFEST} says {wrong}", (entry.file,))
    if unknown:
        more = f", nor for {len(unknown) - 1} others: {', '.join(unknown[1:])}" if unknown[1:] else ""
        yield Fault(unknown[0], None, "not_in_chain", f"{MANIFEST} has no line for this file{more}", tuple(unknown[1:]))
    for entry in gone.values() if whole else ():
        detail = f"line {entry.number} of {MANIFEST} enters it, and it is gone"
        yield Fault(entry.file, None, "missing_file", detail)


def _differences(entry: ManifestEntry, name: str, contents: Contents) -> str | None:
    """What a line says otherwise than its file does."""
    stated, actual = {"file": entry.file, **asdict(entry.contents)}, {"file": name, **asdict(contents)}
    wrong = [f"{key} {value}, it is {actual[key]}" for key, value in stated.items() if value != actual[key]]
    return "; ".join(wrong) or None
