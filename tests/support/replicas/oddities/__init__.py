"""Small portals where one thing is odd: what of it a reader can have, and which outcomes of a crawl say what is so."""

from collections.abc import Callable, Mapping
from functools import partial

from tests.support.replicas.model import Replica
from tests.support.replicas.oddities.articles import ANNOUNCED, ARTICLES
from tests.support.replicas.oddities.attributes import ATTRIBUTES
from tests.support.replicas.oddities.calls import CALLS
from tests.support.replicas.oddities.lacking import LACKING
from tests.support.replicas.oddities.lists import LISTS
from tests.support.replicas.oddities.names import KEPT, UNKEPT
from tests.support.replicas.oddities.opened import OPENED
from tests.support.replicas.oddities.packed import PACKED, PROMISED
from tests.support.replicas.oddities.papers import PAPERS
from tests.support.replicas.oddities.site import build
from tests.support.replicas.oddities.turns import TURNS

_COMPLETE = frozenset({"complete"})
_SHORT = frozenset({"short"})
_REFUSED = frozenset({"short", "blocked"})
_REFUSALS = frozenset({"stub_often", "column_fence"})

_WHOLE = {**LISTS, **CALLS, **TURNS, **PAPERS, **ARTICLES, **KEPT, **ATTRIBUTES, **OPENED, **PACKED}

ODDITIES: Mapping[str, tuple[frozenset[str], Callable[[], Replica]]] = {
    **{
        name: (_REFUSED if name in _REFUSALS else _SHORT, partial(build, name, make, whole=False))
        for name, make in {**LACKING, **ANNOUNCED, **UNKEPT, **PROMISED}.items()
    },
    **{name: (_COMPLETE, partial(build, name, make, whole=True)) for name, make in _WHOLE.items()},
}
