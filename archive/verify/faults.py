"""What verification finds. One fault is one line: what follows from another is named in the line of its cause."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from archive.warc.manifest import NAME as MANIFEST

# Bytes of which nobody can say what they held.
_TORN = frozenset({"unreadable", "empty_file", "damaged", "cut_short", "no_record", "shared_member", "bad_ending"})
# Causes come before what may follow from them; what is of a record stands between those of the chain.
_ORDER = {
    "broken_chain": 0,
    "not_in_chain": 1,
    "unpaired": 3,
    "changed": 4,
    "missing_file": 4,
    "wrong_entry": 4,
    "bad_head": 5,
    "stale_cdxj": 5,
    "no_cdxj": 5,
    "orphan_cdxj": 5,
}
_RECORD, _FILE, _REFERENCE = 2, 5, 6


@dataclass(frozen=True, slots=True)
class Fault:
    """``offset`` is that of the record in bytes of the file, None where the fault is the file's. ``concerns`` are other
    files that the fault is about; ``follow`` are the codes of what follows from it."""

    file: str
    offset: int | None
    code: str
    detail: str
    concerns: tuple[str, ...] = ()
    follow: tuple[str, ...] = ()

    def line(self) -> str:
        """``FILE at OFFSET: code: detail``, and what follows from it."""
        where = self.file if self.offset is None else f"{self.file} at {self.offset}"
        codes = [code if count == 1 else f"{count} × {code}" for code, count in Counter(self.follow).items()]
        return f"{where}: {self.code}: {self.detail}" + (f"; with it: {', '.join(codes)}" if codes else "")


def explain(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The causes among all faults, with what follows from each; by file and place, those of the chain first."""
    found = list(faults)
    causes = _Causes(
        broken=frozenset(f.file for f in found if f.code in _TORN or (f.offset is not None and not _refers(f))),
        changed=frozenset(f.file for f in found if f.code in ("changed", "missing_file")),
    )
    follow: dict[int, list[str]] = {}
    for fault in sorted(found, key=causes.rank):
        cause = causes.of(fault)
        if cause is None:
            causes.add(fault)
        else:
            follow.setdefault(cause, []).append(fault.code)
            if fault.code == "broken_chain":  # what it is about is about the first broken line as well
                causes.about |= dict.fromkeys(fault.concerns, cause)
    explained = [replace(fault, follow=tuple(follow.get(n, ()))) for n, fault in enumerate(causes.found)]
    return tuple(sorted(explained, key=lambda fault: (fault.file != MANIFEST, fault.file, fault.offset or 0)))


def _refers(fault: Fault) -> bool:
    return fault.code == "revisit_target"


def _folder(file: str) -> str:
    return file.rpartition("/")[0]


@dataclass(slots=True)
class _Causes:
    """What was found to follow from nothing before it; each is known by its number. ``broken`` are the files with a
    record of which something is wrong, ``changed`` those that are not what they were."""

    broken: frozenset[str]
    changed: frozenset[str]
    found: list[Fault] = field(default_factory=list)
    at: dict[tuple[str, int | None], int] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    torn: dict[str, int] = field(default_factory=dict)
    about: dict[str, int] = field(default_factory=dict)

    def rank(self, fault: Fault) -> tuple[int, str, int]:
        offset = -1 if fault.offset is None else fault.offset
        if _refers(fault):
            return (_REFERENCE if self._suspects(fault) else _RECORD), fault.file, offset
        of_record = fault.offset is not None or fault.code in _TORN or fault.code == "linked"
        return _ORDER.get(fault.code, _RECORD if of_record else _FILE), fault.file, offset

    def _suspects(self, fault: Fault) -> list[str]:
        """The files of which a record that a revisit refers to may be gone, or not be what it was."""
        lost = self.broken | self.changed
        files = fault.concerns or [file for file in lost if _folder(file) == _folder(fault.file)]
        return sorted(file for file in files if file in (self.broken if file == fault.file else lost))

    def add(self, fault: Fault) -> None:
        number = len(self.found)
        self.found.append(fault)
        self.first.setdefault(fault.file, number)
        self.at.setdefault((fault.file, fault.offset), number)
        for file in () if _refers(fault) else fault.concerns:
            self.about.setdefault(file, number)
        if fault.code in _TORN or fault.code == "duplicate_id":
            self.torn.setdefault(fault.file, number)

    def of(self, fault: Fault) -> int | None:
        """The number of the cause that a fault follows from, if it does from any."""
        code, file = fault.code, fault.file
        first = self.first.get(file)
        origin = None if first is None else self.found[first].code
        elsewhere = [table.get(other) for other in fault.concerns for table in (self.first, self.about)]
        if origin == "not_in_chain":
            causes = [first]
        elif code == "not_in_chain":
            causes = [self.first.get(MANIFEST)]
        elif code == "broken_chain":
            causes = [self.about.get(other) for other in fault.concerns]
        elif code == "no_cdxj":
            causes = [first if origin == "renamed" else None]
        elif code in ("unpaired", "revisit_target") or fault.offset is not None:
            causes = [self.at.get((file, fault.offset))]
            causes += [self.torn.get(file)] if code in ("unpaired", "duplicate_id") else []
            causes += [self.first.get(other) for other in self._suspects(fault)] if _refers(fault) else []
        elif code == "bad_head":
            causes = elsewhere
        else:
            causes = [first, self.about.get(file) if _ORDER.get(code) == _ORDER["changed"] else None, *elsewhere]
        return next((cause for cause in causes if cause is not None), None)
