"""The Datasette that serves an index: our metadata, plugin, templates and static files, nothing from elsewhere."""

from collections.abc import Sequence
from pathlib import Path

from datasette.app import Datasette
from datasette.plugins import pm

from archive.errors import ArchiveError
from archive.index import from_replicas, schema
from archive.index.database import connect_reader, is_current, locked, writer
from archive.site import plugin
from archive.site.context import SiteContext, set_context
from archive.site.counting import IndexDatabase
from archive.site.coverage import read_declared
from archive.site.metadata import metadata

HERE = Path(__file__).parent
PLUGIN = "nianbao"

SETTINGS = {
    "sql_time_limit_ms": 1_500,  # a visitor's own SQL; our pages use indexed queries of a few ms
    "max_returned_rows": 5_000,
    "allow_download": False,
    "facet_time_limit_ms": 400,
    "default_cache_ttl": 60,
    "suggest_facets": False,
}


def create_site(database: Path, root: Path, *, immutable: bool = False, hosts: Sequence[str] = ()) -> Datasette:
    """A site on ``database``; ``root`` is the ``warc`` folder for the capture pages. An index of replica portals (the
    demo's) says so on every page, wherever it lies. ``portals.json`` beside it, from ``scrapy portals --json``, makes
    known the portals that were never crawled. ``hosts`` are the names under which it is served beside localhost.

    An older index is migrated first, unless it is served ``immutable``; beside a process that writes one, the site of
    an index that is up to date starts at once. Raises ArchiveError where there is no index.
    """
    if not database.is_file():
        raise ArchiveError(f"there is no index at {database}: crawl a portal, or run python -m archive index")
    if not immutable and not is_current(database):
        with locked(database), writer(database):
            pass
    declared = read_declared(database.with_name("portals.json"))
    if not pm.has_plugin(PLUGIN):
        pm.register(plugin, PLUGIN)
        if pm.has_plugin("datasette.handle_exception"):  # ours asks it
            pm.unregister(name="datasette.handle_exception")
    site = Datasette(
        files=[] if immutable else [str(database)],
        immutables=[str(database)] if immutable else [],
        metadata=metadata(database.stem),
        template_dir=str(HERE / "templates"),
        static_mounts=[("assets", str(HERE / "static"))],
        settings=SETTINGS,
    )
    site.remove_database(database.stem)
    site.add_database(IndexDatabase(site, str(database), is_mutable=not immutable), name=database.stem)
    set_context(site, SiteContext(root.resolve(), database.stem, _is_demo(database), declared, tuple(hosts)))
    return site


def _is_demo(database: Path) -> bool:
    connection = connect_reader(database)
    try:
        if not schema.is_current(connection):
            raise ArchiveError(f"{database} is of an older schema: open it once without --immutable, or rebuild it")
        return from_replicas(connection)
    finally:
        connection.close()
