"""The value of an expression of a script: text and numbers, lists and objects, their methods, the calls that unpack
what is packed, what the page's own elements and address give, and functions that give back a value. Pure, and no
interpreter: no statement is run, nothing loops, and what is not known stays ``UNKNOWN``.

``'/doc/' + P[n] + '.html'``, ``JSON.parse(decodeURIComponent('…'))``, ``$(this).data('id')``,
``location.pathname.match(/(\\w+)\\.html/)[1]``.
"""

import re

from crawler.reading.tokens import STRING, TEMPLATE, block_end, skipped, unescaped, unquoted
from crawler.reading.values import OPAQUE, UNKNOWN, Elements, Function, NotReadError, Regex, Scope, Unknown, Value

_MAX_DEPTH = 60
_MAX_STEPS = 40_000
_SPACE = re.compile(r"(?:\s+|/\*.*?\*/|//[^\n]*)+", re.S)
_NAME = re.compile(r"[A-Za-z_$\u4e00-\u9fff][\w$\u4e00-\u9fff]*")
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+")
_REGEX = re.compile(r"/((?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)/([gimsuy]*)")
_ARROW = re.compile(r"(?:async\s*)?(?:\(([^()]*)\)|([A-Za-z_$][\w$]*))\s*=>\s*")
_FUNCTION = re.compile(r"(?:async\s+)?function\b\s*\*?\s*[\w$]*\s*\(([^()]*)\)\s*\{")
_OPERATORS = (
    ("||", "??"), ("&&",), ("===", "!==", "==", "!="), ("<=", ">=", "<", ">"), ("+", "-"), ("*", "/", "%"),
)  # fmt: skip
_PLAIN = {"true": True, "false": False, "null": None}


def read_value(code: str, start: int, scope: Scope, key: str = "") -> tuple[Value, int]:
    """The value of the expression at ``start``, and where it ends.

    Raises:
        NotReadError: where none stands there.
    """
    reader = _Reader(code, start, scope)
    try:
        value = reader.expression(key)
    except (RecursionError, IndexError):
        raise NotReadError from None
    return value, reader.position


def read_arguments(code: str, start: int, scope: Scope) -> list[Value]:
    """The arguments of a call whose bracket opens before ``start``.

    Raises:
        NotReadError: where they cannot be told apart.
    """
    try:
        return _Reader(code, start, scope).listed(")")
    except (RecursionError, IndexError):
        raise NotReadError from None


class _Reader:
    def __init__(self, code: str, start: int, scope: Scope) -> None:
        self.code = code
        self.position = start
        self.scope = scope
        self.depth = 0
        self.steps = 0

    # --- what stands next -------------------------------------------------------------------------

    def _skip(self) -> None:
        if (space := _SPACE.match(self.code, self.position)) is not None:
            self.position = space.end()

    def _takes(self, text: str) -> bool:
        self._skip()
        if not self.code.startswith(text, self.position):
            return False
        self.position += len(text)
        return True

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        self._skip()
        found = pattern.match(self.code, self.position)
        if found is not None:
            self.position = found.end()
        return found

    # --- grammar ----------------------------------------------------------------------------------

    def expression(self, key: str = "") -> Value:
        self.depth += 1
        self.steps += 1
        if self.depth > _MAX_DEPTH or self.steps > _MAX_STEPS:
            raise NotReadError
        value = self._binary(0, key)
        if self._takes("?"):
            first = self.expression(key)
            if not self._takes(":"):
                raise NotReadError
            value = self.scope.either(first, self.expression(key))
        self.depth -= 1
        return value

    def _binary(self, level: int, key: str) -> Value:
        if level == len(_OPERATORS):
            return self._unary(key)
        value = self._binary(level + 1, key)
        while (sign := self._sign(level)) is not None:
            other = self._binary(level + 1, key)
            value = self._together(value, sign, other)
        return value

    def _sign(self, level: int) -> str | None:
        self._skip()
        for sign in _OPERATORS[level]:
            after = self.code[self.position + len(sign) : self.position + len(sign) + 1]
            if not self.code.startswith(sign, self.position) or after == "=" or (sign in "+-" and after == sign):
                continue
            if sign in {"<", ">"} and after == sign:
                continue
            self.position += len(sign)
            return sign
        return None

    def _together(self, left: Value, sign: str, right: Value) -> Value:
        if sign in {"||", "??"}:
            return right if left is None or left in ("", 0, False) or isinstance(left, Unknown) else left
        if sign in {"+", "-", "*", "/", "%"}:
            return self.scope.sum(left, sign, right)
        return OPAQUE

    def _unary(self, key: str) -> Value:
        if self._match(re.compile(r"(?:typeof|void|await)\b|new\b|!+|\+(?!\+)|-(?!-)")) is not None:
            sign = self.code[self.position - 1]
            value = self._unary(key)
            if sign == "-" and isinstance(value, int | float):
                return -value
            return OPAQUE if sign in {"!", "-"} else value
        return self._postfix(self._primary(key))

    def _primary(self, key: str) -> Value:
        value = self._literal(key)
        if value is not None:
            return value
        if self._peeks("(") or self._peeks("[") or self._peeks("{"):
            return self._bracketed(key)
        regex = self._match(_REGEX)
        return Regex(regex[1], regex[2]) if regex is not None else self._named(key)

    def _literal(self, key: str) -> Value:
        """A text, a number or a function; None for anything else."""
        if (text := self._match(STRING)) is not None:
            return unquoted(text[0])
        if (text := self._match(TEMPLATE)) is not None:
            return self._filled(text[0][1:-1])
        number = self._match(_NUMBER)
        return self.scope.number(number[0], key) if number is not None else self._function()

    def _bracketed(self, key: str) -> Value:
        if self._takes("["):
            return self.listed("]")
        if self._takes("{"):
            return self._object()
        self._takes("(")
        value = self.expression(key)
        while self._takes(","):
            value = self.expression(key)
        if not self._takes(")"):
            raise NotReadError
        return value

    def _named(self, key: str) -> Value:
        """A name with what its dots lead to, as far as nothing is called."""
        first = self._match(_NAME)
        if first is None:
            raise NotReadError
        if first[0] in _PLAIN:
            return _PLAIN[first[0]]
        path = [first[0]]
        while (
            dot := re.compile(r"\s*\??\.\s*([A-Za-z_$][\w$]*)(?!\s*\(|[\w$])").match(self.code, self.position)
        ) is not None:
            path.append(dot[1])
            self.position = dot.end()
        if self._takes("("):
            arguments = self.listed(")")
            if len(path) > 1:
                raise NotReadError
            return self.scope.call(path[0], arguments)
        called = re.compile(r"\s*\.\s*([A-Za-z_$][\w$]*)\s*\(").match(self.code, self.position)
        if called is not None and (dotted := f"{'.'.join(path)}.{called[1]}").split(".")[0] in _OBJECTS:
            self.position = called.end()
            return self.scope.call(dotted, self.listed(")"))
        return self.scope.name(".".join(path), key)

    def _postfix(self, value: Value) -> Value:
        while True:
            if (dot := self._match(re.compile(r"\??\.\s*([A-Za-z_$][\w$]*)\s*(\()?"))) is not None:
                value = self.scope.method(value, dot[1], self.listed(")")) if dot[2] else self._member(value, dot[1])
            elif self._takes("["):
                place = self.expression()
                if not self._takes("]"):
                    raise NotReadError
                value = self._at(value, place)
            elif self.code.startswith("(", self.position):
                self.position += 1
                arguments = self.listed(")")
                value = self.scope.method(value, "call", [None, *arguments]) if isinstance(value, Function) else OPAQUE
            elif self.code.startswith(("++", "--"), self.position):
                self.position += 2
            else:
                return value

    def _member(self, value: Value, name: str) -> Value:
        if isinstance(value, dict):
            return value.get(name, UNKNOWN)
        if isinstance(value, str | list) and name == "length":
            return len(value)
        return self.scope.member(value, name)

    def _at(self, value: Value, place: Value) -> Value:
        if isinstance(value, dict):
            return value.get(_key(place), UNKNOWN)
        if isinstance(value, list | str | Elements):
            inside = value.nodes if isinstance(value, Elements) else value
            if isinstance(place, int) and 0 <= place < len(inside):
                return Elements((inside[place],)) if isinstance(value, Elements) else inside[place]
        return UNKNOWN

    def listed(self, end: str) -> list[Value]:
        values: list[Value] = []
        while not self._takes(end):
            if self._takes(","):
                continue
            if self._takes("..."):
                self.expression()
                continue
            values.append(self._part("", end))
            if not self._takes(",") and not self._peeks(end):
                raise NotReadError
        return values

    def _part(self, key: str, end: str) -> Value:
        """A value of a list or an object; what cannot be read is passed over."""
        start, depth = self.position, self.depth
        try:
            value = self.expression(key)
            if self._peeks(",") or self._peeks(end):
                return value
        except NotReadError:
            pass
        self.position, self.depth = skipped(self.code, start), depth
        return OPAQUE

    def _peeks(self, text: str) -> bool:
        self._skip()
        return self.code.startswith(text, self.position)

    def _object(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        while not self._takes("}"):
            if self._takes(","):
                continue
            if self._takes("..."):
                inside = self.expression()
                found.update(inside if isinstance(inside, dict) else {})
                continue
            key = self._key_of_object()
            method = re.compile(r"\s*\(([^()]*)\)\s*\{").match(self.code, self.position)
            if method is not None:
                end = block_end(self.code, method.end() - 1)
                found[key] = Function(_names(method[1]), self.code[method.end() : end])
                self.position = end
            else:
                found[key] = self._part(key, "}") if self._takes(":") else self.scope.name(key, key)
            if not self._takes(",") and not self._peeks("}"):
                raise NotReadError
        return found

    def _key_of_object(self) -> str:
        if (text := self._match(STRING)) is not None:
            return unquoted(text[0])
        if (name := self._match(_NAME) or self._match(_NUMBER)) is not None:
            return name[0]
        if self._takes("["):
            value = self.expression()
            if self._takes("]"):
                return _key(value)
        raise NotReadError

    def _function(self) -> Function | None:
        if (found := self._match(_FUNCTION)) is not None:
            end = block_end(self.code, self.position - 1)
            made = Function(_names(found[1]), self.code[self.position : end])
        elif (found := self._match(_ARROW)) is not None:
            names = _names(found[1] if found[1] is not None else found[2])
            if self.code.startswith("{", self.position):
                end = block_end(self.code, self.position)
                made = Function(names, self.code[self.position + 1 : end])
            else:
                start = self.position
                try:
                    self.expression()
                except NotReadError:
                    self.position = skipped(self.code, start)
                return Function(names, self.code[start : self.position], braced=False)
        else:
            return None
        self.position = end
        return made

    def _filled(self, text: str) -> Value:
        """A template with the values of what it holds."""
        parts: list[Value] = []
        position = 0
        while (start := text.find("${", position)) >= 0:
            end = block_end(text, start + 1)
            parts.append(unescaped(text[position:start]))
            try:
                parts.append(read_value(text, start + 2, self.scope)[0])
            except NotReadError:
                parts.append(UNKNOWN)
            position = end
        parts.append(unescaped(text[position:]))
        value: Value = parts[0]
        for part in parts[1:]:
            value = self.scope.sum(value, "+", part)
        return value


_OBJECTS = frozenset(
    {"JSON", "Base64", "CryptoJS", "$", "jQuery", "document", "window", "Math", "Date", "Object", "String"}
)


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(one.partition("=")[0].strip() for one in (text or "").split(",") if one.strip())


def _key(value: Value) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
