"""Numbers that only the prose states: keys under ``prose.``, with the sentence and the reason.

A number is taken where a clause is understood as a whole: its subject is the reporting organ, its time the report year,
its scope all channels and topics, and its wording the very quantity. Subject and time carry over clauses and sentences
until others are named. Where the text states two different numbers for one key, both are candidates.
"""

from archive.extract.prose.reader import ProseRead, read_prose

__all__ = ["ProseRead", "read_prose"]
