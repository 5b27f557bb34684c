"""A recrawl only adds: whatever worlds were crawled in whatever way, the index says what a fresh crawl of the last one
would say, and keeps what the earlier ones said."""

import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from archive.index import content_hash, rebuild_index, update_index
from archive.index.ahead import read_ahead
from archive.index.database import connect_reader
from archive.index.packing import unpack_text
from tests.support.archives import tell
from tests.support.worlds import Portal, Thing, Visit, World, states_of

WORLDS = int(os.environ.get("WORLDS", "10"))  # 600 of them took a quarter of an hour, and were equal (2026-12)

PAGES = tuple(f"p{number}" for number in range(4))
FILES = tuple(f"f{number}" for number in range(4))
LISTED = ("r0", "r1")

Rows = list[tuple[object, ...]]
_PRESENT = """
SELECT r.report_id, r.organ_id, r.report_year, r.version_id, r.title, r.form, r.url, r.figures, r.copies, h.*
FROM reports r LEFT JOIN headlines h USING (report_id) ORDER BY 1
"""
_VERSIONS = "SELECT version_id, unpacked(text) FROM report_versions"


@st.composite
def worlds(draw: st.DrawFn) -> World:
    def thing(organ: int | None, files: tuple[str, ...]) -> Thing:
        return Thing(organ, draw(st.integers(2020, 2021)), 1, draw(st.sampled_from(("etag", "plain", "noise"))), files)

    names = st.lists(st.sampled_from(FILES), unique=True, max_size=2)
    things = {name: thing(draw(st.sampled_from((0, 1, 2, None))), tuple(draw(names))) for name in PAGES}
    things |= {name: thing(20 + number, ()) for number, name in enumerate((*FILES, *LISTED))}
    return World(things, ((1, tuple(draw(_listed()))), (1, tuple(draw(_listed())))))


def _listed() -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from((*PAGES, *LISTED)), unique=True, max_size=5)


@st.composite
def steps(draw: st.DrawFn, world: World) -> tuple[World, Visit]:
    """The world after some changes, and a crawl of it that may go wrong."""
    things = dict(world.things)
    for name in draw(st.lists(st.sampled_from(sorted(things)), unique=True, max_size=3)):
        thing = things[name]
        change = draw(st.sampled_from(("text", "text", "files", "gone", "answer", "year")))
        if change == "files" and name[0] == "p":
            files = draw(st.lists(st.sampled_from(FILES), unique=True, max_size=2))
            things[name] = replace(thing, files=tuple(files), state=thing.state + 1)
        elif change == "gone":
            things[name] = replace(thing, gone=not thing.gone)
        elif change == "answer":
            things[name] = replace(thing, answer=draw(st.sampled_from(("etag", "plain", "noise"))))
        elif change == "year" and name[0] == "p":
            things[name] = replace(thing, year=4041 - thing.year, state=thing.state + 1)
        else:
            things[name] = replace(thing, state=thing.state + 1)
    lists = list(world.lists)
    if draw(st.booleans()):
        number = draw(st.integers(0, 1))
        lists[number] = (lists[number][0] + 1, tuple(draw(_listed())))
    visit = Visit(
        draw(st.one_of(st.none(), st.integers(1, 9))),
        frozenset(draw(st.lists(st.sampled_from(sorted(things)), max_size=2))),
        frozenset(draw(st.lists(st.sampled_from(sorted(things)), max_size=1))),
        draw(st.integers(0, 3)),
    )
    return World(things, tuple(lists)), draw(st.sampled_from((visit, Visit(order=visit.order))))


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[World, Visit]]:
    """Crawls of a world that changes between them; the last is undisturbed."""
    world, visit = draw(steps(draw(worlds())))
    history = [(world, visit)]
    for _ in range(draw(st.integers(1, 4))):
        world, visit = draw(steps(history[-1][0]))
        history.append((world, visit))
    return [*history[:-1], (history[-1][0], Visit(order=history[-1][1].order))]


@settings(
    max_examples=WORLDS,
    derandomize=WORLDS <= 20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
    database=None,
)
@given(history=histories())
def test_a_recrawl_only_adds(history: Sequence[tuple[World, Visit]]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="worlds-"))
    try:
        _compare(folder, history)
    finally:
        shutil.rmtree(folder)


def _compare(folder: Path, history: Sequence[tuple[World, Visit]]) -> None:
    portal, database = Portal(folder / "all" / "warc"), folder / "all" / "archive.db"
    files = []
    known: set[object] = set()
    for number, (world, visit) in enumerate(history):
        files.append(portal.crawl(world, visit))
        update_index(database, files[-1:], portal.root, extractor=tell)
        if visit.undisturbed:
            fresh = Portal(folder / f"fresh{number}" / "warc")
            fresh.crawl(world, visit)
            update_index(fresh.root.parent / "archive.db", [fresh.root], fresh.root, extractor=tell)
            expected = _rows(fresh.root.parent / "archive.db", _PRESENT)
            present = {row[0]: row for row in _rows(database, _PRESENT)}
            assert [present.get(row[0]) for row in expected] == expected
            known |= {row[0] for row in _rows(fresh.root.parent / "archive.db", _VERSIONS)}
    versions = {row[0]: str(row[1]) for row in _rows(database, _VERSIONS)}
    assert known <= versions.keys(), "a version that was known is gone"
    if all(visit.undisturbed for _, visit in history):
        assert known == versions.keys()
    for text in versions.values():
        assert _existed(history, text), text
    _agree(folder, portal, database, files)


def _existed(history: Sequence[tuple[World, Visit]], text: str) -> bool:
    """Whether each part of a version was served, and its page linked the others."""
    (name, number), *others = states_of(text).items()
    pages = [thing for world, _ in history if (thing := world.things[name]).state == number]
    served = all(any(world.things[n].state == s for world, _ in history) for n, s in others)
    return served and any({n for n, _ in others} <= set(page.files) for page in pages)


def _agree(folder: Path, portal: Portal, database: Path, files: Sequence[Path]) -> None:
    """Files in another order, files that others read ahead of the writer, and a rebuild, give the same index."""
    told = content_hash(database)
    ahead = folder / "all" / "ahead.db"
    for some in (files[1::2], files):
        readers = lambda paths, root: (read_ahead(path, root, tell) for path in paths)  # noqa: E731
        update_index(ahead, some, portal.root, extractor=tell, readers=readers)
    assert content_hash(ahead) == told, "read ahead"
    other = folder / "all" / "other.db"
    for path in reversed(files):
        update_index(other, [path], portal.root, extractor=tell)
    assert content_hash(other) == told, "another order"
    rebuild_index(database, [portal.root], portal.root, extractor=tell)
    assert content_hash(database) == told, "rebuild"


def _rows(database: Path, sql: str) -> Rows:
    connection = connect_reader(database)
    connection.create_function("unpacked", 1, unpack_text)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()
