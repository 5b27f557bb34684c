"""What a page shows the crawler: links and their blocks, lists kept as data or in scripts, totals, ways to page on.
Pure over the bytes of one answer; nothing here knows a portal or a platform."""
