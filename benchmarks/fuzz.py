"""Mutations of the documents of tests/fixtures: none states a figure that the document contradicts, without an issue.

A mutation changes signs, tags, attributes, cells, styles or words of labels, and never a digit that a reader of the
document sees: what the document says of its figures stays as it was. So a figure that is stated with another value, or
at all where there was none, is *untrue*, unless an issue says that something was not understood (one that the document
as it was does not have). *Silent* are figures that are gone and of which no issue speaks: what hides or empties a cell
takes them away rightly, so they are counted and no fault. ``FUZZ=2000`` in the environment takes so many mutations.
"""

import io
import os
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from archive.extract.pipeline import extract
from archive.model import Document, Extraction, Number

_FOLDER = Path(__file__).parent.parent / "tests" / "fixtures" / "documents"
_MUTATIONS = 100_000
_TEXTS = (".html", ".txt")
# They hide digits, which a mutation of signs or tags may show.
_HIDING = ("html_style_sheet.html", "html_fields.html")
_BARING = ("signs", "tags")
# Of packages the parts that hold the text.
_PARTS = re.compile(r"word/document\.xml|xl/worksheets/sheet\d+\.xml|xl/sharedStrings\.xml|.*Content\.xml|content\.xml")
_TAG = re.compile(r"<[^<>]*>")
_SPAN = re.compile(r"""((?:row|col|grid|number-columns-)span\w*[:\w]*=["']?|w:val=["'])(\d+)""", re.I)
_CELL = re.compile(r"<(td|th|w:tc)\b.*?</\1>", re.S)
_WORD = re.compile(r"[一-鿿]{2,}")
_STYLES = (
    "display:none",
    "visibility:hidden",
    "text-decoration:line-through",
    "color:#fff",
    "font-size:0",
    "vertical-align:super",
    "position:absolute",
    "float:right",
)
_SIGNS = "<>/|\t \n\u00a0=\"'&;,.:：（）—-一二的行政"

Mutate = Callable[[str, Random], str]


def _bytes(text: str, rng: Random) -> str:
    """One sign is left out, doubled, or made another; no digit, nor what stands between two."""
    for _ in range(50):
        at = rng.randrange(1, len(text) - 1)
        around = text[at - 1 : at + 2]
        if not any(sign.isdigit() for sign in around):
            new = rng.choice(("", text[at] * 2, rng.choice(_SIGNS)))
            return text[:at] + new + text[at + 1 :]
    return text


def _tags(text: str, rng: Random) -> str:
    """A tag is left out, doubled, renamed, or moved to another place between tags."""
    tags = list(_TAG.finditer(text))
    if not tags:
        return text
    tag = rng.choice(tags)
    before, behind = text[: tag.start()], text[tag.end() :]
    kind = rng.randrange(3)
    if kind == 0:
        return f"{before} {behind}"  # a blank, so that no two numbers run together
    if kind == 1:
        return before + tag[0] + tag[0] + behind
    return before + re.sub(r"\w+", rng.choice(("p", "div", "td", "tr", "b", "x")), tag[0], count=1) + behind


def _spans(text: str, rng: Random) -> str:
    """A cell reaches over more or fewer rows or columns than it did."""
    spans = list(_SPAN.finditer(text))
    if not spans:
        return _tags(text, rng)
    span = rng.choice(spans)
    return text[: span.start(2)] + str(max(0, int(span[2]) + rng.choice((-1, 1, 2)))) + text[span.end(2) :]


def _cells(text: str, rng: Random) -> str:
    """A cell or a line is left out, doubled or emptied."""
    cells = list(_CELL.finditer(text)) or list(re.finditer(r"[^\n]+\n", text))
    if not cells:
        return text
    cell = rng.choice(cells)
    empty = re.sub(r">[^<>]+<", "><", cell[0]) if "<" in cell[0] else "\n"
    return text[: cell.start()] + rng.choice(("", cell[0] * 2, empty)) + text[cell.end() :]


def _styles(text: str, rng: Random) -> str:
    tags = [tag for tag in _TAG.finditer(text) if tag[0][1:2].isalpha()]
    if not tags:
        return _bytes(text, rng)
    tag = rng.choice(tags)
    return f'{text[: tag.end() - 1]} style="{rng.choice(_STYLES)}"{text[tag.end() - 1 :]}'


def _labels(text: str, rng: Random) -> str:
    """A letter of a label is left out, doubled, made another, or its words change places."""
    words = list(_WORD.finditer(text))
    if not words:
        return text
    word = rng.choice(words)
    at = rng.randrange(len(word[0]))
    letters = word[0]
    new = rng.choice(
        (
            letters[:at] + letters[at + 1 :],
            letters[:at] + letters[at] + letters[at:],
            letters[:at] + rng.choice("公开数量申请其他总计") + letters[at + 1 :],
            letters[at:] + letters[:at],
            rng.choice(words)[0],
        )
    )
    return text[: word.start()] + new + text[word.end() :]


MUTATIONS: dict[str, Mutate] = {
    "signs": _bytes,
    "tags": _tags,
    "spans": _spans,
    "cells": _cells,
    "styles": _styles,
    "words of labels": _labels,
}


def mutated(path: Path, mutate: Mutate, rng: Random) -> bytes:
    """The document with one mutation; of a package, in one of the parts that hold its text."""
    data = path.read_bytes()
    if path.suffix in _TEXTS:
        return mutate(data.decode("utf-8", "surrogateescape"), rng).encode("utf-8", "surrogateescape")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        parts = [name for name in source.namelist() if _PARTS.fullmatch(name)]
        chosen = rng.choice(parts) if parts else ""
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, mutate(content.decode(), rng).encode() if name == chosen else content)
    return out.getvalue()


def stated(read: Extraction) -> dict[str, Number]:
    return {figure.key: figure.value for figure in read.figures if figure.value is not None}


def untrue(before: Extraction, after: Extraction) -> list[str]:
    """The keys that ``after`` states and ``before`` contradicts, where no issue of its own warns of it."""
    was = stated(before)
    empty = {figure.key for figure in before.figures if figure.status == "blank"}
    now = {figure.key: figure for figure in after.figures if figure.value is not None}
    if Counter(issue.code for issue in after.issues) - Counter(issue.code for issue in before.issues):
        return []
    # An empty cell counts as 0: one that the sums say is 0 says the same.
    fits = (key for key, one in now.items() if key in empty and one.value == 0 and one.status == "solved")
    return [key for key in now.keys() - set(fits) if was.get(key) != now[key].value]


def run() -> str:
    """A Markdown table by kind of mutation, and the first untrue figures."""
    total = int(os.environ.get("FUZZ", _MUTATIONS))
    suffixes = (*_TEXTS, ".docx", ".xlsx", ".ods", ".ofd")
    paths = sorted(path for path in _FOLDER.iterdir() if path.suffix in suffixes)
    before = {path: extract(Document(path.read_bytes(), filename=path.name)) for path in paths}
    # Nine of ten of texts, which are read in a tenth of the time.
    texts = [path for path in paths if path.suffix in _TEXTS]
    counts: dict[str, Counter[str]] = {name: Counter() for name in MUTATIONS}
    faults: list[str] = []
    for seed in range(total):
        rng = Random(f"fuzz {seed}")
        name = rng.choice(list(MUTATIONS))
        path = rng.choice(texts if seed % 10 else paths)
        if path.name in _HIDING and name in _BARING:
            continue
        after = extract(Document(mutated(path, MUTATIONS[name], rng), filename=path.name))
        wrong = untrue(before[path], after)
        gone = stated(before[path]).keys() - stated(after).keys()
        told = len(after.issues) > len(before[path].issues)
        counts[name].update(
            {"all": 1, "same": stated(before[path]) == stated(after), "told": told, "silent": bool(gone) and not told}
        )
        if wrong:
            counts[name]["untrue"] += 1
            faults.append(f"seed {seed}, {name} of {path.name}: {', '.join(wrong[:3])}")
    columns = ("all", "same", "told", "silent", "untrue")
    lines = ["| mutation | documents | same figures | an issue | gone, silent | untrue |", "|---|--:|--:|--:|--:|--:|"]
    lines += [
        f"| {name} | {' | '.join(f'{found[column]:,}' for column in columns)} |" for name, found in counts.items()
    ]
    return "\n".join([*lines, "", *faults[:40]])
