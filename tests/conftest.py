"""Fixtures for all tests, and the fence: no test reaches beyond loopback, nor does a process it starts."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FENCE = ROOT / "tests" / "support" / "fence"

sys.path.insert(0, str(FENCE))
import loopback_fence  # noqa: E402

loopback_fence.raise_fence()
# Child processes run sitecustomize.py of this folder, which raises the same fence.
os.environ["PYTHONPATH"] = os.pathsep.join([str(FENCE), *filter(None, [os.environ.get("PYTHONPATH")])])
