"""Which cells of each form add up (勾稽关系), worked out anew here so that the truth does not lean on the reader."""

from collections.abc import Mapping
from dataclasses import dataclass

from demo.forms import COLUMNS, OUTCOMES, PROCEEDINGS, FormName, Number, leaves_of, lines_of


@dataclass(frozen=True, slots=True)
class Identity:
    """Cells that add up: the sum of ``left`` is the sum of ``right``."""

    name: str
    scope: str
    left: tuple[str, ...]
    right: tuple[str, ...]

    def holds(self, figures: Mapping[str, Number | None]) -> bool:
        """Whether it holds, a blank cell counted as 0."""
        return sum(figures[key] or 0 for key in self.left) == sum(figures[key] or 0 for key in self.right)


def _sum(name: str, total: str, *parts: str) -> Identity:
    return Identity(name, total, tuple(f"a.{part}" for part in parts), (f"a.{total}",))


def _under(total: str, *parts: str) -> tuple[str, ...]:
    return tuple(f"{total}.{part}" for part in parts)


_ENDS = ("upheld", "corrected", "other")
_NATIONAL = (
    _sum("a.received", "app.received", *_under("app.received", "in_person", "fax", "online", "letter")),
    _sum("a.closed", "app.closed", *_under("app.closed", "on_time", "extended")),
    _sum(
        "a.replied",
        "app.replied",
        *_under("app.replied", "already_public", "granted", "partial", "denied"),
        *_under("app.replied", "not_this_organ", "not_exist", "supplement", "other_way"),
    ),
    _sum(
        "a.denied",
        "app.replied.denied",
        *_under("app.denied", "state_secret", "trade_secret", "privacy", "three_security", "not_gov_info", "other_law"),
    ),
    _sum("a.review", "review.total", *_under("review", *_ENDS)),
    _sum("a.litigation", "litigation.total", *_under("litigation", *_ENDS)),
    _sum("a.staff", "org.staff", *_under("org.staff", "full_time", "part_time")),
)


def _local_identities() -> tuple[Identity, ...]:
    sums = {
        "fj.received": ("app.received", ("in_person", "online", "letter_fax")),
        "fj.replied": ("app.replied", ("granted", "partial", "denied", "other")),
    }
    return tuple(
        Identity(name, column, tuple(f"a.{total}.{part}.{column}" for part in parts), (f"a.{total}.{column}",))
        for name, (total, parts) in sums.items()
        for column in ("year", "cumulative")
    )


def _table_3_identities(form: FormName) -> list[Identity]:
    *parts, total = (key for key, _ in COLUMNS)
    found = [
        Identity("t3.row_sum", line.key, tuple(f"t3.{line.key}.{part}" for part in parts), (f"t3.{line.key}.{total}",))
        for line in lines_of(form)
    ]
    for column in (*parts, total):
        leaves = tuple(f"t3.{leaf}.{column}" for leaf in leaves_of(form))
        found.append(Identity("t3.col_sum", column, leaves, (f"t3.result_total.{column}",)))
        came = (f"t3.new.{column}", f"t3.carried_in.{column}")
        found.append(Identity("t3.balance", column, came, (f"t3.result_total.{column}", f"t3.carried_out.{column}")))
    return found


def _table_4_identities() -> list[Identity]:
    *parts, total = (key for key, _ in OUTCOMES)
    return [
        Identity("t4.sum", group, tuple(f"t4.{group}.{part}" for part in parts), (f"t4.{group}.{total}",))
        for group, _ in PROCEEDINGS
    ]


def identities_of(form: FormName) -> tuple[Identity, ...]:
    """Every sum that a report of this form must satisfy within itself."""
    if form == "A":
        return _NATIONAL
    if form == "local":
        return _local_identities()
    if form == "narrative":
        return ()
    return (*_table_3_identities(form), *_table_4_identities())
