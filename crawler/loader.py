"""Loads the spider files one by one, so that one that cannot be loaded does not take the others with it."""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

from crawler.errors import PortalDeclarationError


class PortalLoader(SpiderLoader):
    """Scrapy's loader, with ``faults``: one line per spider file that could not be loaded."""

    def __init__(self, settings: BaseSettings) -> None:
        self.faults: list[str] = []
        super().__init__(settings)

    def _load_all_spiders(self) -> None:
        for name in self.spider_modules:
            for module in self._modules(name):
                self._load_spiders(module)
        for name, places in sorted(self._found.items()):
            if len(places) > 1:
                files = ", ".join(sorted(module for module, _ in places))
                self.faults.append(f"{files}: two spiders are named {name!r}; the last one wins; rename one")

    def _modules(self, name: str) -> Iterator[ModuleType]:
        module = self._import(name)
        if module is None:
            return
        yield module
        paths: Any = getattr(module, "__path__", None)
        for info in pkgutil.iter_modules(paths) if paths is not None else ():
            yield from self._modules(f"{name}.{info.name}")

    def _import(self, name: str) -> ModuleType | None:
        try:
            return importlib.import_module(name)
        except PortalDeclarationError as error:
            self.faults.append(str(error))
        except SyntaxError as error:
            self.faults.append(f"{name}: line {error.lineno}: {error.msg}")
        except ImportError as error:
            self.faults.append(f"{name}: {error}")
        return None
