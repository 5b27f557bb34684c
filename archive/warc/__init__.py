"""Captures: written, read, repaired, verified, looked up and packaged as WARC files.

``writer`` and ``reader`` are what the other rooms use; see docs/captures.md for the records.
"""
