"""The demo: replica portals on loopback, nobody to be polite to, an archive of its own (docs/decisions/0002)."""

from settings.base import *  # noqa: F403

ARCHIVE_DIR = "data/demo"
DOWNLOAD_DELAY = 0.0
AUTOTHROTTLE_ENABLED = False
REFUSED_DELAY = 0.1
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 8
PROGRESS_INTERVAL = 1.0
ASK_AGAIN_AFTER = 0.0
