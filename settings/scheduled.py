"""Unattended runs: slower, at night, and nothing but errors on stderr."""

from settings.base import *  # noqa: F403

# Nobody waits, so be gentler than a person would be.
DOWNLOAD_DELAY = 5.0
PROGRESS = False
LOG_LEVEL = "ERROR"
