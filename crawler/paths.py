"""Where the checkout lies. A module of its own, so that a command may ask without loading what crawls."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
