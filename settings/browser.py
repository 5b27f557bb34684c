"""With the browser tier: challenged pages are opened in the system's Chromium (crawler/rendered.py)."""

import os
from typing import Any

from settings import base
from settings.base import *  # noqa: F403

DOWNLOAD_HANDLERS = {
    **base.DOWNLOAD_HANDLERS,
    "http": "crawler.rendered.RenderedHandler",
    "https": "crawler.rendered.RenderedHandler",
}
DOWNLOADER_MIDDLEWARES = {**base.DOWNLOADER_MIDDLEWARES, "crawler.rendered.RenderMiddleware": 560}

# Listings that are a script are opened as well, and the walk reads what they then show.
RENDER_LISTS = True
# Listings that show no list of their own are opened in the browser too.
RENDER_LISTS = True
# Seconds that a challenge's script may take to let the browser in; 加速乐 takes two or three rounds; a list, as long.
RENDER_WAIT = 20.0

PLAYWRIGHT_BROWSER_TYPE = "chromium"
PLAYWRIGHT_LAUNCH_OPTIONS: dict[str, Any] = {
    "executable_path": "/usr/bin/chromium",
    "args": [
        # Chromium refuses to sandbox the super-user; any other user keeps the sandbox.
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ],
}
# One browser profile a crawl, so that a cookie once set serves all pages; nothing survives the crawl.
PLAYWRIGHT_CONTEXTS: dict[str, Any] = {
    "default": {"ignore_https_errors": True, "service_workers": "block", "accept_downloads": False}
}
PLAYWRIGHT_MAX_PAGES_PER_CONTEXT = 1
# Milliseconds for one navigation.
PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT = 60_000
