"""What verification finds: one fault, one line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """``offset`` is that of the record in bytes of the file, None where the fault is the file's."""

    file: str
    offset: int | None
    code: str
    detail: str

    def line(self) -> str:
        """``FILE at OFFSET: code: detail``."""
        where = self.file if self.offset is None else f"{self.file} at {self.offset}"
        return f"{where}: {self.code}: {self.detail}"
