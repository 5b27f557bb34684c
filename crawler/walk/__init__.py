"""The walk from seeds to reports: a best-first search over links, pure over the pages that it is given.

It asks (``Ask``), is told what came (``Walk.page``, ``Walk.lost``), and says at the end what was found and what is
missing. ``scrapy discover``, ``scrapy crawl NAME`` and ``scrapy crawl auto`` are the same walk with other limits.
"""
