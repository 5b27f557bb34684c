"""One small archive and its site for the tests of pages, made once a module."""

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.site.app import create_site
from tests.support.sites import Get, client, make


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    make(folder / "warc")
    return folder


@pytest.fixture(scope="module")
def get(folder: Path) -> Iterator[Get]:
    loop = asyncio.new_event_loop()
    yield client(create_site(folder / "archive.db", folder / "warc", hosts=["nianbao.example"]), loop)
    loop.close()


@pytest.fixture(scope="module")
def db(folder: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(folder / "archive.db")
    yield connection
    connection.close()
