"""What the functions and methods that scripts pack and cut texts with give back. Pure."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from crawler.reading.values import MOST_TEXT, OPAQUE, Regex

# A pattern that repeats a group, or more than this, may take for ever, and so may any on a long text.
_MOST = 100
_MOST_REPEATS = 3
_MOST_SEARCHED = 500
_REPEAT = re.compile(r"(?<!\\)[+*{]")
_NESTED = re.compile(r"\)[+*{]|[+*}][+*{]")
_ESCAPED = re.compile(r"%u([0-9a-fA-F]{4})|%([0-9a-fA-F]{2})")


def _of_base64(text: str) -> str:
    """Bytes as letters, as ``atob`` gives them; text where they are UTF-8, since what packs it unpacks it so."""
    data = base64.b64decode(text + "=" * (-len(text) % 4))
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1] or found[2], 16)), text)


def _decoded(text: str) -> str:
    """``decodeURIComponent(escape(atob('…')))`` gives the same for text that is text already."""
    return unquote(text, errors="replace")


# Functions of one text.
UNPACK: Mapping[str, Callable[[str], Any]] = {
    "decodeURIComponent": _decoded,
    "decodeURI": _decoded,
    "unescape": _unescape,
    "atob": _of_base64,
    "window.atob": _of_base64,
    "Base64.decode": _of_base64,
    "JSON.parse": lambda text: json.JSONDecoder(strict=False).decode(text),
    "$.parseJSON": lambda text: json.JSONDecoder(strict=False).decode(text),
    "jQuery.parseJSON": lambda text: json.JSONDecoder(strict=False).decode(text),
    **dict.fromkeys(("encodeURIComponent", "encodeURI", "escape", "String", "$.trim", "parseInt", "Number"), str.strip),
}


def unpack(name: str, value: Any) -> Any:
    """What a function of one text gives back."""
    run = UNPACK.get(name)
    if run is None or not isinstance(value, str | int):
        return OPAQUE
    try:
        return run(str(value))
    except (ValueError, binascii.Error, RecursionError):
        return OPAQUE


def of_text(text: str, name: str, arguments: Sequence[Any]) -> Any:
    """What a method of a text gives back."""
    try:
        return _of_text(text, name, arguments)
    except (ValueError, IndexError, re.error):  # what a browser gives for it no page needs
        return OPAQUE


def joined(parts: Sequence[str | int], between: str) -> Any:
    """The parts of a list as one text."""
    texts = [str(one) for one in parts]
    size = sum(map(len, texts)) + len(between) * len(texts)
    return between.join(texts) if size <= MOST_TEXT else OPAQUE


def _of_text(text: str, name: str, arguments: Sequence[Any]) -> Any:
    first = arguments[0] if arguments else None
    if name in _CHANGED:
        return _CHANGED[name](text)
    if name in {"slice", "substring", "substr"} and all(isinstance(one, int) for one in arguments):
        return _cut(text, name, arguments)
    if isinstance(first, int):
        return _at(text, name, first, arguments)
    return _searched(text, name, first, arguments) if isinstance(first, str | Regex) else OPAQUE


_CHANGED: Mapping[str, Callable[[str], str]] = {
    "toString": str,
    "valueOf": str,
    "trim": str.strip,
    "toLowerCase": str.lower,
    "toUpperCase": str.upper,
}


def _at(text: str, name: str, place: int, arguments: Sequence[Any]) -> Any:
    if name == "padStart":
        return text.rjust(min(place, 99), (str(arguments[1])[:1] if len(arguments) > 1 else "") or " ")
    return text[place : place + 1] if name == "charAt" and place >= 0 else OPAQUE


def _searched(text: str, name: str, what: str | Regex, arguments: Sequence[Any]) -> Any:
    if name == "split":
        return (
            _compiled(what, text).split(text) if isinstance(what, Regex) else text.split(what) if what else list(text)
        )
    if name == "match" and isinstance(what, Regex):
        found = _compiled(what, text).search(text)
        return None if found is None else [found[0], *found.groups()]
    if name == "replace" and len(arguments) > 1 and isinstance(arguments[1], str):
        if isinstance(what, str):
            return text.replace(what, arguments[1], 1)
        changed = re.sub(r"\$(\d)", r"\\\1", arguments[1].replace("\\", "\\\\"))
        shown = _compiled(what, text).sub(changed, text, count="g" not in what.flags)
        return shown if len(shown) <= MOST_TEXT else OPAQUE
    if name in {"indexOf", "lastIndexOf"} and isinstance(what, str):
        return text.find(what) if name == "indexOf" else text.rfind(what)
    return OPAQUE


def _cut(text: str, name: str, places: Sequence[int]) -> str:
    if name == "substr" and len(places) > 1:
        return text[places[0] :][: places[1]]
    if name == "substring":
        return text[slice(*(max(place, 0) for place in places[:2]))] if len(places) > 1 else text[max(places[0], 0) :]
    return text[slice(*places[:2])] if len(places) > 1 else text[places[0] :]


def _compiled(regex: Regex, text: str) -> "re.Pattern[str]":
    """Raises ValueError for a pattern that is none here, or that could take for ever on a text."""
    repeats = len(_REPEAT.findall(regex.pattern))
    if len(regex.pattern) > _MOST or repeats > _MOST_REPEATS or len(text) > _MOST_SEARCHED:
        raise ValueError(regex.pattern)
    if _NESTED.search(regex.pattern):
        raise ValueError(regex.pattern)
    try:
        return re.compile(regex.pattern, re.I if "i" in regex.flags else 0)
    except re.error as error:
        raise ValueError(regex.pattern) from error
