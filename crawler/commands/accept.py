"""``scrapy accept NAME … | --all``: spider files that ``scrapy discover --registry`` proposed become the project's."""

import argparse
import inspect
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.spiderloader import get_spider_loader

from crawler.errors import CrawlerError
from crawler.paths import ROOT


class Command(ScrapyCommand):
    """One line for each; exit status 1 if any was refused."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "NAME ... | --all"

    def short_desc(self) -> str:
        return "Take proposed spider files over into spiders/"

    def long_desc(self) -> str:
        return (
            "Move the spider files that scrapy discover --registry proposed for these portals from data/proposals/ "
            "into spiders/<province>/. Each must load and declare a portal that is not declared yet; nothing is "
            "written over. Of a portal whose columns moved, the new columns are put into its file in place of the old."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""
        super().add_options(parser)
        parser.add_argument(
            "--all", action="store_true", help="every proposal whose survey says found; unclear ones are taken by name"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Move the files, one by one."""
        from crawler.acceptance import accept, take_over  # Scrapy loads every command at every start

        if self.settings is None:
            raise RuntimeError("scrapy sets a command's settings before it runs")
        root = ROOT / str(self.settings.get("ARCHIVE_DIR")) / "proposals"
        try:
            if bool(args) == opts.all:
                raise CrawlerError("name the portals, or all: scrapy accept NAME ... | --all")
            chosen = _all_found(root) if opts.all else [_named(root, name) for name in dict.fromkeys(args)]
            spiders = _folder_of(self.settings.getlist("SPIDER_MODULES"))
        except CrawlerError as error:
            print(f"error: {error}", file=sys.stderr)
            self.exitcode = 1
            return
        loader = get_spider_loader(self.settings)
        declared = frozenset(loader.list())
        for path in chosen:
            try:
                if path.parent.name == "moved" and path.stem in declared:
                    taken = take_over(path, Path(inspect.getfile(loader.load(path.stem))))
                else:
                    taken = accept(path, spiders, declared)
                print(f"accepted: {path.stem}: {_shown(taken)}")
            except (CrawlerError, OSError) as error:
                print(f"error: {error}", file=sys.stderr)
                self.exitcode = 1
        if not chosen:
            print(f"no proposal in {_shown(root)} is found and waits to be accepted")


def _all_found(root: Path) -> list[Path]:
    """The proposals whose survey left no doubt."""
    from crawler.survey_rows import read_rows

    folders = sorted(path for path in root.glob("*") if path.is_dir())
    rows = [(folder, row) for folder in folders for row in read_rows(folder).values()]
    paths = [folder / f"{row.portal}.py" for folder, row in rows if row.state == "found"]
    return [path for path in paths if path.is_file()]


def _named(root: Path, name: str) -> Path:
    found = sorted(path for path in root.glob("*/*.py") if path.stem == name)
    if not found:
        raise CrawlerError(f"no proposal is named {name!r} in {_shown(root)}; survey.tsv there lists what was surveyed")
    return found[0]


def _folder_of(modules: list[str]) -> Path:
    """Where the project keeps its spider files."""
    spec = find_spec(modules[0]) if modules else None
    if spec is None or not spec.submodule_search_locations:
        raise CrawlerError(f"SPIDER_MODULES {modules} names no package to put spider files into")
    return Path(next(iter(spec.submodule_search_locations)))


def _shown(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
