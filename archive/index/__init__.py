"""The index: captures, reports and figures in SQLite, made from WARC files and from nothing else."""

from archive.index.content import content_hash
from archive.index.origin import from_replicas
from archive.index.update import IndexReport, indexed_elsewhere, rebuild_index, update_index

__all__ = ["IndexReport", "content_hash", "from_replicas", "indexed_elsewhere", "rebuild_index", "update_index"]
