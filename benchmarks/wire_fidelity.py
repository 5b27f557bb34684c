"""Which answers a crawler's WARC holds byte for byte, ours and wget's, against one server whose bytes are known."""

import shutil
import tempfile
from pathlib import Path

from tests.support.fidelity import Kept, ours, wget


def run() -> str:
    """A Markdown table with a row per answer."""
    columns: dict[str, dict[str, Kept]] = {}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "wget").mkdir()
        columns["nianbao"] = ours(Path(folder) / "nianbao")
        if shutil.which("wget"):
            columns["wget"] = wget(Path(folder) / "wget")
    lines = [f"| answer | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    lines += [
        f"| `{path}` | {' | '.join(_word(one[path]) for one in columns.values())} |" for path in columns["nianbao"]
    ]
    totals = [f"{sum(_word(kept) == 'equal' for kept in one.values())} of {len(one)}" for one in columns.values()]
    return "\n".join([*lines, f"| **equal** | {' | '.join(totals)} |"])


def _word(kept: Kept) -> str:
    faults = [] if kept.request else ["request differs"]
    faults += [] if kept.answer else ["answer lost or changed"]
    faults += ["cut, and does not say so"] if kept.cut_said is False else []
    return ", ".join(faults) or "equal"
