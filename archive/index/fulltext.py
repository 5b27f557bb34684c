"""Chinese full text on SQLite's stock tokenizer: one token per character, and queries rewritten to match.

``unicode61`` takes a run of Han characters as one word and ``trigram`` finds nothing under three
characters (measured with SQLite 3.40, 2026-11). So every letter, digit and Han character is spaced out
before it is indexed, and each run of anything else becomes one boundary token: a phrase then matches exactly
where the same characters stand side by side in the text, as a scan would find them.
"""

import re
import unicodedata

BOUNDARY = "ʘ"  # a letter to unicode61, and found in no report
_TERM = re.compile(r'"([^"]*)"|(\S+)')
_BOUNDARIES = re.compile(f"(?: {BOUNDARY} )+")


class _Spacing(dict[int, str]):
    """For ``str.translate``, filled on demand: reports use some 5,000 of Unicode's characters."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        counts = unicodedata.category(character)[0] in "LN" and character != BOUNDARY
        spaced = f" {character} " if counts else f" {BOUNDARY} "
        self[code] = spaced
        return spaced


_SPACING = _Spacing()


def normal(text: str) -> str:
    """Full-width forms folded (NFKC) and case removed: what search compares."""
    return unicodedata.normalize("NFKC", text).casefold()


def tokens(text: str) -> str:
    """The text as FTS5 is given it."""
    return _BOUNDARIES.sub(f" {BOUNDARY} ", normal(text).translate(_SPACING))


def terms(query: str) -> tuple[str, ...]:
    """The terms of a search: quoted phrases whole, else what white space separates."""
    found = (quoted or bare for quoted, bare in _TERM.findall(query + '"' * (query.count('"') % 2)))
    return tuple(term for term in (normal(t).strip() for t in found) if tokens(term).strip(f" {BOUNDARY}"))


def match_expression(query: str) -> str:
    """A search as an FTS5 expression that can raise no syntax error: every term a phrase, all must match.

    A query with nothing to look for matches nothing.
    """
    phrases = ('"' + " ".join(tokens(term).strip(f" {BOUNDARY}").split()) + '"' for term in terms(query))
    return " ".join(phrases) or '""'
