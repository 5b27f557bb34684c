"""Fixtures for all tests, and the fence: no test reaches beyond loopback, nor does a process it starts."""

import os
from pathlib import Path

from tests.support.fence import loopback_fence

ROOT = Path(__file__).resolve().parent.parent
FENCE = ROOT / "tests" / "support" / "fence"

loopback_fence.raise_fence()
# Child processes run sitecustomize.py of this folder, which raises the same fence.
os.environ["PYTHONPATH"] = os.pathsep.join([str(FENCE), *filter(None, [os.environ.get("PYTHONPATH")])])
