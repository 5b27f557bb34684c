"""The text that an answer to a page's script holds in one of its strings: ``{"data": {"content": "<p>…</p>"}}``."""

import json
import re
from collections.abc import Iterator
from typing import Any

_HAN = re.compile(r"[\u4e00-\u9fff]")
# With fewer letters a string is a title or a label.
_ENOUGH = 100
_DEEP = 8


def enclosed_text(source: bytes) -> str | None:
    """The longest string of a JSON document, in UTF-8; None where the document is none, or holds no text."""
    if source.lstrip()[:1] not in {b"{", b"["}:
        return None
    try:
        value = json.loads(source)
    except (ValueError, RecursionError):
        return None
    longest = max(_strings(value, _DEEP), key=len, default="")
    return longest if len(_HAN.findall(longest)) >= _ENOUGH else None


def _strings(value: Any, deep: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)) and deep:
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one, deep - 1)
