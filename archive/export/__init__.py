"""The panel for other tools: CSV, Parquet, a codebook, a data package, a citation."""

from archive.export.package import ExportReport, export

__all__ = ["ExportReport", "export"]
