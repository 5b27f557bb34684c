"""The crawls of a run on the workers of a cluster: each a process on some machine, told and heard across the network.

A worker runs a crawl as the run itself would: in a process of a ``Pool``, so that here is only what lies between the
two. Up come beats, the log and in the end the crawl's row; down goes one word for all, which is said anew every few
seconds: which crawls are to stop. A worker that hears nothing for a while is alone, and stops as well. A worker that is
gone had its crawl taken up by another, which the scheduler sees to, and which goes on from what lies in the store.
"""

import pickle
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import mkdtemp
from time import monotonic
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from scrapy.settings import Settings

from archive.runs import Begun, CrawlRow, RunFolder
from archive.warc.repair import repair_folder
from archive.warc.store import keep_in, store_of
from archive.workers import workers_of
from crawler.paths import ROOT
from crawler.run.begun import begun_of
from crawler.run.crew import CRAWLS
from crawler.run.pool import SERVER_GONE, UNFINISHED, Beat, Ended, Pool, ProcessFailedError
from crawler.status import reports_before

if TYPE_CHECKING:
    from distributed import Client, Future

CRAWL = f"{CRAWLS}:crawl_portal"
# Seconds between two words of a run, and after which a worker that heard none stops.
_WORD_EVERY, _ALONE = 2.0, 60.0
# Seconds without a worker after which a run stops, and between two looks.
_NOBODY, _LOOK = 60.0, 5.0
# Seconds from the word to stop until a crawl is given up: its worker may be gone, and nobody left to take it up.
_GRACE = 90.0


@dataclass(frozen=True, slots=True)
class Order:
    """A crawl for a worker. ``store`` is None where the archive lies in a folder that all machines have under the same
    path; ``best`` the most reports that an earlier crawl found; ``word`` and ``topic`` the two ends of the line."""

    key: str
    settings: Settings
    run: Path
    begun: Begun
    before: str
    best: int
    store: str | None
    word: str
    topic: str


@dataclass(frozen=True, slots=True)
class Done:
    """How the process of a crawl ended, the crawl's row where it left one, and the rest of its log."""

    status: int
    row: CrawlRow | None
    log: str


@dataclass(slots=True)
class _Away:
    future: "Future"
    log: Path
    folder: RunFolder
    give_up_at: float | None = None


class ClusterPool(Pool):
    """Crawls on workers, all else in processes here."""

    def __init__(self, modules: Sequence[str], client: "Client") -> None:
        from distributed import Variable

        super().__init__(modules)
        self._client = client
        self._address = client.scheduler.address
        self._name = f"nianbao-{uuid4().hex}"
        self._word = Variable(self._name, client=client)
        self._heard = SimpleQueue[tuple[str, Any]]()
        self._away: dict[str, _Away] = {}
        self._stopped: set[str] = set()
        self._gone: str | None = None
        self._said = 0.0
        self._seen = self._looked = monotonic()
        client.subscribe_topic(self._name, lambda event: self._heard.put(pickle.loads(event[1])))  # noqa: S301 (of our own workers)
        self._say()

    def __len__(self) -> int:
        return super().__len__() + len(self._away)

    def __contains__(self, key: str) -> bool:
        return key in self._away or super().__contains__(key)

    def pids(self) -> dict[str, int]:
        """The processes by task; 0 for one elsewhere."""
        return {**super().pids(), **dict.fromkeys(self._away, 0)}

    def start(self, key: str, log: Path, work: str, *arguments: object) -> None:
        """As ``Pool`` does; raises ProcessFailedError where the cluster is gone."""
        if work != CRAWL:
            super().start(key, log, work, *arguments)
            return
        if self._gone is not None:
            raise ProcessFailedError(self._gone)
        settings, folder, name, before = cast("tuple[Settings, RunFolder, str, str]", arguments)
        archive = ROOT / str(settings.get("ARCHIVE_DIR"))
        store = store_of(archive / "warc")
        order = Order(
            key=key,
            settings=settings,
            run=folder.path.absolute(),
            begun=begun_of(folder, name),
            before=before,
            best=reports_before(name, archive),
            store=store.url if store is not None else None,
            word=self._name,
            topic=self._name,
        )
        try:
            future = self._client.submit(carry_out, order, pure=False, key=f"{key} {uuid4().hex}")
        except Exception as error:
            raise ProcessFailedError(f"the cluster takes no crawl: {error}") from error
        self._away[key] = _Away(future, log, folder)
        future.add_done_callback(lambda _: self._heard.put((key, None)))

    def stop(self, key: str) -> None:
        """Tell a task to stop."""
        if key not in self._away:
            super().stop(key)
        elif key not in self._stopped:
            self._stopped.add(key)
            self._away[key].give_up_at = monotonic() + _GRACE
            self._said = 0.0

    def events(self, seconds: float) -> Iterator[Beat | Ended]:
        """What happens within some seconds, here and elsewhere."""
        self._say()
        if super().__len__():
            yield from super().events(seconds / 4)
        with suppress(Empty):
            told = self._heard.get(timeout=seconds)
            while True:
                self._seen = monotonic()
                yield from self._news(*told)
                told = self._heard.get_nowait()
        self._look()
        for key, away in list(self._away.items()):
            late = away.give_up_at is not None and monotonic() > away.give_up_at
            if self._gone is not None or late:
                with suppress(Exception):  # there may be nobody to tell
                    away.future.cancel()
                yield self._ended_away(key, SERVER_GONE)

    def _news(self, key: str, said: Any) -> Iterator[Beat | Ended]:
        away = self._away.get(key)
        if away is None:
            return
        if isinstance(said, str):
            _append(away.log, said)
        elif said is not None:
            yield Beat(key, said)
        elif away.future.status == "finished":
            done: Done = away.future.result()
            _append(away.log, done.log)
            if done.row is not None:
                away.folder.keep(done.row)
            yield self._ended_away(key, done.status)
        elif away.future.status == "error":
            _append(away.log, f"ERROR: {away.future.exception()}\n")
            yield self._ended_away(key, 1)

    def _ended_away(self, key: str, status: int) -> Ended:
        del self._away[key]
        self._stopped.discard(key)
        return Ended(key, status)

    def _say(self) -> None:
        """The word: a number that grows, and which crawls are to stop."""
        if monotonic() - self._said > _WORD_EVERY:
            self._said = monotonic()
            with suppress(Exception):  # of a scheduler that is gone: the next look finds out
                self._word.set((self._said, sorted(self._stopped)), timeout=_WORD_EVERY)

    def _look(self) -> None:
        """Whether there is still a cluster."""
        if self._client.status in {"closed", "closing"}:
            self._gone = f"the scheduler at {self._address} is gone; the same command goes on"
        elif self._away and monotonic() - max(self._seen, self._looked) > _LOOK:
            self._looked = monotonic()
            if workers_of(self._client):
                self._seen = self._looked
            elif self._looked - self._seen > _NOBODY:
                self._gone = "no worker is left; the same command goes on"


def _append(log: Path, text: str) -> None:
    if text:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(text)


# --- on a worker ------------------------------------------------------------------------------------------


def carry_out(order: Order) -> Done:
    """Crawl a portal, or go on with its crawl, in a process of this machine."""
    from distributed import get_worker

    worker = get_worker()
    line = _FarLine(order, worker)
    if line.told_to_stop():
        return Done(UNFINISHED, None, "")
    scratch = Path(mkdtemp(prefix="crawl-", dir=worker.local_directory))
    try:
        return _Work(order, line, scratch).done()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@dataclass(slots=True)
class _FarLine:
    """A worker's end of the line."""

    order: Order
    worker: Any
    _word: object = None
    _heard: float = field(default_factory=monotonic)
    _asked: float = 0.0

    def tell(self, what: object) -> None:
        with suppress(Exception):  # nobody is there any more: the word is missed in time
            self.worker.log_event(self.order.topic, pickle.dumps((self.order.key, what)))

    def told_to_stop(self) -> bool:
        """Whether the run wants this crawl to stop, or is gone."""
        from distributed import Variable

        if monotonic() - self._asked > _WORD_EVERY:
            self._asked = monotonic()
            with suppress(Exception):  # the same
                word, stopped = Variable(self.order.word).get(timeout=_WORD_EVERY)
                if word != self._word:
                    self._word, self._heard = word, monotonic()
                if self.order.key in stopped:
                    return True
        return monotonic() - self._heard > _ALONE


@dataclass(slots=True)
class _Work:
    """One crawl. With a store it has an archive of its own in ``scratch``, whose files go to the store as they are
    finished; what its process could not finish is finished and delivered here."""

    order: Order
    line: _FarLine
    scratch: Path
    _read: int = 0

    def done(self) -> Done:
        order, name = self.order, self.order.begun.portal
        settings, run = order.settings.copy(), RunFolder(order.run)
        settings.set("REPORTS_BEFORE", order.best, priority="cmdline")
        root = self.scratch / "warc"
        if order.store is not None:
            keep_in(root, order.store)
            store = store_of(root)
            if store is not None:
                store.claim(root / name, uuid4().hex)
            settings.set("ARCHIVE_DIR", str(self.scratch), priority="cmdline")
            run = RunFolder(self.scratch / "runs" / order.run.name)
            run.keep(order.begun)
        log = self.scratch / f"{name}.log"
        pool = Pool([CRAWLS])
        pool.start(order.key, log, CRAWL, settings, run, name, order.before)
        status = None
        while status is None:
            if self.line.told_to_stop():
                pool.stop(order.key)
            for event in pool.events(0.5):
                if isinstance(event, Ended):
                    status = event.status
                else:
                    self.line.tell(event.told)
            said = self._said(log)
            if said and status is None:
                self.line.tell(said)
        if order.store is not None:
            repair_folder(root / name, root)
        return Done(status, run.crawl(name), said + self._said(log))

    def _said(self, log: Path) -> str:
        """What the log has more than before."""
        with suppress(OSError), log.open("rb") as file:
            file.seek(self._read)
            data = file.read()
            self._read += len(data)
            return data.decode("utf-8", "replace")
        return ""
