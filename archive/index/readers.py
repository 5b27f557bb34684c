"""WARC files read ahead of the writer by many workers: each file is one task, and comes back in its turn."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.errors import ArchiveError
from archive.index.ahead import Ahead, read_ahead
from archive.warc.paths import size_of, sizes_of
from archive.warc.store import keep_in, store_of
from archive.workers import Workers

# Files beyond this size are read by the writer, record by record: what they hold would fill the memory of both sides.
_LARGEST = 256 << 20
# Tasks under way for each that runs: the next is there when one has ended.
_AHEAD = 2
# Executors in a row that may break under one file: the file that kills its process is then read, or refused, here.
_EXECUTORS = 3
# Seconds between two looks whether anybody is left to read.
_PATIENCE = 15.0


def read_file(path: Path, root: Path, store: str | None) -> Ahead:
    """What one task is: runs wherever there is a hand, in a folder of its own where the files lie in a store."""
    from archive.extract.pipeline import extract

    if store is not None and path.is_relative_to(root):
        folder = Path(_folder(store).name, "warc")
        path, root = folder / path.relative_to(root), folder
    return read_ahead(path, root, extract)


@cache
def _folder(store: str) -> "TemporaryDirectory[str]":
    """A folder that has nothing but its store."""
    folder = TemporaryDirectory(prefix="nianbao-")
    keep_in(Path(folder.name, "warc"), store)
    return folder


@dataclass(slots=True)
class FileReaders:
    """Called by the writer of the index (``update_index``). ``faults`` says why files came back unread, which the
    writer then read itself: as many lines as there were reasons."""

    workers: Workers
    faults: dict[str, int] = field(default_factory=dict)

    def __call__(self, paths: Sequence[Path], root: Path) -> Iterator[Ahead | None]:
        """The files in their order; None for those that the writer is to read."""
        if sum(size or 0 for size in sizes_of(paths).values()) < self.workers.worth:
            yield from (None for _ in paths)
            return
        left, waiting, executor = deque(paths), deque[_Task](), self.workers.executor()
        try:
            while left or waiting:
                while left and len(waiting) < _AHEAD * self.workers.many:
                    waiting.append(_Task(left.popleft()))
                first = waiting[0]
                try:
                    for task in waiting:
                        task.start(executor, root)
                    found = self._wait(first)
                except BrokenExecutor as error:
                    first.broke += 1
                    executor.shutdown(wait=False)
                    executor = self.workers.executor()
                    for task in waiting:
                        task.future = None
                    if first.broke < _EXECUTORS:
                        continue
                    self._note(error)
                    found = None
                waiting.popleft()
                yield found
        finally:
            with suppress(Exception):  # of a cluster that is gone: there is nothing to end
                for task in waiting:
                    if task.future is not None:
                        task.future.cancel()
                executor.shutdown(wait=False)

    def _wait(self, task: "_Task") -> Ahead | None:
        """Its result; None where nobody reads it."""
        while task.future is not None:
            try:
                return task.future.result(_PATIENCE)
            except TimeoutError:
                if not self.workers.there():
                    task.future.cancel()
                    self._note(TimeoutError("no worker is left"))
                    return None
            except BrokenExecutor:
                raise
            except ArchiveError:  # of the file: the writer meets it too, and says so
                return None
            except Exception as error:  # noqa: BLE001 (whatever a cluster has come to, nothing is lost by it)
                self._note(error)
                return None
        if task.refused is not None:
            self._note(task.refused)
        return None

    def _note(self, error: BaseException) -> None:
        why = " ".join(str(error).split()) or type(error).__name__
        self.faults[why] = self.faults.get(why, 0) + 1


@dataclass(slots=True)
class _Task:
    path: Path
    future: "Future[Ahead] | None" = None
    broke: int = 0
    refused: Exception | None = None
    _large: bool | None = None

    def start(self, executor: Executor, root: Path) -> None:
        """Hand it out, if it is not under way."""
        if self._large is None:
            self._large = (size_of(self.path) or 0) > _LARGEST
        if self.future is None and not self._large and self.refused is None:
            try:
                store = store_of(root)
                url = store.url if store is not None else None
                self.future = executor.submit(read_file, self.path.absolute(), root.absolute(), url)
            except BrokenExecutor:
                raise
            except Exception as error:  # noqa: BLE001 (a cluster that is gone says so in many ways)
                self.refused = error
