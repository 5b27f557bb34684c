"""Finding a capture by URL and time in the CDXJ files that lie beside the WARCs, without reading them whole."""

from collections.abc import Iterator
from pathlib import Path

from archive.errors import WarcError
from archive.warc.cdxj import REVISIT_MIME, CdxjEntry, parse_line
from archive.warc.members import mapped, read_at
from archive.warc.paths import location_name, resolve
from archive.warc.record import WarcRecord, parse, strip_brackets
from archive.warc.surt import surt


def captures_of(url: str, folder: Path, root: Path) -> Iterator[CdxjEntry]:
    """Every capture of a URL that the CDXJ files of one folder know, file by file, in time order within each."""
    name = location_name(folder, root)
    for path in sorted(folder.glob("*.cdxj")):
        yield from search(path, url, "" if name == "." else name)


def search(path: Path, url: str, folder: str = "") -> Iterator[CdxjEntry]:
    """The captures of exactly this URL in one CDXJ, by binary search."""
    prefix = f"{surt(url)} ".encode()
    with mapped(path) as view:
        position = _first_line_from(view, prefix)
        while position < len(view):
            end = _line_end(view, position)
            line = bytes(view[position:end])
            if not line.startswith(prefix):
                return
            entry = parse_line(line.decode("utf-8", "replace"), folder)
            if entry.url == url:
                yield entry
            position = end + 1


def find_original(record: WarcRecord, root: Path, beside: Path) -> WarcRecord | None:
    """The record that a revisit refers to, where a CDXJ of its folder leads to it; None where it is not at hand."""
    url = strip_brackets(record.get("WARC-Refers-To-Target-URI") or record.target_uri or "")
    wanted = strip_brackets(record.get("WARC-Refers-To") or "")
    date = record.get("WARC-Refers-To-Date")
    for entry in captures_of(url, beside.parent, root):
        if entry.mime != REVISIT_MIME and (entry.record_id == wanted if wanted else entry.date == date):
            try:
                path = resolve(entry.location.file, root)
                with mapped(path) as view:
                    return parse(read_at(view, entry.location.offset, entry.location.length).data).record
            except WarcError:
                return None
    return None


def _line_end(view: memoryview, position: int) -> int:
    while position < len(view):
        piece = bytes(view[position : position + 4096])
        found = piece.find(b"\n")
        if found >= 0:
            return position + found
        position += len(piece)
    return position


def _first_line_from(view: memoryview, prefix: bytes) -> int:
    """The start of the first line that is not below ``prefix``."""
    low, high = 0, len(view)
    while low < high:
        middle = (low + high) // 2
        start = _line_start(view, middle, low)
        end = _line_end(view, start)
        if bytes(view[start : min(end, start + len(prefix))]) < prefix:
            low = end + 1
        else:
            high = start
    return low


def _line_start(view: memoryview, position: int, low: int) -> int:
    while position > low:
        begin = max(low, position - 4096)
        found = bytes(view[begin:position]).rfind(b"\n")
        if found >= 0:
            return begin + found + 1
        position = begin
    return low
