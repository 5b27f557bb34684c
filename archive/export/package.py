"""The whole export: tables, codebook, data package (Frictionless), citation."""

import csv
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveError
from archive.export.tables import ExportColumn, ExportTable, export_tables, key_label
from archive.export.writers import write_csv, write_parquet
from archive.forms import all_figures
from archive.index.codebook import markdown
from archive.index.database import connect_reader
from archive.warc.manifest import chain_head

TITLE = "Annual reports on open government information in China: figures, checks and evidence"
_FIELD_TYPES = {"string": "string", "integer": "integer", "number": "number", "date": "date", "boolean": "boolean"}


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written: (file, rows) of each table."""

    files: tuple[tuple[str, int], ...]


def export(
    database: Path,
    folder: Path,
    root: Path,
    *,
    formats: tuple[str, ...] = ("csv", "parquet"),
    bom: bool = False,
    progress: Callable[[str], None] | None = None,
) -> ExportReport:
    """Write the export into ``folder`` (made if need be; files of the same name are replaced).

    ``root`` is the ``warc`` folder, whose chain head the citation names. Raises ArchiveError where there is no index,
    or no report in it.
    """
    connection = connect_reader(database)
    try:
        connection.execute("BEGIN")  # one state of the index for all tables
        if connection.execute("SELECT 1 FROM reports LIMIT 1").fetchone() is None:
            raise ArchiveError(f"{database} holds no report: there is nothing to export")
        folder.mkdir(parents=True, exist_ok=True)
        tables = export_tables()
        files: list[tuple[str, int]] = []
        for table in tables:
            if progress is not None:
                progress(table.name)
            if "csv" in formats:
                path = folder / f"{table.name}.csv"
                files.append((path.name, write_csv(connection, table, path, bom=bom)))
            if "parquet" in formats:
                path = folder / f"{table.name}.parquet"
                files.append((path.name, write_parquet(connection, table, path)))
        newest = connection.execute("SELECT max(captured_at) FROM captures").fetchone()[0]
    finally:
        connection.close()
    _write_codebook(folder, tables, encoding="utf-8-sig" if bom else "utf-8")
    _write_package(folder, tables, formats, bom=bom)
    _write_citation(folder, root, newest)
    return ExportReport(tuple(files))


def _write_codebook(folder: Path, tables: tuple[ExportTable, ...], *, encoding: str) -> None:
    with (folder / "codebook.csv").open("w", encoding=encoding, newline="") as handle:
        write = csv.writer(handle, lineterminator="\r\n")
        write.writerow(["table", "column", "type", "unit", "description"])
        for table in tables:
            write.writerows([table.name, c.name, c.type, c.unit or "", c.description] for c in table.columns)
    with (folder / "keys.csv").open("w", encoding=encoding, newline="") as handle:
        write = csv.writer(handle, lineterminator="\r\n")
        write.writerow(["key", "label", "unit", "forms"])
        figures = all_figures().values()
        write.writerows([f.key, key_label(f.key), f.unit or "", " ".join(f.forms)] for f in figures)
    (folder / "codebook.md").write_text(markdown(), "utf-8")


def _field(column: ExportColumn) -> dict[str, str]:
    field = {"name": column.name, "type": _FIELD_TYPES[column.type], "description": column.description}
    return {**field, "unit": column.unit} if column.unit else field


def _write_package(folder: Path, tables: tuple[ExportTable, ...], formats: tuple[str, ...], *, bom: bool) -> None:
    package = {
        "name": "nianbao",
        "title": TITLE,
        "licenses": [{"name": "CC0-1.0", "title": "CC0 1.0"}],
        "byteOrderMark": bom,
        "resources": [_resource(folder, table, formats) for table in tables],
    }
    (folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _resource(folder: Path, table: ExportTable, formats: tuple[str, ...]) -> dict[str, object]:
    """A table: as CSV, which every tool checks without more; its Parquet beside it as an alternative."""
    first, *others = (_file(folder, table, kind) for kind in formats)
    text = {"encoding": "utf-8", "dialect": {"lineTerminator": "\r\n"}} if first["format"] == "csv" else {}
    schema = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    named = {"name": table.name.replace("_", "-"), "type": "table", "description": table.description}
    return {**named, **first, **text, "schema": schema, **({"alternatives": others} if others else {})}


def _file(folder: Path, table: ExportTable, kind: str) -> dict[str, object]:
    path = folder / f"{table.name}.{kind}"
    mediatype = "text/csv" if kind == "csv" else "application/vnd.apache.parquet"
    size = {"bytes": path.stat().st_size, "hash": f"sha256:{_sha256(path)}"}
    return {"path": path.name, "format": kind, "mediatype": mediatype, **size}


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _write_citation(folder: Path, root: Path, newest: str | None) -> None:
    """CITATION.cff: the state of the archive is named by its newest capture and the head of its manifest chain."""
    head = chain_head(root) if root.is_dir() else None
    lines = [
        "cff-version: 1.2.0",
        'message: "If you use these data, please cite them as below."',
        f'title: "{TITLE}"',
        "type: dataset",
        "authors:",
        '  - name: "nianbao"',
        "license: CC0-1.0",
    ]
    if newest:
        lines += [f'version: "{newest}"', f"date-released: {newest[:10]}"]
    if head is not None:
        lines += ["identifiers:", "  - type: other", f'    value: "{head.sha256}"']
        lines += [f'    description: "SHA-256 of the last of {head.number} lines of the archive\'s manifest.jsonl"']
    (folder / "CITATION.cff").write_text("\n".join(lines) + "\n", "utf-8")
