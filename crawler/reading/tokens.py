"""Strings and brackets of a script. Pure."""

import re

STRING = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.S)
TEMPLATE = re.compile(r"`(?:[^`\\]|\\.)*`", re.S)
_QUOTED = re.compile(f"{STRING.pattern}|{TEMPLATE.pattern}", re.S)
_BRACKET = re.compile(r"[\"'`(){}\[\]]")
_ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r?\n|.)", re.S)


def unquoted(text: str) -> str:
    """What a string in quotes says."""
    return unescaped(text[1:-1])


def unescaped(text: str) -> str:
    """The text with what its backslashes stand for."""
    return _ESCAPE.sub(_escaped, text) if "\\" in text else text


def _escaped(found: re.Match[str]) -> str:
    text = found[1]
    if text[0] in "ux" and len(text) > 1:
        number = int(text[1:].strip("{}"), 16)
        return chr(number) if number <= 0x10FFFF else ""
    return {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}.get(text, text.strip("\r\n"))


def block_end(code: str, start: int, most: int = 2_000_000) -> int:
    """Where the bracket that opens at ``start`` is closed, strings left aside."""
    depth, position = 0, max(start, 0)
    limit = min(len(code), position + most)
    while (found := _BRACKET.search(code, position, limit)) is not None:
        letter = found[0]
        position = found.end()
        if letter in "\"'`":
            text = (TEMPLATE if letter == "`" else STRING).match(code, found.start())
            position = text.end() if text is not None else position
            continue
        depth += 1 if letter in "([{" else -1
        if depth <= 0:
            return position
    return limit


def skipped(code: str, start: int) -> int:
    """Where a part of a list, an object or a call ends that was not read."""
    position = start
    while position < len(code) and code[position] not in ",;)]}":
        if code[position] in "([{":
            position = block_end(code, position)
        elif (text := (STRING.match(code, position) or TEMPLATE.match(code, position))) is not None:
            position = text.end()
        else:
            position += 1
    return position


def blanked(code: str) -> str:
    """The code with blanks in place of what its strings say."""
    return _QUOTED.sub(lambda found: f"{found[0][0]}{' ' * (len(found[0]) - 2)}{found[0][-1]}", code)
