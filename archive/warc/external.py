"""WARC and WACZ files of other people's tools, taken in where they lie: a link in the archive's own folder.

The index names files relative to the archive and never leads out of it, so a file that lies elsewhere is given a
symbolic link in ``<warc folder>/external/``: made by whoever runs the archive, seen with ``ls -l``, kept by a rebuild.
"""

import hashlib
from pathlib import Path

from archive.errors import WarcError
from archive.warc.cdxj import write_cdxj
from archive.warc.lookup import cdxj_lines
from archive.warc.paths import WARC_SUFFIXES, cdxj_path, file_errors, is_warc

FOLDER = "external"


def adopt(path: Path, root: Path) -> Path:
    """The path of a WARC inside ``root`` (the ``warc`` folder): its own, or that of a link to it in ``external/``, made
    where there is none, with a CDXJ beside it. Raises WarcError for a file that is no WARC or cannot be read."""
    target = path.resolve()
    if target.is_relative_to(root.resolve()):
        return path
    if not is_warc(path):
        raise WarcError(f"{path}: the name of a WARC ends in one of {', '.join(WARC_SUFFIXES)}")
    link = _link_path(target, root)
    if not link.is_symlink():
        lines = cdxj_lines(target, link.name)
        with file_errors(link):
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(target)
        write_cdxj(cdxj_path(link), lines)
    return link


def _link_path(target: Path, root: Path) -> Path:
    """The link's own name is the file's, with a part of its path's hash where another file has that name."""
    link = root / FOLDER / target.name
    if not link.is_symlink() or link.resolve() == target:
        return link
    return link.with_name(f"{hashlib.sha256(str(target).encode()).hexdigest()[:8]}-{target.name}")


def is_external(path: Path, root: Path) -> bool:
    """Whether a path under ``root`` is such a link."""
    return path.is_symlink() and path.parent == root / FOLDER
