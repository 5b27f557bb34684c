"""``python -m archive browse [DIR]``."""

import argparse
from pathlib import Path

from archive.errors import ArchiveError, UsageError

CANDIDATES = (Path("data"), Path("data/demo"))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "directory", nargs="?", type=Path, metavar="DIR", help="the archive's folder [data, else data/demo]"
    )
    parser.add_argument("--port", type=int, default=8001, help="port to listen on [%(default)s]")
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
    """The folder to serve. Raises ArchiveError where none holds an index."""
    folders = CANDIDATES if directory is None else (directory,)
    for folder in folders:
        if (folder / "archive.db").is_file():
            return folder
    places = " or ".join(str(folder / "archive.db") for folder in folders)
    raise ArchiveError(f"there is no index at {places}: run make demo, or crawl a portal, or python -m archive index")


def run(args: argparse.Namespace) -> int:
    """Serves until it is interrupted."""
    import uvicorn

    from archive.site.app import create_site
    from archive.site.context import context_of

    if not 0 < args.port < 65536:
        raise UsageError(f"--port {args.port}: a port is a number from 1 to 65535")
    folder = choose(args.directory)
    site = create_site(folder / "archive.db", folder / "warc", immutable=args.immutable, hosts=args.host)
    context = context_of(site)
    site.get_database("archive").start()
    what = "the demo's index (replica portals)" if context is not None and context.demo else "the index"
    print(f"serving {what}, {folder / 'archive.db'}, at http://{args.listen}:{args.port}/ (Ctrl+C ends it)", flush=True)
    uvicorn.run(site.app(), host=args.listen, port=args.port, log_level="warning", lifespan="on")
    return 0
