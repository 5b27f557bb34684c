"""Takes a proposed spider file over into the project: ``scrapy accept``."""

import ast
import runpy
from collections.abc import Container
from pathlib import Path

from crawler.errors import CrawlerError
from crawler.families.listing import ListingSpider
from crawler.portal import PortalSpider
from crawler.registry import PROVINCES


def accept(proposal: Path, spiders: Path, declared: Container[str]) -> Path:
    """Move a proposal below ``spiders``, the folder of the project's spider files, where its adcode says.

    Raises:
        CrawlerError: where the file does not load, declares what cannot stand, or has a name that is ``declared`` or
            lies there already.
    """
    portal = declared_by(proposal)
    folder = PROVINCES.get(portal.adcode[:2])
    if folder is None:
        raise CrawlerError(f"{proposal}: adcode {portal.adcode} is of no province; write the portal's own")
    target = spiders / folder / f"{portal.name}.py"
    if portal.name in declared or target.exists():
        raise CrawlerError(f"{proposal}: a portal {portal.name!r} is declared already; nothing was written over")
    target.parent.mkdir(parents=True, exist_ok=True)
    (target.parent / "__init__.py").touch()
    with target.open("x", encoding="utf-8") as file:
        file.write(proposal.read_text(encoding="utf-8"))
    proposal.unlink()
    return target


def take_over(proposal: Path, spider: Path) -> Path:
    """Put the columns of a proposal, made because those of a declared portal gave nothing, into its spider file; all
    else that somebody wrote there stays.

    Raises:
        CrawlerError: where the proposal names another family than the file does, or seeds that cannot stand.
    """
    text, proposed = spider.read_text(encoding="utf-8"), proposal.read_text(encoding="utf-8")
    try:
        (base, old), (other, new) = _seeds_in(text), _seeds_in(proposed)
    except (SyntaxError, StopIteration):
        raise CrawlerError(f"{proposal}: no seeds are found in it, or in {spider}; change that by hand") from None
    if other not in {base, ListingSpider.__name__}:  # the general one says that no mark of a family was seen
        raise CrawlerError(f"{proposal}: its family is {other} now; change {spider} by hand")
    lines = text.splitlines(keepends=True)
    seeds = ast.get_source_segment(proposed, new)
    lines[old.lineno - 1 : old.end_lineno] = [f"{' ' * old.col_offset}{seeds}\n"]
    spider.write_text("".join(lines), encoding="utf-8")
    try:
        declared_by(spider)
    except CrawlerError:
        spider.write_text(text, encoding="utf-8")
        raise
    proposal.unlink()
    return spider


def _seeds_in(text: str) -> tuple[str, ast.Assign]:
    """The base of the class that a spider file declares, and where it says what its seeds are."""
    declared = next(node for node in ast.parse(text).body if isinstance(node, ast.ClassDef))
    assigned = (node for node in declared.body if isinstance(node, ast.Assign))
    return ast.unparse(declared.bases[0]), next(one for one in assigned if ast.unparse(one.targets[0]) == "seeds")


def declared_by(proposal: Path) -> type[PortalSpider]:
    """The one portal that a file declares, under the file's name.

    Raises:
        CrawlerError: where the file does not load or declares something else.
    """
    try:
        names = runpy.run_path(str(proposal), run_name=proposal.stem)
    except Exception as error:
        raise CrawlerError(
            f"{proposal}: does not load: {' '.join(str(error).split()) or type(error).__name__}"
        ) from error
    own = [one for one in names.values() if isinstance(one, type) and one.__module__ == proposal.stem]
    portals = [one for one in own if issubclass(one, PortalSpider)]
    if len(portals) != 1 or portals[0].name != proposal.stem:
        raise CrawlerError(f"{proposal}: declares no portal {proposal.stem!r}, or others beside it")
    return portals[0]
