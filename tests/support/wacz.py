"""py-wacz, in an environment of its own (its pins clash with ours): ``WACZ`` names its command."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

_TOOL = os.environ.get("WACZ", "wacz")

needs_wacz = pytest.mark.skipif(shutil.which(_TOOL) is None, reason="py-wacz is not installed (WACZ names its command)")


def validate(package: Path) -> None:
    """Fails with what the tool says unless it accepts the package."""
    done = subprocess.run([_TOOL, "validate", "-f", str(package)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Validation succeeded" in done.stdout
