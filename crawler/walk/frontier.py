"""Leads of unknown worth, best first: what their kind turned out to be decides when they are tried, and how long."""

import heapq
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count

from crawler.walk.ask import Ask
from crawler.walk.identity import shape

# Pages of one kind that led nowhere, after which the next of it waits behind all kinds not tried yet.
_TIRED = 4
# Fruitless pages in a row after which a search gives up: more until it has found anything.
PATIENCE = 120
PATIENCE_AT_FIRST = 260


@dataclass(slots=True)
class _Kind:
    tried: int = 0
    gained: int = 0


@dataclass(slots=True)
class Frontier:
    """Holds leads back until nothing better is left. ``budget`` is how many it may give out in all."""

    budget: int
    given: int = 0
    fruitless: int = 0
    _given: set[str] = field(default_factory=set)
    _heap: list[tuple[float, int, Ask]] = field(default_factory=list)
    _kinds: defaultdict[str, _Kind] = field(default_factory=lambda: defaultdict(_Kind))
    _order: "count[int]" = field(default_factory=count)

    def push(self, ask: Ask) -> None:
        """Keep a lead."""
        heapq.heappush(self._heap, (-ask.score, next(self._order), ask))

    def pop(self, most: int, *, found: bool) -> list[Ask]:
        """The best leads, at most so many; none where the budget or the patience is at its end."""
        chosen: list[Ask] = []
        while self._heap and len(chosen) < most and self.given < self.budget:
            if self.fruitless >= (PATIENCE if found else PATIENCE_AT_FIRST):
                break
            score, order, ask = heapq.heappop(self._heap)
            now = -self._worth(ask)
            if self._heap and now > self._heap[0][0] + 1e-9 and now > score + 1e-9:
                heapq.heappush(self._heap, (now, order, ask))
                continue
            self.given += 1
            self._given.add(_mark(ask))
            self._kinds[shape(ask.url)].tried += 1
            chosen.append(ask)
        return chosen

    def note(self, ask: Ask, *, gain: bool) -> None:
        """Learn what a lead turned out to be; of other asks nothing is learnt."""
        if _mark(ask) not in self._given:
            return
        self.fruitless = 0 if gain else self.fruitless + 1
        if gain:
            self._kinds[shape(ask.url)].gained += 1

    def _worth(self, ask: Ask) -> float:
        kind = self._kinds[shape(ask.url)]
        if kind.tried < _TIRED:
            return ask.score
        return ask.score * (0.05 + kind.gained) / kind.tried

    def left(self) -> list[Ask]:
        """What was not followed, best first."""
        return [ask for _, _, ask in sorted(self._heap)]


def _mark(ask: Ask) -> str:
    return f"{ask.url} {ask.form or ''}{ask.body}"
