"""Loads the spider files one by one, each when its portal is asked for, so that one that cannot be loaded does not take
the others with it, and that hundreds of them cost a crawl nothing."""

import builtins
import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib.machinery import FileFinder
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from scrapy import Request, Spider
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader, SpiderLoaderProtocol

from crawler.errors import PortalDeclarationError

# As every spider file writes them; a file whose classes and names do not pair up is loaded at once.
_CLASS = re.compile(r"^class ", re.M)
_NAME = re.compile(r'^    name = "([^"\n]+)"$', re.M)


class PortalLoader(SpiderLoader):
    """Scrapy's loader, with ``faults``: one line per spider file that could not be loaded, of those that were asked
    for. Names are read off the files; ``load`` imports the file of one portal."""

    def __init__(self, settings: BaseSettings) -> None:
        self.faults: list[str] = []
        self._waiting: dict[str, str] = {}
        super().__init__(settings)

    def load(self, spider_name: str) -> type[Spider]:
        """The portal of this name.

        Raises:
            KeyError: where no file declares it.
            PortalDeclarationError: where its file cannot be loaded; the line that ``faults`` holds from then on.
        """
        module = self._waiting.pop(spider_name, None)
        if module is not None:
            try:
                self._load_spiders(_import(module))
                if spider_name not in self._spiders:
                    raise PortalDeclarationError(f"{module}: declares no portal that is named {spider_name!r}")
            except PortalDeclarationError as error:
                self.faults.append(str(error))
                raise
        return super().load(spider_name)

    def list(self) -> list[str]:
        """All names, in the order of the files."""
        return [*self._spiders, *self._waiting]

    def find_by_request(self, request: Request) -> builtins.list[str]:
        """Scrapy's own question, for which each portal has to be loaded."""
        tuple(loadable(self, tuple(self._waiting)))
        return super().find_by_request(request)

    def _load_all_spiders(self) -> None:
        places: dict[str, list[str]] = {}
        for package in self.spider_modules:
            for module, path in self._files(package):
                source = path.read_text(encoding="utf-8", errors="replace")
                names = _NAME.findall(source)
                if len(names) != len(_CLASS.findall(source)):
                    names = self._load_now(module)
                else:
                    self._waiting.update(dict.fromkeys(names, module))
                for name in names:
                    places.setdefault(name, []).append(module)
        for name, modules in sorted(places.items()):
            if len(modules) > 1:
                files = ", ".join(sorted(modules))
                self.faults.append(f"{files}: two spiders are named {name!r}; the last one wins; rename one")

    def _load_now(self, module: str) -> builtins.list[str]:
        before = set(self._spiders)
        try:
            self._load_spiders(_import(module))
        except PortalDeclarationError as error:
            self.faults.append(str(error))
        return sorted(set(self._spiders) - before)

    def _files(self, name: str) -> Iterator[tuple[str, Path]]:
        """The modules below a package, itself included, and their files."""
        try:
            spec = find_spec(name)
        except (ImportError, SyntaxError) as error:
            spec = None
            self.faults.append(f"{name}: {error}")
        if spec is None or spec.origin is None:
            return
        yield name, Path(spec.origin)
        for info in pkgutil.iter_modules(spec.submodule_search_locations or ()):
            if info.ispkg or not isinstance(info.module_finder, FileFinder):
                yield from self._files(f"{name}.{info.name}")
            else:
                yield f"{name}.{info.name}", Path(info.module_finder.path, f"{info.name}.py")


def loadable(loader: SpiderLoaderProtocol, names: Iterable[str]) -> Iterator[type[Spider]]:
    """The portals of these names, save those whose files cannot be loaded: ``faults`` says why."""
    for name in names:
        with suppress(PortalDeclarationError):
            yield loader.load(name)


def _import(module: str) -> ModuleType:
    """The module, or the one line that says why it cannot be had."""
    try:
        return importlib.import_module(module)
    except SyntaxError as error:
        raise PortalDeclarationError(f"{module}: line {error.lineno}: {error.msg}") from error
    except ImportError as error:
        raise PortalDeclarationError(f"{module}: {error}") from error
