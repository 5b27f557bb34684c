"""``python -m archive browse [DIR]``."""

import argparse
import logging
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.errors import ArchiveError, UsageError
from archive.index.database import connect_reader

if TYPE_CHECKING:
    import uvicorn

CANDIDATES = (Path("data"), Path("data/demo"))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "directory", nargs="?", type=Path, metavar="DIR", help="the archive's folder [data, else data/demo]"
    )
    parser.add_argument("--port", default="8001", help="port to listen on, or auto for one that is free [%(default)s]")
    parser.add_argument(
        "--listen",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="address to listen on [%(default)s]; 0.0.0.0 in a container, reached through a port of its host",
    )
    parser.add_argument(
        "--host",
        action="append",
        default=[],
        metavar="NAME",
        help="serve requests for this name, too",
    )
    parser.add_argument("--immutable", action="store_true", help="serve a finished index: hashed URLs, cached for long")


def choose(directory: Path | None) -> Path:
    """The folder to serve, one with reports before an empty one. Raises ArchiveError where none holds an index."""
    folders = CANDIDATES if directory is None else (directory,)
    present = [folder for folder in folders if (folder / "archive.db").is_file()]
    if present:
        return next((folder for folder in present if _has_reports(folder / "archive.db")), present[0])
    places = " or ".join(str(folder / "archive.db") for folder in folders)
    raise ArchiveError(f"there is no index at {places}: run make demo, or crawl a portal, or python -m archive index")


def _has_reports(database: Path) -> bool:
    connection = connect_reader(database)
    try:
        return connection.execute("SELECT 1 FROM reports LIMIT 1").fetchone() is not None
    except sqlite3.DatabaseError:  # not an index, or one without tables: serving it says so
        return False
    finally:
        connection.close()


def port_of(wish: str) -> int:
    """The number of a port, 0 for one that is free. Raises UsageError for what is none."""
    if wish == "auto":
        return 0
    if not (wish.isascii() and wish.isdecimal() and 0 < int(wish) < 65536):
        raise UsageError(f"--port {wish}: a port is a number from 1 to 65535, or auto")
    return int(wish)


def listen(config: "uvicorn.Config") -> Any:
    """The socket to serve on. Raises ArchiveError where it cannot be had; uvicorn would log that and exit."""
    log = logging.getLogger("uvicorn.error")
    log.disabled = True
    try:
        return config.bind_socket()
    except SystemExit:
        place = f"{config.host}:{config.port}"
        raise ArchiveError(f"{place} cannot be listened on, it may be in use: --port auto takes a free one") from None
    finally:
        log.disabled = False


def run(args: argparse.Namespace) -> int:
    """Serves until it is interrupted."""
    import uvicorn

    from archive.site.app import create_site
    from archive.site.context import context_of

    port = port_of(args.port)
    folder = choose(args.directory)
    site = create_site(folder / "archive.db", folder / "warc", immutable=args.immutable, hosts=args.host)
    config = uvicorn.Config(site.app(), host=args.listen, port=port, log_level="warning", lifespan="on")
    listening = listen(config)
    context = context_of(site)
    site.get_database("archive").start()
    what = "the demo's index (replica portals)" if context is not None and context.demo else "the index"
    place = f"http://{args.listen}:{listening.getsockname()[1]}/"
    print(f"serving {what}, {folder / 'archive.db'}, at {place} (Ctrl+C ends it)", flush=True)
    uvicorn.Server(config).run(sockets=[listening])
    return 0
