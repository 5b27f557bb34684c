"""What an expression of a script can come to, and what has to be known to read one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from lxml import html

# Values are those of JSON, elements of the page, and functions.
Value = Any


# A text or a number beyond this is none that a page needs: adding a text to itself forty times would fill any memory.
MOST_TEXT = 200_000
MOST_NUMBER = 10**15


class Unknown:
    """A value that is not known."""


# A variable that nothing on the page gives a value, as the choice of a box; and what this cannot read.
UNKNOWN = Unknown()
OPAQUE = Unknown()


class NotReadError(ValueError):
    """What stands here is no expression that this reads."""


@dataclass(frozen=True, slots=True)
class Regex:
    """A pattern between slashes."""

    pattern: str
    flags: str


@dataclass(frozen=True, slots=True)
class Function:
    """A function: the names of its arguments and its body; of an arrow without braces, its value."""

    names: tuple[str, ...]
    body: str
    braced: bool = True


@dataclass(frozen=True, slots=True)
class Elements:
    """Elements of the page, as a selector finds them."""

    nodes: tuple[html.HtmlElement, ...] = field(default=())


class Scope(Protocol):
    """What names and calls mean where an expression stands."""

    def name(self, path: str, key: str) -> Value:
        """The value of a name, dots and all; ``key`` is the key of the object that it is a value of."""

    def call(self, path: str, arguments: Sequence[Value]) -> Value:
        """What a function gives back."""

    def method(self, value: Value, name: str, arguments: Sequence[Value]) -> Value:
        """What a method gives back."""

    def member(self, value: Value, name: str) -> Value:
        """A member of a value that is no list and no object."""

    def number(self, text: str, key: str) -> Value:
        """A number that stands in the code."""

    def sum(self, left: Value, sign: str, right: Value) -> Value:
        """What two values come to."""

    def either(self, one: Value, other: Value) -> Value:
        """Which of the two sides of a condition counts."""
