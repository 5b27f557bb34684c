"""Chinese full text on SQLite's stock tokenizer: one token per character, and queries rewritten to match.

``unicode61`` takes a run of Han characters as one word and ``trigram`` finds nothing under three
characters (measured with SQLite 3.40, 2026-11). So every letter, digit and Han character is spaced out
before it is indexed, and each run of anything else becomes one boundary token: a phrase then matches exactly
where the same characters stand side by side in the text, as a scan would find them.
"""

import re
import unicodedata
from collections.abc import Iterator

BOUNDARY = "ʘ"  # a letter to unicode61, and found in no report
_TERM = re.compile(r'([-－−](?=\S))?(?:"([^"]*)"|(\S+))')
_BETWEEN = re.compile(f"[\\W_{BOUNDARY}]+")  # \\w: Unicode's letters and numbers, and the underscore


class _Folding(dict[str, str | None]):
    """What NFKC and case folding make of one character, filled on demand; None for one that the characters beside it
    may change (combining marks, jamo, signs that unfold into them): reports hold next to none."""

    def __missing__(self, character: str) -> str | None:
        folded = unicodedata.normalize("NFKC", character).casefold()
        apart = unicodedata.normalize("NFKD", character + folded)
        alone = not any(unicodedata.category(c)[0] == "M" or "\u1100" <= c <= "\u11ff" for c in apart)
        self[character] = folded if alone and unicodedata.normalize("NFKC", folded).casefold() == folded else None
        if folded == character and self[character] is not None:
            _SAME.add(character)
        return self[character]


_FOLDING = _Folding()
_SAME: set[str] = set()  # the characters met so far that folding leaves as they are


def normal(text: str) -> str:
    """Full-width forms folded (NFKC) and case removed: what search compares.

    Character by character where that is the same: a text has some 500 different ones, of which a dozen change.
    """
    changing = {character: _FOLDING[character] for character in set(text) - _SAME}
    if None in changing.values():
        return unicodedata.normalize("NFKC", text).casefold()
    for character, folded in changing.items():
        text = text.replace(character, str(folded))
    return text


def tokens(text: str) -> str:
    """The text as FTS5 is given it: each letter a word, what stands between letters one BOUNDARY."""
    return " ".join(_BETWEEN.sub(BOUNDARY, normal(text)))


def terms(query: str) -> tuple[str, ...]:
    """The terms of a search that must occur: quoted phrases whole, else what white space separates."""
    return tuple(term for term, wanted in _terms(query) if wanted)


def unwanted(query: str) -> tuple[str, ...]:
    """The terms that must not occur: those behind a minus."""
    return tuple(term for term, wanted in _terms(query) if not wanted)


def _terms(query: str) -> Iterator[tuple[str, bool]]:
    for minus, quoted, bare in _TERM.findall(query + '"' * (query.count('"') % 2)):
        term = normal(quoted or bare).strip()
        if tokens(term).strip(f" {BOUNDARY}"):
            yield term, not minus


def match_expression(query: str) -> str:
    """A search as an FTS5 expression that can raise no syntax error: every term a phrase, all must match and no
    unwanted one may.

    A query with nothing to look for, or with unwanted terms alone, matches nothing.
    """
    wanted = " ".join(map(_phrase, terms(query)))
    if not wanted:
        return '""'
    refused = [f" NOT {_phrase(term)}" for term in unwanted(query)]
    return f"({wanted}){''.join(refused)}" if refused else wanted


def _phrase(term: str) -> str:
    return '"' + " ".join(tokens(term).strip(f" {BOUNDARY}").split()) + '"'
