"""Finished files in a store behind fsspec: written here, moved there, read from there by ranges."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.__main__ import main
from archive.index import content_hash, update_index
from archive.model import Capture
from archive.status import status_of
from archive.warc.lookup import captures_of
from archive.warc.paths import size_of, warc_files
from archive.warc.reader import read_capture, read_warc
from archive.warc.repair import repair_folder
from archive.warc.store import LostClaimError, Store, StoreError, keep_in, store_of
from tests.support.archives import Crawling, state, tell
from tests.support.cluster import needs_cluster
from tests.support.stores import s3

pytestmark = needs_cluster
PAGE = "http://www.qingxi.test/1.html"


@pytest.fixture(params=["s3", "folder"])
def url(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    if request.param == "folder":
        yield (tmp_path / "store").as_uri()
        return
    with s3(monkeypatch) as url:
        yield url


def crawl(root: Path, name: str, day: int = 0) -> None:
    crawling = Crawling(root, name, day=day)
    crawling.report(PAGE, state(text="the same in both crawls"))
    crawling.report(f"http://www.qingxi.test/{name}.html", state(year=2000 + day, text=name * 300_000))
    crawling.end()


def test_what_is_finished_lies_in_the_store_and_reads_as_before(tmp_path: Path, url: str) -> None:
    plain, root = tmp_path / "plain" / "warc", tmp_path / "away" / "warc"
    keep_in(root, url)
    for where in (plain, root):
        crawl(where, "a", 1)
        crawl(where, "b", 2)
    assert not [*root.rglob("*.warc.gz*"), *root.rglob("*.cdxj")]
    files = warc_files(root)
    items = [item for path in files for item in read_warc(path, root)]
    captures = [item for item in items if isinstance(item, Capture)]
    assert [capture.warc_type for capture in captures] == ["response", "response", "revisit", "response"]
    assert [read_capture(one.location, root).body for one in captures] == [one.body for one in captures]
    assert captures[2].body == captures[0].body
    assert len(list(captures_of(PAGE, root / "qingxi", root))) == 2
    for where in (plain, root):
        update_index(where.parent / "archive.db", [where / "qingxi"], where, extractor=tell)
        assert update_index(where.parent / "archive.db", [where], where, extractor=tell).files == 0
        assert main(["verify", "--archive", str(where.parent)]) == 0
    status = status_of(root.parent)
    assert (status.warc_files, status.unindexed) == (2, ())


def test_a_capture_is_read_by_its_own_range(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    root, asked = tmp_path / "warc", list[tuple[int, int]]()
    keep_in(root, url)
    crawl(root, "a", 1)
    (path,) = warc_files(root)
    first = next(item for item in read_warc(path, root) if isinstance(item, Capture))
    read = Store.read

    def told(store: Store, path: Path, start: int, end: int) -> bytes:
        asked.append((start, end))
        return read(store, path, start, end)

    monkeypatch.setattr(Store, "read", told)
    read_capture(first.location, root)
    place = first.location
    assert asked == [(place.offset, place.offset + place.length)]


def test_a_file_that_another_process_goes_on_with_is_not_kept(tmp_path: Path, url: str) -> None:
    one, other = tmp_path / "one" / "warc", tmp_path / "other" / "warc"
    for root, token in ((one, "first"), (other, "second")):
        keep_in(root, url)
        store = store_of(root)
        assert store is not None
        store.claim(root / "qingxi", token)
    with pytest.raises(LostClaimError):
        crawl(one, "a")
    assert warc_files(other) == []
    crawl(other, "b")
    assert len(warc_files(other)) == 1


@pytest.mark.parametrize("url", ["s3"], indirect=True)
def test_where_the_store_is_gone_nothing_finished_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    root = tmp_path / "warc"
    keep_in(root, url)
    crawling = Crawling(root, "a")
    crawling.report(PAGE, state())
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        elsewhere.setenv("AWS_MAX_ATTEMPTS", "1")
        _forget_connections()
        with pytest.raises(StoreError, match="cannot be used") as refused:
            crawling.end()
        assert len(str(refused.value).splitlines()) == 1
    _forget_connections()
    assert list(root.rglob("*.warc.gz*"))
    repair_folder(root / "qingxi", root)
    assert not list(root.rglob("*.warc.gz*"))
    (path,) = warc_files(root)
    assert size_of(path)


def _forget_connections() -> None:
    from archive.warc.store import _system

    _system.cache_clear()


def test_two_stores_say_the_same(tmp_path: Path, url: str) -> None:
    """The same WARC files, here and in a store: the same index."""
    here, away = tmp_path / "here" / "warc", tmp_path / "away" / "warc"
    crawl(here, "a", 1)
    crawl(here, "b", 2)
    keep_in(away, url)
    (away / "qingxi").mkdir()
    for path in (here / "qingxi").iterdir():
        (away / "qingxi" / path.name).write_bytes(path.read_bytes())
    repair_folder(away / "qingxi", away)
    for root in (here, away):
        update_index(root.parent / "archive.db", [root], root, extractor=tell)
    assert content_hash(here.parent / "archive.db") == content_hash(away.parent / "archive.db")
