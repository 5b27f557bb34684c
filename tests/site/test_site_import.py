"""What the order of imports may not change."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHOW = (
    "import archive.site.app; from datasette.plugins import pm; "
    "print([hook.plugin_name for hook in pm.hook.handle_exception.get_hookimpls()])"
)


def test_datasette_keeps_its_error_pages_where_our_app_is_imported_first() -> None:
    """Its module of error pages, imported before its plugin manager, registers without its hook: each 404 is a 500."""
    shown = subprocess.run([sys.executable, "-c", SHOW], cwd=ROOT, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "['datasette.handle_exception']"
