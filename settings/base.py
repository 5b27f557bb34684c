"""Scrapy policy for every crawl: each value with its unit and its reason."""
