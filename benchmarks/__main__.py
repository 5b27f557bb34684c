"""``python -m benchmarks [NAME…]``: run the named benchmarks, or all, and print their Markdown tables.

Each runs in a process of its own: the peak memory of a child counts that of the process which started it.
"""

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path


def main(names: list[str]) -> int:
    """Each module of this folder that defines ``run() -> str`` is a benchmark."""
    known = sorted(m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)]) if not m.name.startswith("_"))
    unknown = sorted(set(names) - set(known))
    if unknown:
        print(f"error: no benchmark named {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    if len(names) != 1:
        command = [sys.executable, "-m", "benchmarks"]
        return max(subprocess.run([*command, name], check=False).returncode for name in names or known)
    run = getattr(importlib.import_module(f"benchmarks.{names[0]}"), "run", None)
    if run is not None:
        print(f"## {names[0]}\n\n{run()}\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
