"""Scrapy policy for every crawl: each value with its unit and its reason."""

from typing import Any

from scrapy.settings.default_settings import EXTENSIONS_BASE as SCRAPY_EXTENSIONS

BOT_NAME = "nianbao"
SPIDER_MODULES = ["spiders"]
COMMANDS_MODULE = "crawler.commands"
# One spider file that cannot be loaded is one line of error, and the other portals go on.
SPIDER_LOADER_CLASS = "crawler.loader.PortalLoader"

# --- politeness: how we ask (docs/politeness.md) --------------------------------------------------------------------

# Says who asks and what for, in a shape that firewalls which want a browser's let through (广东省站, 2026).
# Append a way to reach you: scrapy crawl NAME -s USER_AGENT="… (+mailto:you@example.org)".
USER_AGENT = "Mozilla/5.0 (compatible; nianbao; archive of annual reports on government information disclosure)"
ROBOTSTXT_OBEY = True

# Seconds between two requests to one host, varied by half of it: bursts were throttled, a page in 2 s was not (2026).
DOWNLOAD_DELAY = 2.0
DOWNLOAD_DELAY_JITTER = 0.5
# Requests at a time, per host and in all; a portal is one host, or few.
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_REQUESTS = 4
# Slow down further, up to this many seconds, where the server itself answers slowly.
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0
# Seconds that a Retry-After may ask for and be waited for; the answer's page is then asked for again. Rate limits count
# by the minute; what asks for hours is down, and the next crawl is the time to ask again (crawler/pacing.py).
RETRY_AFTER_MAX = 300.0
# Seconds between two requests to a host that answers 429, or 403 twice in a row, and does not say how long to wait;
# doubled each time, up to the value above, and halved after ten good answers.
REFUSED_DELAY = 5.0

# Attempts after the first; county servers drop connections, and 900 of 3,209 portals "unreachable" were only hurried.
RETRY_TIMES = 3
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the spider reports the page that was lost, once
RETRY_HTTP_CODES = [500, 502, 503, 504, 522, 524, 408]
# Pages of unknown worth that a search of an undeclared portal may open, beside those that words and addresses lead to.
DISCOVER_PAGES = 600
# Pages lost to failures, refusals or other pages in their place are asked for once more when all else is done, so many
# of them, so many seconds later: throttling passes (a ministry's portal, 2026).
ASK_AGAIN_MOST = 200
ASK_AGAIN_AFTER = 60.0
# Answers of every status reach the spider, which tells blocked, gone and failed apart (crawler/blocking.py).
HTTPERROR_ALLOW_ALL = True
# Blocked answers after which a crawl stops and says so, rather than knocking on.
BLOCKED_LIMIT = 5
# Some firewalls hand out a cookie and redirect to the same URL (司法部, 2026).
COOKIES_ENABLED = True
REDIRECT_MAX_TIMES = 8
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
}

# --- what a person sees ---------------------------------------------------------------------------------------------

LOG_LEVEL = "WARNING"
LOG_FORMAT = "%(levelname)s: %(message)s"
LOG_SHORT_NAMES = True
# The first two would let another process of this machine run code in the crawler. They are left out here because what
# EXTENSIONS only turns off is loaded all the same (2.19): some 10 MB.
_LEFT_OUT = (
    "scrapy.extensions.telnet.TelnetConsole",
    "scrapy.extensions.remote_control.RemoteControl",
    "scrapy.extensions.logstats.LogStats",
)
EXTENSIONS_BASE = {path: order for path, order in SCRAPY_EXTENSIONS.items() if path not in _LEFT_OUT}
EXTENSIONS: dict[str, Any] = {
    "crawler.logs.OneLineExtension": 50,
    "crawler.outcome.OutcomeExtension": 100,
    "crawler.progress.ProgressExtension": 200,
    "crawler.collector.FrozenStartExtension": 900,
}
# One line on stderr; seconds between two lines where stderr is no terminal (on one, the line is rewritten in place).
PROGRESS = True
PROGRESS_INTERVAL = 5.0
# When a crawl has ended, read what it wrote into <ARCHIVE_DIR>/archive.db.
INDEX_AFTER_CRAWL = True
# Seconds to wait for another crawl that is being indexed; a portal of 200 pages takes some 10 s.
INDEX_WAIT = 300.0

# --- runs: many portals side by side (docs/running.md) ----------------------------------------------------------------

# Crawls at a time. Each asks one server every few seconds, so that memory is what they take (docs/scale.md).
RUN_JOBS = 8
# One call of ``scrapy crawlall`` pauses, and the next goes on, after so many hours and bytes received (0: no limit),
# and outside these hours of the day, local time ("22:00-06:00"; "": all day).
RUN_HOURS = 0.0
RUN_MAXSIZE = 0
RUN_WINDOW = ""
# No crawl begins that would leave less memory than this, and a run stops where the disk has less room; in bytes.
RUN_MEMORY_FREE = 512 << 20
RUN_DISK_FREE = 1 << 30
# Who is told at the end of a run: mailto:you@example.org?smtp=HOST:PORT, the http(s) URL of a webhook, or a command
# that takes the text on its stdin (crawler/run/tell.py). Empty: nobody.
RUN_TELL = ""
# The scheduler of a dask cluster whose workers crawl and read (``--on tcp://host:8786``; docs/cluster.md). Empty: here.
RUN_ON = ""
# Older logs of each portal that are kept beside the last one, in <ARCHIVE_DIR>/runs/logs/.
RUN_LOGS = 5

# --- captures: what is asked for, how much of it is taken, where it is kept (crawler/wire.py) -----------------------

# Everything is archived as it crosses the wire; other schemes cannot be, so they have no handler.
DOWNLOAD_HANDLERS = {
    "http": "crawler.wire.WireHandler",
    "https": "crawler.wire.WireHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}

# Folder of the archive; a relative one counts from the checkout. WARC files go to <ARCHIVE_DIR>/warc/<portal>/.
ARCHIVE_DIR = "data"

# Where the archive's folder has a store (docs/cluster.md): seconds after which what was captured goes there. A worker
# whose machine is gone takes with it what it captured since, and it is asked for again.
STORE_EVERY = 300.0

# Who witnesses the head of the archive's chain when ``scrapy stamp`` asks: the URL of a time-stamping authority
# (RFC 3161). Whom to trust is the owner's to say.
STAMP_AUTHORITY = ""

# With REPLAY=PATH, a WARC or WACZ file or a folder of them answers every request in place of the network. The archive
# is then one of its own: <ARCHIVE_DIR>/replay/<portal>-<time>.
ADDONS = {"crawler.replay.ReplayAddon": 100, "crawler.run.resume.ResumeAddon": 200}

# Where connections really go, as curl's --connect-to HOST1:PORT1:HOST2:PORT2; empty: where the URL says.
CONNECT_TO: list[str] = []

# Hosts beyond the portals' registered domains that serve attachments of many portals; a spider names its own.
ATTACHMENT_HOSTS: list[str] = []

# A proxy would stand between the tap and the wire, and would resolve names out of reach of the address check.
HTTPPROXY_ENABLED = False

# Bytes of one answer, framing included, and of what it unpacks to: room for a scanned PDF of some hundred pages.
DOWNLOAD_MAXSIZE = 128 << 20
DOWNLOAD_WARNSIZE = 32 << 20

# Seconds for one answer, from the request to its last byte.
DOWNLOAD_TIMEOUT = 120

# A cut answer is archived with WARC-Truncated and asked for again, never taken for a page.
DOWNLOAD_FAIL_ON_DATALOSS = True

# A capture says what answered, not who vouches for it, so an expired or self-signed certificate is no obstacle.
DOWNLOAD_VERIFY_CERTIFICATES = False

# Limits of one crawl: bytes received, and seconds (2,000 pages at one in 3 s take under two hours).
CRAWL_MAXSIZE = 8 << 30
CLOSESPIDER_TIMEOUT = 6 * 60 * 60

# Scrapy 2.19 makes so many tasks for each response, whatever it yields: 100 of them, its default, cost 0.6 ms a page.
CONCURRENT_ITEMS = 1

# On recrawls, ask with If-None-Match and If-Modified-Since; a 304 is kept as a revisit and parsed from the archive.
RECRAWL_CONDITIONAL = True
# Days after which a report that the archive holds is asked for again, the first time; the longer it stands unchanged,
# the longer it is left alone, up to a year (crawler/recrawl.py). 0: in every crawl. ``crawlall --due`` takes 30.
RECRAWL_REPORTS_AFTER = 0
DOWNLOADER_MIDDLEWARES: dict[str, Any] = {
    "crawler.robots.RobotsSizeMiddleware": 545,
    "crawler.pacing.PaceMiddleware": 555,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "crawler.cookies.BoundedCookiesMiddleware": 700,
    "crawler.recrawl.RecrawlMiddleware": 870,
}
