"""Rows to CSV and to Parquet, batch by batch, so that memory stays flat."""

import csv
import datetime
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.export.cells import safe_cell
from archive.export.tables import ExportColumn, ExportTable

BATCH = 20_000  # rows


def _batches(connection: sqlite3.Connection, table: ExportTable) -> Iterator[list[tuple[Any, ...]]]:
    cursor = connection.execute(table.sql)
    while batch := cursor.fetchmany(BATCH):
        yield batch


def write_csv(connection: sqlite3.Connection, table: ExportTable, path: Path, *, bom: bool) -> int:
    """UTF-8 with a header, lines ended as RFC 4180 says; ``bom`` for Excel. Null is an empty cell. Returns the rows."""
    count = 0
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as handle:
        write = csv.writer(handle, lineterminator="\r\n")
        write.writerow([column.name for column in table.columns])
        booleans = [at for at, column in enumerate(table.columns) if column.type == "boolean"]
        for batch in _batches(connection, table):
            count += len(batch)
            write.writerows(_csv_row(row, booleans) for row in batch)
    return count


def _csv_row(row: tuple[Any, ...], booleans: list[int]) -> list[object]:
    cells = [safe_cell(value) for value in row]
    for at in booleans:
        cells[at] = "true" if cells[at] else "false"
    return cells


def write_parquet(connection: sqlite3.Connection, table: ExportTable, path: Path) -> int:
    """Parquet with typed columns, each with its description; texts are stored as they are. Returns the rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
        "boolean": pa.bool_(),
    }
    schema = pa.schema(
        [
            pa.field(column.name, kinds[column.type], metadata={"description": column.description})
            for column in table.columns
        ]
    )
    count = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in _batches(connection, table):
            count += len(batch)
            by_column = list(zip(*batch, strict=True))
            arrays = [
                pa.array([_value(value, column) for value in values], kinds[column.type])
                for column, values in zip(table.columns, by_column, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
    return count


def _value(value: Any, column: ExportColumn) -> Any:
    if value is None:
        return None
    if column.type == "date":
        return datetime.date.fromisoformat(value)
    if column.type == "number":
        return float(value)
    return bool(value) if column.type == "boolean" else value
