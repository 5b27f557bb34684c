"""Which captures belong together: a page and its files as they stood side by side, whatever crawl brought which.

Pure: from the captures of one page and of the files that may belong to it, in any order. A page is asked for first and
its files after it, so each capture of a page opens a *visit*, and a file seen before the page was seen again belongs to
it. A crawl that ended early, or a file that answered with an error, leaves a gap; it is filled by what is known of that
file at the nearest visit: before this one while the page held the same bytes, else after it while it did, else, where
the page as it is links the file, before it and then after.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.index.ids import digest

Instant = tuple[str, int, str]
"""When a capture was made (to the second, then microseconds), and its id, so that no two are equal."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A capture that shows something. ``holder`` is the capture that holds the bytes: itself, or the one that a revisit
    refers to; None where the server said that there is nothing any more (404, 410). ``payload`` is the digest of the
    bytes, or the holder's id. ``hints`` are whatever else a reading depends on: link text, expected year, portal.
    ``followed`` tells a file whose link on the page was followed from one that the page may only link to; ``opens``
    whether such a file belongs to the page, and opens a visit, where the page was not asked for again, which it does
    not where another page led to it."""

    capture: str
    url: str
    at: Instant
    crawl: str | None
    holder: str | None
    payload: str | None
    hints: tuple[object, ...] = ()
    followed: bool = True
    opens: bool = True


@dataclass(frozen=True, slots=True)
class Visit:
    """What is read together. ``seen`` is the capture that brought the last part of it: the page's own, or a file's that
    was seen again without its page. ``files`` are in order of their URLs; ``arrived`` are the captures among them that
    this visit brought; others stand in for what it did not."""

    seen: Seen
    page: Seen
    files: tuple[Seen, ...]
    arrived: frozenset[str]

    @property
    def inputs(self) -> str:
        """A hash of all that the reading depends on: equal inputs, equal reading."""
        parts = [(seen.url, seen.holder, *seen.hints) for seen in (self.page, *self.files)]
        return digest(repr(parts), length=16)


def visits(pages: Iterable[Seen], files: Iterable[Seen], linked: Mapping[str, frozenset[str]]) -> tuple[Visit, ...]:
    """Every visit in order of time. ``pages`` are the captures of one URL; ``linked`` the URLs of files that a page
    links to, by the holder of its bytes, as far as that is known."""
    ordered = sorted(pages, key=lambda seen: seen.at)
    timeline = _Timeline(ordered, files, linked)
    return tuple(visit for window in range(len(ordered)) for visit in timeline.visits(window))


_Placed = tuple[float, Seen]


class _Timeline:
    """Windows are numbered as the captures of the page: each reaches to the next capture, the first back to the
    beginning. A file of a crawl that asked for the page belongs to a window of that crawl, even where another page that
    links it brought it earlier. One that another page brought to a crawl that did not ask for this page lies between
    the windows: it may stand in, and is no part of what this page showed."""

    def __init__(self, pages: Sequence[Seen], files: Iterable[Seen], linked: Mapping[str, frozenset[str]]) -> None:
        self._pages = pages
        self._linked = linked
        instants = [page.at for page in pages]
        crawls: dict[str | None, list[int]] = {}
        for number, page in enumerate(pages):
            crawls.setdefault(page.crawl, []).append(number)
        self._files: dict[str, list[_Placed]] = {}
        for seen in files if pages else ():
            before = bisect_right(instants, seen.at) - 1
            own = crawls.get(seen.crawl, []) if seen.crawl is not None else []
            if own:
                window: float = max((number for number in own if number <= before), default=own[0])
            else:
                window = max(0, before) if seen.opens else before + 0.5
            self._files.setdefault(seen.url, []).append((window, seen))
        for found in self._files.values():
            found.sort(key=lambda placed: (placed[0], placed[1].at))

    def visits(self, window: int) -> list[Visit]:
        """The visit of the page's capture, and one for each file beyond those which that visit shows."""
        page = self._pages[window]
        links = self._linked.get(page.holder or "", frozenset())
        files = {
            url: placed if url in links else [(number, seen) for number, seen in placed if seen.followed]
            for url, placed in sorted(self._files.items())
        }
        moments = [page]
        for placed in files.values():
            inside = _inside(placed, window)
            moments += [seen for seen in inside if seen.opens and seen is not _at(inside, page.at)]
        moments.sort(key=lambda seen: seen.at)
        return [self._visit(moment, window, files, links) for moment in moments]

    def _visit(self, moment: Seen, window: int, files: Mapping[str, Sequence[_Placed]], links: frozenset[str]) -> Visit:
        found, arrived = [], []
        for url, placed in files.items():
            inside = _inside(placed, window)
            seen = _at(inside, moment.at) if inside else self._nearest(placed, window, linked=url in links)
            if seen is not None and seen.holder is not None:
                found.append(seen)
                arrived += [seen.capture] if inside else []
        return Visit(moment, self._pages[window], tuple(found), frozenset(arrived))

    def _nearest(self, placed: Sequence[_Placed], window: int, *, linked: bool) -> Seen | None:
        """A file that was not seen in a window, as another window shows it."""
        start, end = self._same_bytes(window)
        before = next(((number, seen) for number, seen in reversed(placed) if number < window), None)
        after = next(((number, seen) for number, seen in placed if number > window and seen.holder is not None), None)
        if before is not None and before[0] >= start:
            return before[1]
        if after is not None and after[0] < end:
            return after[1]
        chosen = (before or after) if linked else None
        return None if chosen is None else chosen[1]

    def _same_bytes(self, window: int) -> tuple[int, int]:
        """The half-open range of windows around one in which the page held the same bytes."""
        payload = self._pages[window].payload
        start, end = window, window + 1
        while start > 0 and self._pages[start - 1].payload == payload:
            start -= 1
        while end < len(self._pages) and self._pages[end].payload == payload:
            end += 1
        return start, end


def _inside(placed: Sequence[_Placed], window: int) -> list[Seen]:
    """The captures of a file in one window, in order of time; that it is gone counts where nothing else was seen."""
    inside = [seen for number, seen in placed if number == window]
    return [seen for seen in inside if seen.holder is not None] or inside[-1:]


def _at(inside: Sequence[Seen], instant: Instant) -> Seen:
    """The latest at an instant, else the first after it."""
    return next((seen for seen in reversed(inside) if seen.at <= instant), inside[0])
