"""What a walk is for."""

from dataclasses import dataclass

from crawler.years import Years


@dataclass(frozen=True, slots=True)
class Plan:
    """What a walk is for. ``explore`` follows leads of unknown worth too, up to ``budget`` pages; without ``reports``
    none is asked for (a survey); ``years`` limits which are."""

    seeds: tuple[str, ...]
    explore: bool = False
    reports: bool = True
    years: Years | None = None
    budget: int = 0
